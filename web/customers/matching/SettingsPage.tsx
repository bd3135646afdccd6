import { useState } from 'react'
import { getMatchSettings, matchRules, saveMatchSettings } from '../../../src/customers/contract.ts'
import { type ReplyOf, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { SettingsPage } from '../../settings/SettingsPage.tsx'
import { useSettingsWords } from '../../settings/words.ts'
import { Refused } from '../../staff/Refused.tsx'
import { Notice } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Checkbox, CheckboxGroup, Radio, RadioGroup } from '../../ui/Choice.tsx'
import { Form } from '../../ui/Dialog.tsx'
import { Link } from '../../ui/Link.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { useWords } from '../../words.ts'
import { stepText } from './AcceptDialog.tsx'
import { useMatchingWords } from './words.ts'

type Settings = ReplyOf<typeof getMatchSettings>
type Rule = (typeof matchRules)[number]

export function MatchingSettingsPage() {
  const settings = useCall(getMatchSettings, {})
  return (
    <SettingsPage name="matching">
      {settings.isPending ? (
        <Loading lines={8} />
      ) : settings.isError ? (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      ) : (
        <SettingsForm key={settings.data.version} settings={settings.data} />
      )}
    </SettingsPage>
  )
}

const off = 'off'
const steps = [0.9999, 0.9995, 0.999, 0.998, 0.995, 0.99]

/** What is joined without asking, each choice with what is expected of it. */
function SettingsForm({ settings }: { settings: Settings }) {
  const words = useMatchingWords()
  const said = words.settings
  const shared = useSettingsWords()
  const { verbs } = useWords()
  const format = useFormat()
  const { sentence } = useProblems()
  const may = useMay()
  const mayWrite = may('settings.write')
  const [from, setFrom] = useState(settings.automaticFrom === null ? off : String(settings.automaticFrom))
  const [rules, setRules] = useState<string[]>(settings.rules)
  const save = useAction(saveMatchSettings, {
    refresh: [getMatchSettings],
    onDone: () => toast.done(said.saved),
  })
  // a step somebody set by the API stands among the others
  const offered = [...new Set([...steps, ...(settings.automaticFrom ? [settings.automaticFrom] : [])])].sort(
    (a, b) => b - a,
  )
  const estimateOf = (step: number) => {
    const point = settings.curve.find((one) => one.from === step)
    return point && said.estimate(format.number(point.pairs), format.decimal(point.wrongPerThousand, 2))
  }
  const send = () =>
    save.run({
      body: { automaticFrom: from === off ? null : Number(from), rules: rules as Rule[], version: settings.version },
    })
  return (
    <div className="max-w-2xl border-t-2 border-ink-rule pt-5">
      {!mayWrite && <Notice tone="quiet">{shared.readOnly}</Notice>}
      <Form onSubmit={send}>
        <RadioGroup
          label={said.automatic}
          note={said.automaticNote}
          value={from}
          onChange={setFrom}
          isDisabled={!mayWrite}
        >
          <Radio value={off}>{said.off}</Radio>
          {offered.map((step) => (
            <Radio key={step} value={String(step)} note={estimateOf(step)}>
              {said.step(stepText(step))}
            </Radio>
          ))}
        </RadioGroup>
        <CheckboxGroup
          label={said.rules}
          note={said.rulesNote}
          value={rules}
          onChange={setRules}
          isDisabled={!mayWrite}
        >
          {matchRules.map((rule) => (
            <Checkbox key={rule} value={rule}>
              <span>
                {words.rules[rule]}
                {settings.records !== null && (
                  <span className="ml-2 text-note text-ink-2">
                    {said.ruleCount(format.number(settings.ruleCounts[rule] ?? 0))}
                  </span>
                )}
              </span>
            </Checkbox>
          ))}
        </CheckboxGroup>
        <p className="text-note text-ink-2">
          {settings.records === null ? said.noEstimate : said.basis(format.number(settings.records))}
        </p>
        {may('customers.merge') && <Link href={paths.proposals()}>{words.title}</Link>}
        {save.error && <Refused>{save.error.code === 'conflict' ? said.conflict : sentence(save.error)}</Refused>}
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
