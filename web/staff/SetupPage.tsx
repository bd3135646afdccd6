import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { readSession, setUp } from '../../src/staff/sign-in/contract.ts'
import { useAction, useCall } from '../api.ts'
import { LoadDemo } from '../demo/LoadDemo.tsx'
import { paths } from '../paths.ts'
import { useProblems } from '../problems.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { ComboBox, Select } from '../ui/Choice.tsx'
import { Form } from '../ui/Dialog.tsx'
import { ErrorState, Loading } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useLanguage } from '../words.ts'
import { Door } from './Door.tsx'
import { useEntered } from './entering.ts'
import { PasswordField } from './PasswordField.tsx'
import { useStaffWords } from './words.ts'

interface Owner {
  name: string
  email: string
  password: string
}

/** The first visit: who you are, what the company is called, and then the first customers. */
export function SetupPage() {
  const words = useStaffWords()
  const session = useCall(readSession, {})
  const [step, setStep] = useState<0 | 1 | 2>(0)
  const [owner, setOwner] = useState<Owner>({ name: '', email: '', password: '' })
  const { setup } = words
  if (!session.data) {
    return (
      <Door title={setup.title}>
        {session.isError ? <ErrorState error={session.error} onRetry={() => void session.refetch()} /> : <Loading />}
      </Door>
    )
  }
  // also after a reload: the owner is already inside
  if (step === 2 || session.data.person?.role === 'owner') return <Start />
  if (!session.data.setupNeeded) {
    return (
      <Door title={setup.title} lead={setup.exists}>
        <LinkButton size="normal" kind="primary" href={paths.signIn()}>
          {words.link.goSignIn}
        </LinkButton>
      </Door>
    )
  }
  return step === 0 ? (
    <OwnerStep owner={owner} onChange={setOwner} onNext={() => setStep(1)} />
  ) : (
    <CompanyStep owner={owner} onBack={() => setStep(0)} onDone={() => setStep(2)} />
  )
}

function Steps({ at }: { at: number }) {
  const { setup } = useStaffWords()
  return (
    <ol className="mb-6 flex flex-wrap gap-x-5 gap-y-1 text-dense">
      {setup.steps.map((name, index) => (
        <li
          key={name}
          {...(index === at ? { 'aria-current': 'step' as const } : {})}
          className={index === at ? 'font-bold text-accent' : 'text-ink-2'}
        >
          {index + 1}. {name}
        </li>
      ))}
    </ol>
  )
}

function OwnerStep(props: { owner: Owner; onChange(owner: Owner): void; onNext(): void }) {
  const { owner, onChange, onNext } = props
  const words = useStaffWords()
  const { setup } = words
  return (
    <Door title={setup.title} lead={setup.ownerWhy} wide>
      <Steps at={0} />
      <Form onSubmit={onNext}>
        <TextField
          label={words.name}
          note={words.nameNote}
          name="name"
          autoComplete="name"
          value={owner.name}
          onChange={(name) => onChange({ ...owner, name })}
          isRequired
          autoFocus
        />
        <TextField
          label={words.email}
          name="email"
          type="email"
          autoComplete="username"
          value={owner.email}
          onChange={(email) => onChange({ ...owner, email })}
          isRequired
        />
        <PasswordField
          label={words.password}
          name="password"
          kind="new"
          value={owner.password}
          onChange={(password) => onChange({ ...owner, password })}
        />
        <div>
          <Button kind="primary" size="normal" type="submit">
            {setup.next}
          </Button>
        </div>
      </Form>
    </Door>
  )
}

const months = Array.from({ length: 12 }, (_, index) => index + 1)
const zones = Intl.supportedValuesOf('timeZone').map((id) => ({ id, label: id }))

function CompanyStep({ owner, onBack, onDone }: { owner: Owner; onBack(): void; onDone(): void }) {
  const words = useStaffWords()
  const { setup } = words
  const locale = useLanguage()
  const [name, setName] = useState('')
  const [timeZone, setTimeZone] = useState<string | null>(ownZone())
  const [fiscalYearStartMonth, setMonth] = useState(4)
  const [currency, setCurrency] = useState('JPY')
  const { sentence, byField } = useProblems()
  const entered = useEntered()
  const create = useAction(setUp, {
    onDone: (reply) => {
      onDone()
      void entered(reply, paths.setUp())
    },
  })
  const problems = byField(create.error)
  const ofOwner = Object.entries(problems).filter(([field]) => field.startsWith('owner.'))
  const ofCompany = useMemo(
    () => Object.fromEntries(Object.entries(problems).map(([field, text]) => [field.replace('company.', ''), text])),
    [problems],
  )
  const send = () =>
    create.run({
      body: {
        owner: { ...owner, locale },
        company: { name, timeZone: timeZone ?? 'Asia/Tokyo', fiscalYearStartMonth, currency },
      },
    })
  return (
    <Door title={setup.title} lead={setup.companyWhy} wide>
      <Steps at={1} />
      <Form onSubmit={send} problems={ofCompany}>
        <TextField
          label={setup.company}
          name="name"
          autoComplete="organization"
          value={name}
          onChange={setName}
          isRequired
          autoFocus
        />
        <ComboBox<string>
          label={setup.timeZone}
          note={setup.timeZoneNote}
          name="timeZone"
          choices={zones}
          value={timeZone}
          onChange={setTimeZone}
          isRequired
        />
        <div className="grid gap-5 tablet:grid-cols-2">
          <Select<number>
            label={setup.fiscalYear}
            choices={months.map((id) => ({ id, label: setup.month(id) }))}
            value={fiscalYearStartMonth}
            onChange={setMonth}
          />
          <Select<string>
            label={setup.currency}
            choices={Object.entries(words.currencies).map(([id, label]) => ({ id, label, note: id }))}
            value={currency}
            onChange={setCurrency}
          />
        </div>
        {create.error && (
          <div role="alert">
            <Notice tone="danger">
              {ofOwner.length > 0 ? ofOwner.map(([, text]) => text).join(' ') : sentence(create.error)}
            </Notice>
          </div>
        )}
        <div className="flex flex-wrap gap-2">
          <Button size="normal" onPress={onBack}>
            {setup.back}
          </Button>
          <Button kind="primary" size="normal" type="submit" isPending={create.pending}>
            {setup.finish}
          </Button>
        </div>
      </Form>
    </Door>
  )
}

function ownZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return zones.some(({ id }) => id === timeZone) ? timeZone : 'Asia/Tokyo'
}

function Start() {
  const { setup } = useStaffWords()
  const navigate = useNavigate()
  return (
    <Door title={setup.startTitle} wide>
      <Steps at={2} />
      <section className="border-t border-rule py-5">
        <h2>{setup.files}</h2>
        <p className="mt-1.5 mb-4 text-body text-ink-2">{setup.filesWhy}</p>
        <LinkButton kind="primary" size="normal" href={paths.imports()}>
          {setup.filesAction}
        </LinkButton>
      </section>
      <section className="border-t border-rule py-5">
        <h2>{setup.demo}</h2>
        <p className="mt-1.5 mb-4 text-body text-ink-2">{setup.demoWhy}</p>
        <LoadDemo onReady={() => void navigate({ to: paths.analysis() })} />
      </section>
      <div className="border-t border-rule pt-5">
        <LinkButton size="normal" href={paths.today()}>
          {setup.later}
        </LinkButton>
      </div>
    </Door>
  )
}
