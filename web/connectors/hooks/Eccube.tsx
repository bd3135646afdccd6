import { useEffect, useRef, useState } from 'react'
import { type Connection, changeConnection, getConnection } from '../../../src/connectors/connections/contract.ts'
import { authoriseEccube, listPulls } from '../../../src/connectors/hooks/contract.ts'
import { newKey, useAction } from '../../api.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { Inbox } from './Inbox.tsx'
import { NewHook } from './NewHook.tsx'
import { Pulls } from './Pulls.tsx'
import { Settings } from './Settings.tsx'
import { Line, SetUp } from './SetUp.tsx'
import { useHookWords } from './words.ts'

export function NewEccube({ onMade }: { onMade(id: number): void }) {
  const [shop, setShop] = useState('')
  return (
    <NewHook kind="eccube" firstName="EC-CUBE" settings={{ shop }} onMade={onMade}>
      <Shop value={shop} onChange={setShop} isNew />
    </NewHook>
  )
}

interface ShopProps {
  value: string
  onChange(text: string): void
  isNew?: boolean
}

function Shop({ value, onChange, isNew = false }: ShopProps) {
  const words = useHookWords()
  return (
    <TextField
      label={words.eccubeShop}
      placeholder="https://shop.example.jp"
      name="settings.shop"
      type="url"
      value={value}
      onChange={(text) => onChange(text.trim())}
      isRequired
      autoFocus={isNew}
    />
  )
}

export function Eccube({ connection }: { connection: Connection }) {
  const words = useHookWords()
  const { id, settings } = connection
  return (
    <>
      <SetUp connection={connection} steps={words.eccubeSteps} remakes={words.remakeEffectsAtOnce}>
        <Line label={words.returnAddress} text={`${location.origin}/connections/${id}`} />
      </SetUp>
      <Settings
        connection={connection}
        fields={(values, change, secrets, hide) => (
          <>
            <Shop value={String(values.shop ?? '')} onChange={(shop) => change({ shop })} />
            <TextField
              label={words.eccubeAdmin}
              note={words.eccubeAdminNote}
              name="settings.admin"
              value={String(values.admin ?? 'admin')}
              onChange={(admin) => change({ admin })}
              isRequired
            />
            <TextField
              label={words.clientId}
              name="settings.clientId"
              value={String(values.clientId ?? '')}
              onChange={(clientId) => change({ clientId })}
            />
            <TextField
              label={words.clientSecret}
              note={words.keepSecret}
              name="secrets.clientSecret"
              type="password"
              autoComplete="off"
              value={secrets.clientSecret ?? ''}
              onChange={(clientSecret) => hide({ clientSecret })}
            />
            <Checkbox isSelected={values.pulls === true} onChange={(pulls) => change({ pulls })}>
              <span>
                {words.pulls}
                <span className="block text-note text-ink-2">{words.pullsNote}</span>
              </span>
            </Checkbox>
          </>
        )}
      />
      <Authorise connection={connection} />
      {settings.pulls === true && <Pulls connectionId={id} />}
      <Inbox connectionId={id} />
    </>
  )
}

const stateKey = 'eccube-state'

/** Sends people to EC-CUBE to allow us in; what they come back with is handed over once. */
function Authorise({ connection }: { connection: Connection }) {
  const words = useHookWords()
  const may = useMay()
  const { id, settings, version } = connection
  const turnOn = useAction(changeConnection, { refresh: [getConnection, listPulls] })
  const authorise = useAction(authoriseEccube, {
    onDone() {
      toast.done(words.authorised)
      turnOn.run({ params: { id }, body: { version, settings: { ...settings, pulls: true } } })
    },
    onFailed: () => toast.failed(words.authoriseFailed),
  })
  const isTaken = useRef(false)
  const { run } = authorise
  useEffect(() => {
    const query = new URLSearchParams(location.search)
    const [code, state] = [query.get('code'), query.get('state')]
    // only what this browser asked for, and only once
    if (isTaken.current || !code || !state || sessionStorage.getItem(stateKey) !== state) return
    isTaken.current = true
    sessionStorage.removeItem(stateKey)
    history.replaceState(history.state, '', location.pathname)
    run({ params: { id }, body: { code } })
  }, [id, run])
  if (!may('connections.write')) return null
  const { shop, admin, clientId } = settings as { shop: string; admin: string; clientId: string }
  const go = () => {
    const state = newKey()
    sessionStorage.setItem(stateKey, state)
    const asked = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: `${location.origin}/connections/${id}`,
      scope: 'read',
      state,
    })
    location.assign(`${shop}/${admin}/authorize?${asked}`)
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button size="normal" isDisabled={clientId === ''} isPending={authorise.pending} onPress={go}>
        {words.authorise}
      </Button>
      {clientId === '' && <span className="text-note text-ink-2">{words.authoriseAfter}</span>}
    </div>
  )
}
