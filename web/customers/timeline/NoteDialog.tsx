import { type KeyboardEvent, useRef, useState } from 'react'
import { useProblems } from '../../problems.ts'
import { FormDialog } from '../../ui/Dialog.tsx'
import { isComposing } from '../../ui/keys.ts'
import { TextArea } from '../../ui/TextField.tsx'
import { useRecordWords } from '../words.ts'

interface NoteDialogProps {
  title: string
  text: string
  pending: boolean
  error: unknown
  onClose(): void
  onSave(text: string): void
}

/** A note in a few lines; Enter makes a new line, Ctrl+Enter saves, never while composing. */
export function NoteDialog({ title, text: start, pending, error, onClose, onSave }: NoteDialogProps) {
  const words = useRecordWords()
  const { sentence } = useProblems()
  const [text, setText] = useState(start)
  const form = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    form.current?.closest('form')?.requestSubmit()
  }
  return (
    <FormDialog
      title={title}
      isOpen
      onClose={onClose}
      isDismissable={false}
      action={words.notes.save}
      pending={pending}
      problem={
        error ? (
          <p role="alert" className="text-danger">
            {sentence(error)}
          </p>
        ) : null
      }
      onSubmit={() => text.trim() !== '' && onSave(text.trim())}
    >
      <div ref={form} onKeyDown={onKeyDown}>
        <TextArea
          label={words.notes.body}
          hideLabel
          note={words.notes.hint}
          placeholder={words.notes.placeholder}
          value={text}
          onChange={setText}
          rows={5}
          isRequired
          autoFocus
          maxLength={10_000}
        />
      </div>
    </FormDialog>
  )
}
