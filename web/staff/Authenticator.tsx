import { useEffect, useRef, useState } from 'react'
import {
  confirmAuthenticator,
  readProfile,
  removeAuthenticator,
  renewRecoveryCodes,
  startAuthenticator,
} from '../../src/staff/profile/contract.ts'
import { useAction } from '../api.ts'
import { useProblems } from '../problems.ts'
import { Notice, StateTag } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog, FormDialog } from '../ui/Dialog.tsx'
import { Section } from '../ui/Section.tsx'
import { ErrorState, Loading } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { CopyLine } from './CopyLine.tsx'
import { useEntryProblem } from './entering.ts'
import type { Profile } from './ProfilePage.tsx'
import { useStaffWords } from './words.ts'

type Asking = 'enrol' | 'remove' | 'renew' | null

/** The second factor: an app that shows six digits, and ten codes for when it is lost. */
export function Authenticator({ profile }: { profile: Profile }) {
  const { profile: words } = useStaffWords()
  const [asking, setAsking] = useState<Asking>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const close = () => setAsking(null)
  const show = (recoveryCodes: string[]) => {
    setAsking(null)
    setCodes(recoveryCodes)
  }
  const on = profile.hasAuthenticator
  return (
    <Section
      title={words.authenticator}
      end={
        <StateTag tone={on ? 'ok' : 'quiet'} glyph={on ? 'check' : 'none'}>
          {on ? words.on : words.off}
        </StateTag>
      }
    >
      <p className="mb-3 text-ink-2">{words.authenticatorWhy}</p>
      {on ? (
        <div className="flex flex-wrap items-center gap-2">
          <span className="mr-2">
            {words.recoveryTitle} {words.recoveryLeft(profile.recoveryCodesLeft)}
          </span>
          <Button onPress={() => setAsking('renew')}>{words.recoveryRenew}</Button>
          <Button onPress={() => setAsking('remove')}>{words.authenticatorRemove}</Button>
        </div>
      ) : (
        <Button size="normal" onPress={() => setAsking('enrol')}>
          {words.authenticatorAdd}
        </Button>
      )}
      {asking === 'enrol' && <Enrolment onClose={close} onDone={show} />}
      {asking === 'renew' && <Renewal onClose={close} onDone={show} />}
      {asking === 'remove' && <Removal onClose={close} />}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </Section>
  )
}

interface StepProps {
  onClose(): void
  onDone(recoveryCodes: string[]): void
}

function Enrolment({ onClose, onDone }: StepProps) {
  const { profile: words } = useStaffWords()
  const { byField } = useProblems()
  const problemOf = useEntryProblem()
  const [code, setCode] = useState('')
  const start = useAction(startAuthenticator)
  const begun = useRef(false)
  useEffect(() => {
    // once, when the dialog opens: each start makes another secret
    if (!begun.current) start.run({})
    begun.current = true
  }, [start])
  const confirm = useAction(confirmAuthenticator, {
    refresh: [readProfile],
    onDone: ({ recoveryCodes }) => {
      toast.done(words.authenticatorAdded)
      onDone(recoveryCodes)
    },
    onFailed: () => setCode(''),
  })
  if (!start.reply) {
    return (
      <Dialog title={words.authenticatorAdd} isOpen onClose={onClose}>
        {start.error ? <ErrorState error={start.error} onRetry={start.again} /> : <Loading lines={5} />}
      </Dialog>
    )
  }
  return (
    <FormDialog
      title={words.authenticatorAdd}
      isOpen
      onClose={onClose}
      isDismissable={false}
      action={words.confirm}
      pending={confirm.pending}
      problems={byField(confirm.error)}
      problem={<Refused error={confirm.error} sentence={problemOf} />}
      onSubmit={() => confirm.run({ body: { code } })}
    >
      <p>{words.scan}</p>
      <img
        alt={words.scanAlt}
        src={`data:image/svg+xml,${encodeURIComponent(start.reply.qr)}`}
        className="size-44 border border-rule"
      />
      <div className="flex flex-col gap-1.5">
        <p className="text-dense">{words.secret}</p>
        <CopyLine text={start.reply.secret.replace(/(.{4})(?=.)/g, '$1 ')} label={words.secret} />
      </div>
      <CodeField label={words.confirmCode} value={code} onChange={setCode} />
    </FormDialog>
  )
}

function CodeField(props: { label: string; value: string; onChange(value: string): void }) {
  return <TextField {...props} name="code" autoComplete="one-time-code" inputMode="numeric" isRequired />
}

function Refused({ error, sentence }: { error: unknown; sentence(error: unknown): string }) {
  if (!error) return null
  return (
    <div role="alert">
      <Notice tone="danger">{sentence(error)}</Notice>
    </div>
  )
}

function Renewal({ onClose, onDone }: StepProps) {
  const { profile: words } = useStaffWords()
  const { byField } = useProblems()
  const problemOf = useEntryProblem()
  const [code, setCode] = useState('')
  const renew = useAction(renewRecoveryCodes, {
    refresh: [readProfile],
    onDone: ({ recoveryCodes }) => onDone(recoveryCodes),
    onFailed: () => setCode(''),
  })
  return (
    <FormDialog
      title={words.recoveryRenew}
      isOpen
      onClose={onClose}
      width="narrow"
      action={words.recoveryRenew}
      pending={renew.pending}
      problems={byField(renew.error)}
      problem={<Refused error={renew.error} sentence={problemOf} />}
      onSubmit={() => renew.run({ body: { code } })}
    >
      <p>{words.recoveryRenewWhy}</p>
      <CodeField label={words.confirmCode} value={code} onChange={setCode} />
    </FormDialog>
  )
}

function Removal({ onClose }: { onClose(): void }) {
  const { profile: words } = useStaffWords()
  const { byField } = useProblems()
  const problemOf = useEntryProblem()
  const [code, setCode] = useState('')
  const remove = useAction(removeAuthenticator, {
    refresh: [readProfile],
    onDone: () => {
      toast.done(words.authenticatorRemoved)
      onClose()
    },
    onFailed: () => setCode(''),
  })
  return (
    <FormDialog
      title={words.authenticatorRemove}
      isOpen
      onClose={onClose}
      width="narrow"
      action={words.remove}
      pending={remove.pending}
      problems={byField(remove.error)}
      problem={<Refused error={remove.error} sentence={problemOf} />}
      onSubmit={() => remove.run({ body: { code } })}
    >
      <p>{words.authenticatorRemoveWhy}</p>
      <TextField
        label={words.confirmCode}
        name="code"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        isRequired
      />
    </FormDialog>
  )
}

function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose(): void }) {
  const { profile: words } = useStaffWords()
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Tokui\n${codes.join('\n')}\n`)}`
  return (
    <Dialog
      title={words.recoveryTitle}
      isOpen
      onClose={onClose}
      isDismissable={false}
      foot={
        <>
          <a
            href={file}
            download="tokui-recovery-codes.txt"
            className="inline-flex h-10 items-center rounded-2 border border-rule-2 px-4 hover:bg-hover"
          >
            {words.download}
          </a>
          <Button size="normal" kind="primary" onPress={onClose}>
            {words.recoveryKept}
          </Button>
        </>
      }
    >
      <p>{words.recoveryWhy}</p>
      <ul className="mt-4 grid gap-x-8 gap-y-1 text-body tablet:grid-cols-2">
        {codes.map((code) => (
          <li key={code} className="border-b border-rule py-1 tracking-[0.04em]">
            {code}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
