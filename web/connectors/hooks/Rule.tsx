import { eventFields, type MessageKind, type WebhookRule } from '../../../src/connectors/hooks/contract.ts'
import { fields } from '../../../src/connectors/imports/contract.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Choice.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useRuleFieldName } from './field-name.ts'
import type { Place } from './sample.ts'
import { useHookWords } from './words.ts'

const unused = 'unused'
const changedAt = 'changedAt'
const kinds: MessageKind[] = ['orders', 'customers', 'products', 'events']

/** What is kept of an event stands under the last name on the way to it. */
const keptAs = (path: string) => `data:${(path.match(/\w+/g)?.at(-1) ?? 'value').slice(0, 40)}`

interface RuleProps {
  title: string
  rule: WebhookRule
  places: Place[]
  onChange(rule: WebhookRule): void
  onRemove?(): void
}

/** One kind of record taken out of messages: which messages, and what each place means. */
export function Rule({ title, rule, places, onChange, onRemove }: RuleProps) {
  const words = useHookWords()
  const known = new Map(places.map(({ path, example }) => [path, example]))
  // what was chosen before stands here too, also without a sample
  const chosen = [...Object.values(rule.fields), ...(rule.changedAt === '' ? [] : [rule.changedAt])]
  const rows = [...places, ...chosen.filter((path) => !known.has(path)).map((path) => ({ path, example: '' }))]
  const conditions = [
    { id: unused, label: words.whenAll },
    ...rows
      .filter(({ path }) => !path.includes('[*]') && !path.startsWith('='))
      .map(({ path, example }) => ({ id: path, label: words.whenPath(path), note: example.slice(0, 30) })),
  ]
  const { when } = rule
  return (
    <section aria-label={title} className="border-t border-rule pt-3">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2 pb-2">
        <div className="w-40">
          <Select
            label={words.what}
            choices={kinds.map((kind) => ({ id: kind, label: words.kinds[kind] }))}
            value={rule.kind}
            onChange={(kind) => onChange({ ...rule, kind, fields: {}, changedAt: '' })}
          />
        </div>
        <div className="w-72">
          <Select
            label={words.when}
            choices={conditions}
            value={when?.path ?? unused}
            onChange={(path) =>
              onChange({ ...rule, when: path === unused ? null : { path, equals: known.get(path) ?? '' } })
            }
          />
        </div>
        {when && (
          <div className="w-52">
            <TextField
              label={words.equals}
              value={when.equals}
              onChange={(equals) => onChange({ ...rule, when: { ...when, equals } })}
            />
          </div>
        )}
        {onRemove && <Button onPress={onRemove}>{words.removeRule}</Button>}
      </div>
      {rows.length > 0 && <Places rule={rule} rows={rows} onChange={onChange} />}
    </section>
  )
}

/** Place by place: what it is in Tokui, and what stands there in the sample. */
function Places({ rule, rows, onChange }: Pick<RuleProps, 'rule' | 'onChange'> & { rows: Place[] }) {
  const words = useHookWords()
  const fieldName = useRuleFieldName(rule.kind)
  const named = (field: string) => ({ id: field, label: fieldName(field) })
  const choicesAt = (path: string) =>
    rule.kind === 'events'
      ? [{ id: unused, label: words.unused }, ...eventFields.map(named), named(keptAs(path))]
      : [
          { id: unused, label: words.unused },
          { id: changedAt, label: words.changedAt },
          ...fields[rule.kind].map(named),
        ]
  const meaningOf = (path: string) =>
    rule.changedAt === path ? changedAt : (Object.entries(rule.fields).find(([, at]) => at === path)?.[0] ?? unused)
  const choose = (path: string, meaning: string) => {
    const others = Object.entries(rule.fields).filter(([field, at]) => at !== path && field !== meaning)
    const isField = meaning !== unused && meaning !== changedAt
    onChange({
      ...rule,
      fields: Object.fromEntries(isField ? [...others, [meaning, path]] : others),
      changedAt: meaning === changedAt ? path : rule.changedAt === path ? '' : rule.changedAt,
    })
  }
  const head = 'border-b border-rule py-2 pr-4 text-left text-dense font-normal text-ink-2'
  return (
    <table className="w-full table-fixed">
      <thead className="max-[640px]:sr-only">
        <tr>
          <th className={`${head} w-[32%]`}>{words.path}</th>
          <th className={`${head} w-[32%]`}>{words.meaning}</th>
          <th className={head}>{words.example}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ path, example }) => (
          <tr key={path} className="border-b border-rule max-[640px]:block max-[640px]:py-2">
            <th scope="row" className="py-1 pr-4 text-left font-normal break-all max-[640px]:block">
              {path}
            </th>
            <td className="py-1 pr-4 max-[640px]:block">
              <Select
                label={`${words.meaning}: ${path}`}
                hideLabel
                size="dense"
                choices={choicesAt(path)}
                value={meaningOf(path)}
                onChange={(meaning) => choose(path, meaning)}
              />
            </td>
            <td className="py-1 text-small break-all max-[640px]:block">{example.slice(0, 80)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
