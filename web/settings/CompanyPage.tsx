import { useMemo, useState } from 'react'
import { changeCompany, getCompany } from '../../src/customers/contract.ts'
import { readSession } from '../../src/staff/sign-in/contract.ts'
import { type ReplyOf, useAction, useCall } from '../api.ts'
import { useProblems } from '../problems.ts'
import { useMay } from '../session.ts'
import { Refused } from '../staff/Refused.tsx'
import { useStaffWords } from '../staff/words.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Select } from '../ui/Choice.tsx'
import { Form } from '../ui/Dialog.tsx'
import { Reading } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { useWords } from '../words.ts'
import { SettingsPage } from './SettingsPage.tsx'
import { useSettingsWords } from './words.ts'

type Company = ReplyOf<typeof getCompany>
const months = Array.from({ length: 12 }, (_, index) => index + 1)

export function CompanyPage() {
  const company = useCall(getCompany, {})
  return (
    <SettingsPage name="company">
      <Reading of={company} lines={4}>
        {(data) => <CompanyForm key={data.version} company={data} />}
      </Reading>
    </SettingsPage>
  )
}

function CompanyForm({ company }: { company: Company }) {
  const words = useSettingsWords()
  const { currencies } = useStaffWords()
  const { verbs } = useWords()
  const mayWrite = useMay()('settings.write')
  const { sentence, byField } = useProblems()
  const [name, setName] = useState(company.name)
  const [month, setMonth] = useState(company.fiscalYearStartMonth)
  const save = useAction(changeCompany, {
    refresh: [getCompany, readSession],
    onDone: () => toast.done(words.saved),
  })
  const refused = byField(save.error)
  const problems = useMemo(
    () => Object.fromEntries(Object.entries(refused).map(([field, text]) => [field.replace('change.', ''), text])),
    [refused],
  )
  const send = () => save.run({ body: { version: company.version, change: { name, fiscalYearStartMonth: month } } })
  const currency = currencies[company.currency as keyof typeof currencies] ?? ''
  return (
    <div className="max-w-2xl border-t-2 border-ink-rule pt-5">
      {!mayWrite && <Notice tone="quiet">{words.readOnly}</Notice>}
      <Form onSubmit={send} problems={problems}>
        <TextField
          label={words.company.name}
          name="name"
          autoComplete="organization"
          value={name}
          onChange={setName}
          isRequired
          isDisabled={!mayWrite}
        />
        <Select<number>
          label={words.company.fiscalYear}
          choices={months.map((id) => ({ id, label: words.company.month(id) }))}
          value={month}
          onChange={setMonth}
          isDisabled={!mayWrite}
        />
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-2 border-t border-rule pt-4">
          <dt className="text-ink-2">{words.company.timeZone}</dt>
          <dd>{company.timeZone}</dd>
          <dt className="text-ink-2">{words.company.currency}</dt>
          <dd>
            {currency} <span className="text-ink-2">{company.currency}</span>
          </dd>
        </dl>
        <p className="text-note text-ink-2">{words.company.fixed}</p>
        {save.error && <Refused>{sentence(save.error)}</Refused>}
        {mayWrite && (
          <div>
            <Button kind="primary" size="normal" type="submit" isPending={save.pending}>
              {verbs.save}
            </Button>
          </div>
        )}
      </Form>
    </div>
  )
}
