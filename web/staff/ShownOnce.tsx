import type { ReactNode } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { CopyLine } from './CopyLine.tsx'

interface ShownOnceProps {
  title: string
  why: ReactNode
  /** a key, a link */
  text: string
  label?: string
  /** what the button says */
  kept: string
  onClose(): void
}

/** What cannot be shown again: a press outside does not close it. */
export function ShownOnce({ title, why, text, label = title, kept, onClose }: ShownOnceProps) {
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      isDismissable={false}
      foot={
        <Button size="normal" kind="primary" onPress={onClose}>
          {kept}
        </Button>
      }
    >
      <p className="mb-3">{why}</p>
      <CopyLine text={text} label={label} />
    </Dialog>
  )
}
