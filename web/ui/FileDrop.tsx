import { Upload } from 'lucide-react'
import type { ReactNode } from 'react'
import { type DropItem, DropZone, FileTrigger, Text } from 'react-aria-components'
import { Button } from './Button.tsx'

interface FileDropProps {
  label: string
  /** what is taken: CSV・TSV・Excel、1GBまで */
  note: ReactNode
  /** ファイルを選ぶ */
  action: string
  /** .csv, .xlsx */
  accept: string[]
  onFile(file: File): void
}

/** Takes one file: dropped, chosen, or pasted while it has the focus. */
export function FileDrop({ label, note, action, accept, onFile }: FileDropProps) {
  const take = async (items: DropItem[]) => {
    const file = items.find((item) => item.kind === 'file')
    if (file) onFile(await file.getFile())
  }
  return (
    <DropZone
      onDrop={({ items }) => void take(items)}
      className="flex flex-col items-center gap-3 rounded-3 border-[1.5px] border-dashed border-field bg-sunken px-6 py-10 text-center drop-target:border-solid drop-target:border-accent drop-target:bg-accent-quiet"
    >
      <Upload aria-hidden size={24} strokeWidth={1.5} className="text-ink-2" />
      <Text slot="label" className="text-body">
        {label}
      </Text>
      <FileTrigger acceptedFileTypes={accept} onSelect={(files) => files?.[0] && onFile(files[0])}>
        <Button size="normal">{action}</Button>
      </FileTrigger>
      <p className="text-note text-ink-2">{note}</p>
    </DropZone>
  )
}
