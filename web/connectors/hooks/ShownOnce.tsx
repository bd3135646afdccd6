import { CopyLine } from '../../staff/CopyLine.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useHookWords } from './words.ts'

/** A signing key, now and never again. */
export function ShownOnce({ secret, onClose }: { secret: string; onClose(): void }) {
  const words = useHookWords()
  return (
    <Dialog
      title={words.secretTitle}
      isOpen
      onClose={onClose}
      isDismissable={false}
      foot={
        <Button size="normal" kind="primary" onPress={onClose}>
          {words.kept}
        </Button>
      }
    >
      <p className="mb-3">{words.secretWhy}</p>
      <CopyLine text={secret} label={words.secretTitle} />
    </Dialog>
  )
}
