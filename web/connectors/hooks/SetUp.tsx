import { type ReactNode, useState } from 'react'
import { type Connection, getConnection, remakeSecrets } from '../../../src/connectors/connections/contract.ts'
import { useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { CopyLine } from '../../staff/CopyLine.tsx'
import { Notice } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { ConfirmDialog } from '../../ui/Dialog.tsx'
import { Section } from '../../ui/Section.tsx'
import { toast } from '../../ui/toast.ts'
import { SecretDialog } from './SecretDialog.tsx'
import { useHookWords } from './words.ts'

interface SetUpProps {
  connection: Connection
  steps: readonly string[]
  /** given: the key of this connection is made here; what happens when it is made anew */
  remakes?: readonly string[]
  children?: ReactNode
}

/** What to do at the sender, in order, and what to paste there. */
export function SetUp({ connection, steps, remakes, children }: SetUpProps) {
  const words = useHookWords()
  const may = useMay()
  return (
    <Section
      title={words.setUp}
      end={remakes && may('connections.write') && <Remake connection={connection} effects={[...remakes]} />}
    >
      <ol className="flex max-w-[46em] list-decimal flex-col gap-1.5 py-1 pl-6">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className="flex max-w-[46em] flex-col gap-3 py-3">
        <NeedsHttps />
        <Line label={words.address} text={`${location.origin}/hooks/${connection.key}`} />
        {children}
      </div>
    </Section>
  )
}

/** Most services send to no other address; who sets this up on a trial machine is told before they paste it. */
export function NeedsHttps() {
  const words = useHookWords()
  return location.protocol === 'https:' ? null : <Notice tone="warn">{words.needsHttps}</Notice>
}

export function Line({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <p className="pb-1 text-note text-ink-2">{label}</p>
      <CopyLine text={text} label={label} />
    </div>
  )
}

function Remake({ connection, effects }: { connection: Connection; effects: string[] }) {
  const words = useHookWords()
  const { sentence } = useProblems()
  const [asks, setAsks] = useState(false)
  const remake = useAction(remakeSecrets, {
    refresh: [getConnection],
    onDone: () => setAsks(false),
    onFailed: (error) => toast.failed(sentence(error)),
  })
  const signing = remake.reply?.secrets.signing
  return (
    <>
      <Button onPress={() => setAsks(true)}>{words.remake}</Button>
      {asks && (
        <ConfirmDialog
          title={words.remake}
          isOpen
          onClose={() => setAsks(false)}
          effects={effects}
          action={words.remake}
          pending={remake.pending}
          onConfirm={() => remake.run({ params: { id: connection.id } })}
        />
      )}
      {!asks && signing && <SecretDialog secret={signing} onClose={remake.forget} />}
    </>
  )
}
