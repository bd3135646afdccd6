import { useState } from 'react'
import {
  addNote,
  changeNote,
  getTimeline,
  removeNote,
  type TimelineEntryReply,
} from '../../../src/customers/contract.ts'
import { useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/toast.ts'
import { useRecordWords } from '../words.ts'
import { NoteDialog } from './NoteDialog.tsx'

/** Under a note: change it, or remove it and have it back. */
export function NoteActions({ entry, customerId }: { entry: TimelineEntryReply; customerId: number }) {
  const words = useRecordWords()
  const may = useMay()
  const { sentence } = useProblems()
  const [editing, setEditing] = useState(false)
  const refresh = [getTimeline]
  const failed = (error: unknown) => toast.failed(sentence(error))
  const body = String(entry.data.body ?? '')
  const add = useAction(addNote, { refresh, onFailed: failed })
  const change = useAction(changeNote, { refresh, onDone: () => setEditing(false) })
  const remove = useAction(removeNote, {
    refresh,
    onDone: () =>
      toast.done(words.notes.removed, {
        text: words.edit.undo,
        onUndo: () => add.run({ params: { customerId }, body: { body } }),
      }),
    onFailed: failed,
  })
  if (entry.kind !== 'note' || !may('customers.write')) return null
  const id = Number(entry.key.split(':')[1])
  const version = Number(entry.data.version)
  return (
    <p className="-ml-3 text-note">
      <Button kind="quiet" onPress={() => setEditing(true)}>
        {words.notes.edit}
      </Button>
      <Button kind="quiet" onPress={() => remove.run({ params: { customerId, id } })}>
        {words.notes.remove}
      </Button>
      {editing && (
        <NoteDialog
          title={words.notes.editTitle}
          text={body}
          pending={change.pending}
          error={change.error}
          onClose={() => setEditing(false)}
          onSave={(text) => change.run({ params: { customerId, id }, body: { version, change: { body: text } } })}
        />
      )}
    </p>
  )
}
