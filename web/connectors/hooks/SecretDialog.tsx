import { ShownOnce } from '../../staff/ShownOnce.tsx'
import { useHookWords } from './words.ts'

/** A signing key, now and never again. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose(): void }) {
  const words = useHookWords()
  return <ShownOnce title={words.secretTitle} why={words.secretWhy} text={secret} kept={words.kept} onClose={onClose} />
}
