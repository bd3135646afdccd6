import { useState } from 'react'
import { changePassword, changeProfile, readProfile } from '../../src/staff/profile/contract.ts'
import { readSession } from '../../src/staff/sign-in/contract.ts'
import { type ReplyOf, useAction, useCall } from '../api.ts'
import { usePreferences } from '../preferences.ts'
import { useProblems } from '../problems.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Select } from '../ui/Choice.tsx'
import { Form, FormDialog } from '../ui/Dialog.tsx'
import { Page } from '../ui/Page.tsx'
import { Section } from '../ui/Section.tsx'
import { Reading } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { type Language, useWords } from '../words.ts'
import { Authenticator } from './Authenticator.tsx'
import { useEntryProblem } from './entering.ts'
import { Passkeys } from './Passkeys.tsx'
import { PasswordField } from './PasswordField.tsx'
import { Sessions } from './Sessions.tsx'
import { useStaffWords } from './words.ts'

export type Profile = ReplyOf<typeof readProfile>

/** One's own account: name and language, ways to sign in, where one is signed in. */
export function ProfilePage() {
  const { profile: words } = useStaffWords()
  const profile = useCall(readProfile, {})
  return (
    <Page title={words.title}>
      <Reading of={profile} lines={6}>
        {(data) => (
          <div className="mt-5 flex max-w-3xl flex-col gap-8">
            <Basics key={data.version} profile={data} />
            <Password profile={data} />
            <Authenticator profile={data} />
            <Passkeys profile={data} />
            <Sessions profile={data} />
          </div>
        )}
      </Reading>
    </Page>
  )
}

function Basics({ profile }: { profile: Profile }) {
  const words = useStaffWords()
  const shared = useWords()
  const { choose } = usePreferences()
  const { sentence, byField } = useProblems()
  const [name, setName] = useState(profile.name)
  const [locale, setLocale] = useState<Language>(profile.locale)
  const save = useAction(changeProfile, {
    refresh: [readProfile, readSession],
    onDone: () => {
      choose({ language: locale })
      toast.done(words.profile.changed)
    },
  })
  return (
    <Section title={words.profile.basics} note={`${profile.email}・${shared.roles[profile.role]}`}>
      <Form
        onSubmit={() => save.run({ body: { name, locale, version: profile.version } })}
        problems={byField(save.error)}
      >
        <div className="grid gap-5 tablet:grid-cols-2">
          <TextField
            label={words.name}
            note={words.nameNote}
            name="name"
            autoComplete="name"
            value={name}
            onChange={setName}
            isRequired
          />
          <Select<Language>
            label={words.language}
            choices={(['ja', 'en'] as const).map((id) => ({ id, label: words.languages[id] }))}
            value={locale}
            onChange={setLocale}
          />
        </div>
        {save.error && (
          <div role="alert">
            <Notice tone="danger">{sentence(save.error)}</Notice>
          </div>
        )}
        <div>
          <Button type="submit" size="normal" isPending={save.pending}>
            {shared.verbs.save}
          </Button>
        </div>
      </Form>
    </Section>
  )
}

function Password({ profile }: { profile: Profile }) {
  const words = useStaffWords()
  const [open, setOpen] = useState(false)
  const { profile: own } = words
  const verb = profile.hasPassword ? own.passwordChange : own.passwordSet
  return (
    <Section title={own.passwordTitle}>
      {!profile.hasPassword && <p className="mb-3 text-ink-2">{own.passwordNone}</p>}
      <Button size="normal" onPress={() => setOpen(true)}>
        {verb}
      </Button>
      {open && <PasswordDialog title={verb} profile={profile} onClose={() => setOpen(false)} />}
    </Section>
  )
}

function PasswordDialog({ title, profile, onClose }: { title: string; profile: Profile; onClose(): void }) {
  const words = useStaffWords()
  const { profile: own } = words
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const { byField } = useProblems()
  const problemOf = useEntryProblem()
  const change = useAction(changePassword, {
    refresh: [readProfile],
    onDone: () => {
      toast.done(own.passwordChanged)
      onClose()
    },
  })
  return (
    <FormDialog
      title={title}
      isOpen
      onClose={onClose}
      isDismissable={false}
      action={title}
      pending={change.pending}
      problems={byField(change.error)}
      problem={
        change.error && (
          <div role="alert">
            <Notice tone="danger">{problemOf(change.error)}</Notice>
          </div>
        )
      }
      onSubmit={() => change.run({ body: { newPassword, ...(profile.hasPassword ? { currentPassword } : {}) } })}
    >
      <p className="text-ink-2">{own.passwordEffect}</p>
      <input type="hidden" autoComplete="username" value={profile.email} readOnly />
      {profile.hasPassword && (
        <PasswordField
          label={own.currentPassword}
          name="currentPassword"
          kind="current"
          value={currentPassword}
          onChange={setCurrent}
        />
      )}
      <PasswordField label={words.newPassword} name="newPassword" kind="new" value={newPassword} onChange={setNew} />
    </FormDialog>
  )
}
