import { useEffect, useState } from 'react'
import { acceptInvitation, lookAtLink, resetPassword, signInByLink } from '../../src/staff/sign-in/contract.ts'
import { ProblemError, type ReplyOf, useAction } from '../api.ts'
import { useFormat } from '../format.ts'
import { paths } from '../paths.ts'
import { useProblems } from '../problems.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Form } from '../ui/Dialog.tsx'
import { ErrorState, Loading } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useLanguage, useWords } from '../words.ts'
import { Door } from './Door.tsx'
import { useEntered, useEntryProblem } from './entering.ts'
import { PasswordField } from './PasswordField.tsx'
import { useStaffWords } from './words.ts'

type Link = ReplyOf<typeof lookAtLink>

/** A one-time link: its token stands after `#` and is taken out of the address bar at once. */
export function LinkPage() {
  const words = useStaffWords()
  const [token] = useState(() => location.hash.slice(1))
  const look = useAction(lookAtLink)
  useEffect(() => {
    history.replaceState(history.state, '', location.pathname)
    if (token) look.run({ body: { token } })
    // once a link, however often this is drawn
    // oxlint-disable-next-line react/exhaustive-deps, react-hooks/exhaustive-deps
  }, [token])

  const { link } = words
  if (!/^[\w-]{43}$/.test(token)) return <Stopped title={link.missing} why={link.missingWhy} />
  if (look.error instanceof ProblemError && ['gone', 'invalid-request'].includes(look.error.code)) {
    return <Stopped title={link.gone} why={link.goneWhy} />
  }
  if (!look.reply) {
    return (
      <Door title={link.signIn}>
        {look.error ? <ErrorState error={look.error} onRetry={look.again} /> : <Loading />}
      </Door>
    )
  }
  const { kind } = look.reply
  if (kind === 'invitation') return <Invitation token={token} link={look.reply} />
  return kind === 'reset' ? <Reset token={token} link={look.reply} /> : <SignInByLink token={token} link={look.reply} />
}

function Stopped({ title, why }: { title: string; why: string }) {
  const words = useStaffWords()
  return (
    <Door title={title} lead={why}>
      <LinkButton size="normal" href={paths.signIn()}>
        {words.link.goSignIn}
      </LinkButton>
    </Door>
  )
}

interface StepProps {
  token: string
  link: Link
}

function Problem({ error }: { error: ProblemError | null }) {
  const words = useStaffWords()
  const problemOf = useEntryProblem()
  if (!error) return null
  return (
    <div role="alert">
      <Notice tone="danger">{error.code === 'gone' ? words.link.goneWhy : problemOf(error)}</Notice>
    </div>
  )
}

function Invitation({ token, link }: StepProps) {
  const words = useStaffWords()
  const { roles } = useWords()
  const language = useLanguage()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const entered = useEntered()
  const { byField } = useProblems()
  const join = useAction(acceptInvitation, { onDone: (reply) => void entered(reply) })
  return (
    <Door title={words.link.invitation(link.companyName)} lead={words.link.invitationWhy(roles[link.role])}>
      <Form
        onSubmit={() => join.run({ body: { token, name, password, locale: language } })}
        problems={byField(join.error)}
      >
        <Account email={link.email} />
        <TextField
          label={words.name}
          note={words.nameNote}
          name="name"
          autoComplete="name"
          value={name}
          onChange={setName}
          isRequired
        />
        <PasswordField label={words.password} name="password" kind="new" value={password} onChange={setPassword} />
        <Problem error={join.error} />
        <Button kind="primary" size="normal" type="submit" isPending={join.pending}>
          {words.link.join}
        </Button>
      </Form>
    </Door>
  )
}

/** Read-only, but a field: password managers learn from it whose password this is. */
function Account({ email }: { email: string }) {
  const words = useStaffWords()
  return <TextField label={words.email} name="email" type="email" autoComplete="username" value={email} isReadOnly />
}

function Reset({ token, link }: StepProps) {
  const words = useStaffWords()
  const [password, setPassword] = useState('')
  const entered = useEntered()
  const { byField } = useProblems()
  const reset = useAction(resetPassword, { onDone: (reply) => void entered(reply) })
  return (
    <Door title={words.link.reset} lead={words.link.resetWhy}>
      <Form onSubmit={() => reset.run({ body: { token, password } })} problems={byField(reset.error)}>
        <Account email={link.email} />
        <PasswordField label={words.newPassword} name="password" kind="new" value={password} onChange={setPassword} />
        <Problem error={reset.error} />
        <Button kind="primary" size="normal" type="submit" isPending={reset.pending}>
          {words.link.resetAction}
        </Button>
      </Form>
    </Door>
  )
}

function SignInByLink({ token, link }: StepProps) {
  const words = useStaffWords()
  const format = useFormat()
  const entered = useEntered()
  const enter = useAction(signInByLink, { onDone: (reply) => void entered(reply) })
  return (
    <Door title={words.link.signIn} lead={words.signIn.to(link.companyName)}>
      <Form onSubmit={() => enter.run({ body: { token } })}>
        <p className="text-body">
          {link.email}
          <span className="block text-dense text-ink-2">
            {words.link.signInWhy} {words.link.until(format.dateTime(link.expiresAt))}
          </span>
        </p>
        <Problem error={enter.error} />
        <Button kind="primary" size="normal" type="submit" isPending={enter.pending} autoFocus>
          {words.link.signInAction}
        </Button>
      </Form>
    </Door>
  )
}
