import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addPasskey, readProfile, removePasskey, startPasskey } from '../../src/staff/profile/contract.ts'
import { call, keyOf, useAction } from '../api.ts'
import { useFormat } from '../format.ts'
import { useProblems } from '../problems.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog, FormDialog } from '../ui/Dialog.tsx'
import { Section } from '../ui/Section.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { useWords } from '../words.ts'
import { deviceOf } from './device.ts'
import type { Profile } from './ProfilePage.tsx'
import { useStaffWords } from './words.ts'

type Passkey = Profile['passkeys'][number]

export function Passkeys({ profile }: { profile: Profile }) {
  const { profile: words } = useStaffWords()
  const shared = useWords()
  const format = useFormat()
  const [adding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<Passkey | null>(null)
  const remove = useAction(removePasskey, {
    refresh: [readProfile],
    onDone: () => {
      toast.done(words.passkeyRemoved)
      setLeaving(null)
    },
  })
  return (
    <Section title={words.passkeys}>
      <p className="mb-3 text-ink-2">{words.passkeysWhy}</p>
      {profile.passkeys.length === 0 ? (
        <p className="mb-3">{words.passkeysNone}</p>
      ) : (
        <ul className="mb-4 border-t border-rule">
          {profile.passkeys.map((passkey) => (
            <li key={passkey.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-rule py-2">
              <b className="min-w-0 flex-1">{passkey.name}</b>
              <span className="text-ink-2">
                {words.made} {format.date(passkey.createdAt)}・{words.lastUsed}{' '}
                {passkey.lastUsedAt ? format.dateTime(passkey.lastUsedAt) : words.never}
              </span>
              <Button aria-label={words.passkeyRemove(passkey.name)} onPress={() => setLeaving(passkey)}>
                {shared.verbs.delete}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button size="normal" onPress={() => setAdding(true)}>
        {words.passkeyAdd}
      </Button>
      {adding && <Adding onClose={() => setAdding(false)} />}
      <ConfirmDialog
        title={words.passkeyRemove(leaving?.name ?? '')}
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        effects={[words.passkeyRemoveEffect]}
        action={shared.verbs.delete}
        pending={remove.pending}
        onConfirm={() => leaving && remove.run({ params: { id: leaving.id } })}
      />
    </Section>
  )
}

function Adding({ onClose }: { onClose(): void }) {
  const words = useStaffWords()
  const { profile: own } = words
  const client = useQueryClient()
  const { sentence } = useProblems()
  const device = deviceOf(navigator.userAgent)
  const [name, setName] = useState(device ? own.passkeyNameDefault(own.device(device.browser, device.system)) : '')
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function ceremony() {
    const { browserSupportsWebAuthn, startRegistration } = await import('@simplewebauthn/browser')
    if (!browserSupportsWebAuthn()) return setProblem(words.passkeyMissing)
    const options = await call(startPasskey, {})
    const made = await startRegistration({ optionsJSON: options as never }).catch(() => null)
    if (!made) return setProblem(own.passkeyFailed)
    await call(addPasskey, { body: { name, response: made as never } })
    await client.invalidateQueries({ queryKey: keyOf(readProfile) })
    toast.done(own.passkeyAdded)
    onClose()
  }
  async function add() {
    setPending(true)
    setProblem(null)
    await ceremony().catch((error: unknown) => setProblem(sentence(error)))
    setPending(false)
  }
  return (
    <FormDialog
      title={own.passkeyAdd}
      isOpen
      onClose={onClose}
      width="narrow"
      action={own.passkeyAdd}
      pending={pending}
      problem={
        problem && (
          <div role="alert">
            <Notice tone="danger">{problem}</Notice>
          </div>
        )
      }
      onSubmit={() => void add()}
    >
      <TextField label={own.passkeyName} name="name" value={name} onChange={setName} isRequired autoFocus />
    </FormDialog>
  )
}
