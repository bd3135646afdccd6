import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { giveSecondFactor, readSession, signOut } from '../../src/staff/sign-in/contract.ts'
import { keyOf, ProblemError, useAction } from '../api.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Form } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import { Door } from './Door.tsx'
import { useEntered, useEntryProblem } from './entering.ts'
import { useStaffWords } from './words.ts'

/** The step after the password: digits of the app, or a code from the drawer. */
export function SecondFactor({ next }: { next: string | undefined }) {
  const words = useStaffWords()
  const [byRecovery, setByRecovery] = useState(false)
  const [code, setCode] = useState('')
  const entered = useEntered()
  const problemOf = useEntryProblem()
  const client = useQueryClient()
  const askAgain = () => void client.invalidateQueries({ queryKey: keyOf(readSession) })
  const give = useAction(giveSecondFactor, {
    onDone: (reply) => void entered(reply, next),
    onFailed: (error) => {
      setCode('')
      // the time for the code ran out: back to the password
      if (error.code === 'not-signed-in') askAgain()
    },
  })
  const leave = useAction(signOut, { onDone: askAgain })
  const wrong = give.error instanceof ProblemError && give.error.code === 'wrong-credentials'
  const { factor } = words
  return (
    <Door title={factor.title} lead={byRecovery ? factor.recoveryWhy : factor.why}>
      <Form onSubmit={() => give.run({ body: { code } })}>
        <TextField
          key={String(byRecovery)}
          label={byRecovery ? factor.recovery : factor.code}
          name="code"
          autoComplete={byRecovery ? 'off' : 'one-time-code'}
          inputMode={byRecovery ? 'text' : 'numeric'}
          value={code}
          onChange={setCode}
          autoFocus
          isRequired
        />
        {give.error && (
          <div role="alert">
            <Notice tone="danger">{wrong ? factor.wrong : problemOf(give.error)}</Notice>
          </div>
        )}
        <Button kind="primary" size="normal" type="submit" isPending={give.pending}>
          {factor.action}
        </Button>
      </Form>
      <div className="mt-6 flex flex-col items-start gap-2 border-t border-rule pt-4">
        {byRecovery && <p className="text-ink-2">{factor.noneLeft}</p>}
        <Button
          onPress={() => {
            setByRecovery(!byRecovery)
            setCode('')
            give.forget()
          }}
        >
          {byRecovery ? factor.back : factor.lost}
        </Button>
        <Button kind="quiet" onPress={() => leave.run({})}>
          {factor.leave}
        </Button>
      </div>
    </Door>
  )
}
