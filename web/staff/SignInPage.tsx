import { useState } from 'react'
import * as z from 'zod'
import { readSession, signIn } from '../../src/staff/sign-in/contract.ts'
import { useAddress } from '../address.ts'
import { useAction, useCall } from '../api.ts'
import { paths } from '../paths.ts'
import { useProblems } from '../problems.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Form } from '../ui/Dialog.tsx'
import { ErrorState, Loading } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { Door } from './Door.tsx'
import { useEntered, useEntryProblem } from './entering.ts'
import { PasskeyButton } from './PasskeyButton.tsx'
import { PasswordField } from './PasswordField.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { useStaffWords } from './words.ts'

const search = z.object({ next: z.string().optional().catch(undefined) })

export function SignInPage() {
  const words = useStaffWords()
  const [{ next }] = useAddress(search)
  const session = useCall(readSession, {})
  if (session.isPending) {
    return (
      <Door title={words.signIn.title}>
        <Loading />
      </Door>
    )
  }
  if (session.isError) {
    return (
      <Door title={words.signIn.title}>
        <ErrorState error={session.error} onRetry={() => void session.refetch()} />
      </Door>
    )
  }
  const { setupNeeded, secondFactorNeeded, company } = session.data
  if (setupNeeded) {
    return (
      <Door title={words.setup.title} lead={words.setup.ownerWhy}>
        <LinkButton kind="primary" size="normal" href={paths.setUp()}>
          {words.setup.next}
        </LinkButton>
      </Door>
    )
  }
  return secondFactorNeeded ? <SecondFactor next={next} /> : <PasswordStep next={next} company={company.name} />
}

function PasswordStep({ next, company }: { next: string | undefined; company: string }) {
  const words = useStaffWords()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const entered = useEntered()
  const problemOf = useEntryProblem()
  const { byField } = useProblems()
  const enter = useAction(signIn, {
    onDone: (reply) => void entered(reply, next),
    onFailed: () => setPassword(''),
  })
  return (
    <Door title={words.signIn.title} lead={words.signIn.to(company)}>
      <Form onSubmit={() => enter.run({ body: { email, password } })} problems={byField(enter.error)}>
        <TextField
          label={words.email}
          name="email"
          type="email"
          autoComplete="username"
          inputMode="email"
          value={email}
          onChange={setEmail}
          isRequired
        />
        <PasswordField label={words.password} name="password" kind="current" value={password} onChange={setPassword} />
        {enter.error && (
          <div role="alert">
            <Notice tone="danger">{problemOf(enter.error)}</Notice>
          </div>
        )}
        <Button kind="primary" size="normal" type="submit" isPending={enter.pending}>
          {words.signIn.action}
        </Button>
      </Form>
      <p aria-hidden className="my-4 flex items-center gap-3 text-note text-ink-2">
        <span className="h-px flex-1 bg-rule-2" />
        {words.signIn.or}
        <span className="h-px flex-1 bg-rule-2" />
      </p>
      <PasskeyButton onEntered={(reply) => void entered(reply, next)} />
      <details className="mt-7 border-t border-rule pt-3">
        <summary className="cursor-pointer py-1 text-ink-2">{words.signIn.forgotten}</summary>
        <p className="mt-2 text-ink-2">{words.signIn.forgottenHow}</p>
        <code className="mt-2 block rounded-2 bg-sunken px-2.5 py-2 font-sans text-small">
          npx tokui sign-in-link --email {email || 'you@example.com'}
        </code>
      </details>
    </Door>
  )
}
