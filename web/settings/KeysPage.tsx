import { useState } from 'react'
import type { Permission } from '../../src/platform/http/contract.ts'
import { type ApiKey, createApiKey, keyScope, listApiKeys, revokeApiKey } from '../../src/staff/keys/contract.ts'
import { useAction, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useProblems } from '../problems.ts'
import { useMay } from '../session.ts'
import { Refused } from '../staff/Refused.tsx'
import { ShownOnce } from '../staff/ShownOnce.tsx'
import { StateTag } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Checkbox, CheckboxGroup } from '../ui/Choice.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { ConfirmDialog, FormDialog } from '../ui/Dialog.tsx'
import { EmptyState } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { SettingsPage } from './SettingsPage.tsx'
import { useSettingsWords } from './words.ts'

/** Keys of programs: made here, shown once, stopped here. */
export function KeysPage() {
  const words = useSettingsWords()
  const keys = useCall(listApiKeys, {})
  const { density } = usePreferences()
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const [stopping, setStopping] = useState<ApiKey | null>(null)
  const add = (
    <Button kind="primary" onPress={() => setAdding(true)}>
      {words.keys.add}
    </Button>
  )
  return (
    <SettingsPage name="keys" actions={keys.data && keys.data.items.length > 0 ? add : undefined}>
      <p>
        <a href="/api/docs" className="text-accent underline-offset-3 hover:underline">
          {words.keys.docs}
        </a>
      </p>
      <DataTable
        label={words.pages.keys.name}
        columns={useColumns(setStopping)}
        rows={keys.data?.items}
        keyOf={(key) => key.id}
        density={density}
        skeletonRows={3}
        error={keys.error}
        onRetry={() => void keys.refetch()}
        empty={
          <EmptyState title={words.keys.none} action={add}>
            {words.keys.noneWhy}
          </EmptyState>
        }
      />
      {adding && (
        <AddKey
          onClose={() => setAdding(false)}
          onMade={(key) => {
            setAdding(false)
            setMade(key)
          }}
        />
      )}
      {made && (
        <ShownOnce
          title={words.keys.shown}
          why={words.keys.shownWhy}
          text={made}
          kept={words.keys.kept}
          onClose={() => setMade(null)}
        />
      )}
      {stopping && <Stop apiKey={stopping} onClose={() => setStopping(null)} />}
    </SettingsPage>
  )
}

function useColumns(onStop: (key: ApiKey) => void): Column<ApiKey>[] {
  const words = useSettingsWords()
  const format = useFormat()
  const list = (key: ApiKey) => key.scopes.map((scope) => words.permissions[scope]).join('、')
  return [
    { key: 'name', heading: words.name, render: (key) => <b>{key.name}</b> },
    { key: 'prefix', heading: words.keys.prefix, render: (key) => `${key.prefix}…` },
    { key: 'scopes', heading: words.keys.scopes, width: '30%', render: list, title: list },
    { key: 'by', heading: words.keys.createdBy, render: (key) => `${key.createdBy}・${format.date(key.createdAt)}` },
    {
      key: 'used',
      heading: words.keys.lastUsed,
      render: (key) =>
        key.lastUsedAt ? format.dateTime(key.lastUsedAt) : <span className="text-ink-2">{words.keys.never}</span>,
    },
    {
      key: 'state',
      heading: words.keys.state,
      render: (key) => <State apiKey={key} />,
    },
    {
      key: 'stop',
      heading: <span className="sr-only">{words.keys.revoke}</span>,
      render: (key) =>
        !key.revokedAt && (
          <Button aria-label={words.keys.revokeTitle(key.name)} onPress={() => onStop(key)}>
            {words.keys.revoke}
          </Button>
        ),
    },
  ]
}

function State({ apiKey }: { apiKey: ApiKey }) {
  const { keys: words } = useSettingsWords()
  if (apiKey.revokedAt) {
    return (
      <StateTag tone="quiet" glyph="cross">
        {words.revoked}
      </StateTag>
    )
  }
  return apiKey.makerActive ? (
    <StateTag tone="ok" glyph="check">
      {words.active}
    </StateTag>
  ) : (
    <StateTag tone="warn" glyph="alert">
      {words.makerLeft}
    </StateTag>
  )
}

function AddKey({ onClose, onMade }: { onClose(): void; onMade(key: string): void }) {
  const words = useSettingsWords()
  const may = useMay()
  const { sentence, byField } = useProblems()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Permission[]>([])
  const [unchosen, setUnchosen] = useState(false)
  const add = useAction(createApiKey, { refresh: [listApiKeys], onDone: ({ key }) => onMade(key) })
  const offered = keyScope.options.filter((scope) => may(scope))
  const send = () => {
    setUnchosen(scopes.length === 0)
    if (scopes.length > 0) add.run({ body: { name, scopes } })
  }
  return (
    <FormDialog
      title={words.keys.add}
      isOpen
      onClose={onClose}
      isDismissable={false}
      action={words.keys.add}
      pending={add.pending}
      problems={byField(add.error)}
      problem={
        (unchosen && scopes.length === 0 && <Refused>{words.keys.scopesNone}</Refused>) ||
        (add.error && <Refused>{sentence(add.error)}</Refused>)
      }
      onSubmit={send}
    >
      <TextField
        label={words.name}
        note={words.keys.nameNote}
        name="name"
        value={name}
        onChange={setName}
        isRequired
        autoFocus
      />
      <CheckboxGroup
        label={words.keys.scopes}
        note={words.keys.scopesNote}
        name="scopes"
        value={scopes}
        onChange={(chosen) => setScopes(chosen as Permission[])}
      >
        <div className="grid gap-x-6 tablet:grid-cols-2">
          {offered.map((scope) => (
            <Checkbox key={scope} value={scope}>
              {words.permissions[scope]}
            </Checkbox>
          ))}
        </div>
      </CheckboxGroup>
    </FormDialog>
  )
}

function Stop({ apiKey, onClose }: { apiKey: ApiKey; onClose(): void }) {
  const { keys: words } = useSettingsWords()
  const { sentence } = useProblems()
  const stop = useAction(revokeApiKey, {
    refresh: [listApiKeys],
    onDone: () => {
      toast.done(words.wasRevoked)
      onClose()
    },
    onFailed: (error) => toast.failed(sentence(error)),
  })
  return (
    <ConfirmDialog
      title={words.revokeTitle(apiKey.name)}
      isOpen
      onClose={onClose}
      effects={[words.revokeEffect]}
      action={words.revoke}
      pending={stop.pending}
      onConfirm={() => stop.run({ params: { id: apiKey.id } })}
    />
  )
}
