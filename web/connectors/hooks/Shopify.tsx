import { useState } from 'react'
import type { Connection } from '../../../src/connectors/connections/contract.ts'
import { Checkbox } from '../../ui/Choice.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { Inbox } from './Inbox.tsx'
import { NewHook } from './NewHook.tsx'
import { Pulls } from './Pulls.tsx'
import { Settings } from './Settings.tsx'
import { SetUp } from './SetUp.tsx'
import { useHookWords } from './words.ts'

export function NewShopify({ onMade }: { onMade(id: number): void }) {
  const [shop, setShop] = useState('')
  const [secret, setSecret] = useState('')
  const words = useHookWords()
  return (
    <NewHook
      kind="shopify"
      firstName="Shopify"
      settings={{ shop }}
      secrets={secret === '' ? {} : { secret }}
      onMade={onMade}
    >
      <Shop value={shop} onChange={setShop} isNew />
      <Secret value={secret} onChange={setSecret} note={words.shopifySecretLater} />
    </NewHook>
  )
}

interface FieldProps {
  value: string
  /** of a connection that is being made: what is typed first */
  isNew?: boolean
  onChange(text: string): void
}

function Shop({ value, onChange, isNew = false }: FieldProps) {
  const words = useHookWords()
  return (
    <TextField
      label={words.shopifyShop}
      note={words.shopifyShopNote}
      placeholder="tsubaki.myshopify.com"
      name="settings.shop"
      value={value}
      onChange={(text) => onChange(text.trim().toLowerCase())}
      isRequired
      autoFocus={isNew}
    />
  )
}

interface SecretProps extends Omit<FieldProps, 'isNew'> {
  note: string
  isRequired?: boolean
}

function Secret({ value, onChange, note, isRequired = false }: SecretProps) {
  const words = useHookWords()
  return (
    <TextField
      label={words.shopifySecret}
      note={note}
      name="secrets.secret"
      type="password"
      autoComplete="off"
      value={value}
      onChange={onChange}
      isRequired={isRequired}
    />
  )
}

export function Shopify({ connection }: { connection: Connection }) {
  const words = useHookWords()
  const { id, settings } = connection
  return (
    <>
      <SetUp connection={connection} steps={words.shopifySteps} />
      <Settings
        connection={connection}
        fields={(values, change, secrets, hide) => (
          <>
            <Shop value={String(values.shop ?? '')} onChange={(shop) => change({ shop })} />
            <Secret
              value={secrets.secret ?? ''}
              onChange={(secret) => hide({ secret })}
              note={words.keepSecret}
              isRequired={values.shop !== settings.shop}
            />
            <Checkbox isSelected={values.pulls === true} onChange={(pulls) => change({ pulls })}>
              <span>
                {words.pulls}
                <span className="block text-note text-ink-2">{words.pullsNote}</span>
              </span>
            </Checkbox>
            {values.pulls === true && (
              <TextField
                label={words.shopifyToken}
                note={`${words.shopifyTokenNote}${words.keepSecret}`}
                name="secrets.token"
                type="password"
                autoComplete="off"
                value={secrets.token ?? ''}
                onChange={(token) => hide({ token })}
              />
            )}
          </>
        )}
      />
      {settings.pulls === true && <Pulls connectionId={id} />}
      <Inbox connectionId={id} />
    </>
  )
}
