import { Fingerprint } from 'lucide-react'
import { useState } from 'react'
import { signInWithPasskey, startPasskeySignIn } from '../../src/staff/sign-in/contract.ts'
import { call, ProblemError } from '../api.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { useEntryProblem } from './entering.ts'
import { useStaffWords } from './words.ts'

/** The browser's half of the ceremony is loaded when it is wanted. */
export function PasskeyButton({ onEntered }: { onEntered(reply: { secondFactorNeeded: boolean }): void }) {
  const words = useStaffWords()
  const problemOf = useEntryProblem()
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function ceremony() {
    const { browserSupportsWebAuthn, startAuthentication } = await import('@simplewebauthn/browser')
    if (!browserSupportsWebAuthn()) return setProblem(words.passkeyMissing)
    const options = await call(startPasskeySignIn, {})
    const answered = await startAuthentication({ optionsJSON: options as never }).catch(() => null)
    if (!answered) return setProblem(words.passkeyStopped)
    onEntered(await call(signInWithPasskey, { body: { response: answered as never } }))
  }
  async function press() {
    setPending(true)
    setProblem(null)
    await ceremony().catch((error: unknown) => {
      const unknown = error instanceof ProblemError && error.code === 'wrong-credentials'
      setProblem(unknown ? words.passkeyUnknown : problemOf(error))
    })
    setPending(false)
  }
  return (
    <div className="flex flex-col gap-3">
      <Button size="normal" isPending={pending} onPress={() => void press()}>
        <Fingerprint aria-hidden size={18} strokeWidth={1.5} />
        {words.signIn.passkey}
      </Button>
      {problem && (
        <div role="alert">
          <Notice tone="danger">{problem}</Notice>
        </div>
      )}
    </div>
  )
}
