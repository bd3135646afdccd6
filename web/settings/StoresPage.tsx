import { useState } from 'react'
import { changeStore, createStore, listStores } from '../../src/customers/contract.ts'
import { type ReplyOf, useAction, useCall } from '../api.ts'
import { StateTag } from '../ui/Badge.tsx'
import { Checkbox } from '../ui/Choice.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { EntryDialog, Register } from './Register.tsx'
import { useSettingsWords } from './words.ts'

type Store = ReplyOf<typeof listStores>['items'][number]

export function StoresPage() {
  const words = useSettingsWords()
  const stores = useCall(listStores, {})
  return (
    <Register<Store>
      page="stores"
      rows={stores.data?.items}
      error={stores.error}
      onRetry={() => void stores.refetch()}
      words={words.stores}
      columns={[
        { key: 'code', heading: words.code, render: (store) => store.code },
        {
          key: 'state',
          heading: words.stores.state,
          render: (store) =>
            store.closedAt ? (
              <StateTag tone="quiet" glyph="cross">
                {words.stores.closed}
              </StateTag>
            ) : (
              <StateTag tone="ok" glyph="check">
                {words.stores.open}
              </StateTag>
            ),
        },
      ]}
      form={(store, close) => (store ? <Change store={store} onClose={close} /> : <Add onClose={close} />)}
    />
  )
}

function Add({ onClose }: { onClose(): void }) {
  const words = useSettingsWords()
  const [name, setName] = useState('')
  const [code, setCode] = useState('')
  const add = useAction(createStore, {
    refresh: [listStores],
    onDone: () => {
      toast.done(words.added(name))
      onClose()
    },
  })
  return (
    <EntryDialog
      title={words.stores.add}
      isNew
      pending={add.pending}
      error={add.error}
      hints={{ code: words.codeWrong }}
      onClose={onClose}
      onSubmit={() => add.run({ body: { name, code } })}
    >
      <TextField label={words.name} name="name" value={name} onChange={setName} isRequired autoFocus />
      <TextField label={words.code} note={words.codeNote} name="code" value={code} onChange={setCode} isRequired />
    </EntryDialog>
  )
}

function Change({ store, onClose }: { store: Store; onClose(): void }) {
  const words = useSettingsWords()
  const [name, setName] = useState(store.name)
  const [isClosed, setClosed] = useState(store.closedAt !== null)
  const change = useAction(changeStore, {
    refresh: [listStores],
    onDone: () => {
      toast.done(words.saved)
      onClose()
    },
  })
  return (
    <EntryDialog
      title={words.stores.edit(store.name)}
      isNew={false}
      pending={change.pending}
      error={change.error}
      onClose={onClose}
      onSubmit={() =>
        change.run({ params: { id: store.id }, body: { version: store.version, change: { name, isClosed } } })
      }
    >
      <TextField label={words.name} name="name" value={name} onChange={setName} isRequired autoFocus />
      <div>
        <Checkbox isSelected={isClosed} onChange={setClosed}>
          {words.stores.isClosed}
        </Checkbox>
        <p className="text-note text-ink-2">{words.stores.isClosedNote}</p>
      </div>
    </EntryDialog>
  )
}
