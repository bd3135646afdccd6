import { type ClipboardEvent, useEffect, useEffectEvent, useId, useState } from 'react'
import { useFormat } from '../format.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { inputClass } from '../ui/field.tsx'
import { isTextPlace } from '../ui/keys.ts'
import { judgePaste } from './pasted.ts'
import { useImportWords } from './words.ts'

/** Takes cells copied in a spreadsheet as a file: pasted into the field, or anywhere on the page. */
export function Paste({ onFile }: { onFile(file: File): void }) {
  const words = useImportWords()
  const format = useFormat()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [refused, setRefused] = useState<keyof typeof words.pasteRefusals | null>(null)

  const take = (text: string) => {
    const refusal = judgePaste(text)
    setRefused(refusal)
    if (refusal) return
    const name = words.pastedName(format.dateTime(new Date().toISOString()).replaceAll(/[/:,]/g, '-'))
    onFile(new File([text], `${name}.tsv`, { type: 'text/tab-separated-values' }))
  }
  const takeAnywhere = useEffectEvent((event: globalThis.ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    // text for a field, and files, which the drop zone takes
    if (isTextPlace(event.target) || text === '' || event.clipboardData?.files.length) return
    event.preventDefault()
    take(text)
  })
  useEffect(() => {
    const listen = (event: globalThis.ClipboardEvent) => takeAnywhere(event)
    document.addEventListener('paste', listen)
    return () => document.removeEventListener('paste', listen)
  }, [])
  const paste = (event: ClipboardEvent) => {
    event.preventDefault()
    take(event.clipboardData.getData('text/plain'))
  }
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-dense font-bold">
        {words.paste}
      </label>
      {/* what is pasted goes on as a file at once: five thousand rows never stand in the field */}
      <textarea
        id={id}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPaste={paste}
        rows={2}
        placeholder={words.pasteHere}
        aria-describedby={`${id}-note`}
        className={classes(inputClass(), 'h-auto resize-none border-dashed py-2 leading-(--l-body)')}
      />
      <p id={`${id}-note`} className="text-note text-ink-2">
        {words.pasteNote}
      </p>
      {typed !== '' && (
        <p>
          <Button onPress={() => take(typed)}>{words.takePasted}</Button>
        </p>
      )}
      {refused && (
        <div role="alert">
          <Notice tone="danger">{words.pasteRefusals[refused]}</Notice>
        </div>
      )}
    </div>
  )
}
