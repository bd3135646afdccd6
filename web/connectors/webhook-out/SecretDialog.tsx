import { CopyLine } from '../../staff/CopyLine.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useWebhookOutWords } from './words.ts'

/** A signing key, now and never again. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose(): void }) {
  const words = useWebhookOutWords()
  return (
    <Dialog
      title={words.secret}
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
      <CopyLine text={secret} label={words.secret} />
    </Dialog>
  )
}
