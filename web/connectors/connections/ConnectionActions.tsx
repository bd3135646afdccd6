import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import {
  type Connection,
  changeConnection,
  deleteConnection,
  getConnection,
} from '../../../src/connectors/connections/contract.ts'
import { getFlow, listFlows } from '../../../src/connectors/flow/contract.ts'
import { useAction } from '../../api.ts'
import { paths } from '../../paths.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { Refused } from '../../staff/Refused.tsx'
import { Button } from '../../ui/Button.tsx'
import { ConfirmDialog, FormDialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { useConnectionWords } from './words.ts'

/** Rename, switch off and on, delete: the same for every kind. */
export function ConnectionActions({ connection }: { connection: Connection }) {
  const words = useConnectionWords()
  const may = useMay()
  const { sentence } = useProblems()
  const [open, setOpen] = useState<'name' | 'remove' | null>(null)
  const turn = useAction(changeConnection, {
    refresh: [getConnection, getFlow, listFlows],
    onDone: () => toast.done(connection.isActive ? words.turnedOff : words.turnedOn),
    onFailed: (error) => toast.failed(sentence(error)),
  })
  if (!may('connections.write')) return null
  const { id, version, isActive } = connection
  return (
    <>
      <Button onPress={() => setOpen('name')}>{words.rename}</Button>
      <Button
        isPending={turn.pending}
        onPress={() => turn.run({ params: { id }, body: { version, isActive: !isActive } })}
      >
        {isActive ? words.turnOff : words.turnOn}
      </Button>
      <Button onPress={() => setOpen('remove')}>{words.remove}</Button>
      {open === 'name' && <Rename connection={connection} onClose={() => setOpen(null)} />}
      {open === 'remove' && <Remove connection={connection} onClose={() => setOpen(null)} />}
    </>
  )
}

function Rename({ connection, onClose }: { connection: Connection; onClose(): void }) {
  const words = useConnectionWords()
  const { sentence, byField } = useProblems()
  const [name, setName] = useState(connection.name)
  const change = useAction(changeConnection, {
    refresh: [getConnection, getFlow, listFlows],
    onDone: () => {
      toast.done(words.saved)
      onClose()
    },
  })
  return (
    <FormDialog
      title={words.rename}
      isOpen
      onClose={onClose}
      action={words.save}
      pending={change.pending}
      problems={byField(change.error)}
      problem={change.error && <Refused>{sentence(change.error)}</Refused>}
      onSubmit={() => change.run({ params: { id: connection.id }, body: { version: connection.version, name } })}
    >
      <TextField label={words.name} name="name" value={name} onChange={setName} isRequired autoFocus />
    </FormDialog>
  )
}

function Remove({ connection, onClose }: { connection: Connection; onClose(): void }) {
  const words = useConnectionWords()
  const navigate = useNavigate()
  const { sentence } = useProblems()
  const remove = useAction(deleteConnection, {
    refresh: [listFlows],
    onDone: () => {
      toast.done(words.removed)
      void navigate({ to: paths.connections() })
    },
    onFailed: (error) => toast.failed(sentence(error)),
  })
  return (
    <ConfirmDialog
      title={words.removeTitle(connection.name)}
      isOpen
      onClose={onClose}
      effects={[...words.removeEffects]}
      action={words.remove}
      pending={remove.pending}
      onConfirm={() => remove.run({ params: { id: connection.id } })}
    />
  )
}
