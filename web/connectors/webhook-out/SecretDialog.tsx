import { ShownOnce } from '../../staff/ShownOnce.tsx'
import { useWebhookOutWords } from './words.ts'

/** A signing key, now and never again. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose(): void }) {
  const words = useWebhookOutWords()
  return <ShownOnce title={words.secret} why={words.secretWhy} text={secret} kept={words.kept} onClose={onClose} />
}
