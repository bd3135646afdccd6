import * as z from 'zod'
import { type AuditRow, listAudit, readAuditWords } from '../../src/staff/audit/contract.ts'
import { listStaff } from '../../src/staff/people/contract.ts'
import { useAddress } from '../address.ts'
import { useCall, usePages } from '../api.ts'
import { useFormat } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { Button } from '../ui/Button.tsx'
import { Select } from '../ui/Choice.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { DatePicker } from '../ui/DateField.tsx'
import { More } from '../ui/More.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useWords } from '../words.ts'
import { SettingsPage } from './SettingsPage.tsx'
import { useSettingsWords } from './words.ts'

const search = z.object({
  staff: z.coerce.number().int().positive().optional().catch(undefined),
  action: z.string().optional().catch(undefined),
  subject: z.string().optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
})
const nothing = { staff: undefined, action: undefined, subject: undefined, from: undefined, to: undefined }

/** Who did what, newest first. */
export function AuditPage() {
  const words = useSettingsWords()
  const { density } = usePreferences()
  const [shown, change] = useAddress(search)
  const { staff, action, subject, from, to } = shown
  const asked = {
    ...(staff ? { staffId: staff } : {}),
    ...(action ? { action } : {}),
    ...(subject ? { subject } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  }
  const log = usePages(listAudit, { query: { limit: 50, ...asked } }, { keep: true })
  const narrowed = Object.keys(asked).length > 0
  const clear = narrowed && <Button onPress={() => change(nothing)}>{words.audit.clear}</Button>
  return (
    <SettingsPage name="audit">
      <div className="flex flex-wrap items-end gap-3">
        <Filters {...shown} onChange={change} />
        {clear}
      </div>
      <DataTable
        label={words.pages.audit.name}
        columns={useColumns()}
        rows={log.items}
        keyOf={(row) => row.id}
        density={density}
        stale={log.isPlaceholderData}
        error={log.error}
        onRetry={() => void log.refetch()}
        empty={<EmptyState title={narrowed ? words.audit.noMatch : words.audit.none} action={clear} />}
        foot={<More of={log} />}
      />
    </SettingsPage>
  )
}

interface FiltersProps extends z.output<typeof search> {
  onChange(patch: Partial<z.output<typeof search>>, options?: { replace: boolean }): void
}

const any = ''
// a date is typed figure by figure: only the last one is worth a step back
const typed = { replace: true }

function Filters({ staff, action, subject, from, to, onChange }: FiltersProps) {
  const { audit: words } = useSettingsWords()
  const known = useCall(readAuditWords, {})
  const people = useCall(listStaff, {})
  const named = useNames()
  const choices = (first: string, ids: string[], nameOf: (id: string) => string) => [
    { id: any, label: first },
    ...ids.map((id) => ({ id, label: nameOf(id) })),
  ]
  const members = people.data?.staff ?? []
  return (
    <>
      <Select<string>
        label={words.who}
        size="dense"
        choices={choices(
          words.anyone,
          members.map(({ id }) => String(id)),
          (id) => members.find((member) => String(member.id) === id)?.name ?? id,
        )}
        value={staff ? String(staff) : any}
        onChange={(id) => onChange({ staff: id ? Number(id) : undefined })}
      />
      <Select<string>
        label={words.action}
        size="dense"
        choices={choices(words.anyAction, known.data?.actions ?? [], named.action)}
        value={action ?? any}
        onChange={(id) => onChange({ action: id || undefined })}
      />
      <Select<string>
        label={words.subject}
        size="dense"
        choices={choices(words.anySubject, known.data?.subjects ?? [], named.subject)}
        value={subject ?? any}
        onChange={(id) => onChange({ subject: id || undefined })}
      />
      <DatePicker
        label={words.from}
        size="dense"
        value={from ?? null}
        {...(to ? { max: to } : {})}
        onChange={(day) => onChange({ from: day ?? undefined }, typed)}
      />
      <DatePicker
        label={words.to}
        size="dense"
        value={to ?? null}
        {...(from ? { min: from } : {})}
        onChange={(day) => onChange({ to: day ?? undefined }, typed)}
      />
    </>
  )
}

/** Rooms name their actions in English words; what has no translation yet is shown as it is. */
function useNames() {
  const { audit: words } = useSettingsWords()
  const from = (list: object) => (id: string) => (list as Record<string, string>)[id] ?? id
  return { action: from(words.actions), subject: from(words.subjects), way: from(words.ways) }
}

function useColumns(): Column<AuditRow>[] {
  const { audit: words } = useSettingsWords()
  const format = useFormat()
  const named = useNames()
  const detailOf = useDetail()
  return [
    { key: 'at', heading: words.at, render: (row) => format.dateTime(row.at) },
    {
      key: 'who',
      heading: words.who,
      render: (row) => (
        <>
          {row.staffName ?? words.system}
          {row.apiKeyName && <span className="ml-2 text-note text-ink-2">{words.viaKey(row.apiKeyName)}</span>}
        </>
      ),
    },
    { key: 'action', heading: words.action, render: (row) => named.action(row.action) },
    {
      key: 'subject',
      heading: words.subject,
      render: (row) => (
        <>
          {named.subject(row.subject)}
          {row.subjectId && <span className="ml-1.5 text-ink-2">{row.subjectId}</span>}
        </>
      ),
    },
    { key: 'detail', heading: words.detail, width: '38%', render: detailOf, title: detailOf },
  ]
}

interface Change {
  before: unknown
  after: unknown
}

/** The detail of an entry on one line: roles and permissions by their names, the rest as it was kept. */
function useDetail(): (row: AuditRow) => string {
  const words = useSettingsWords()
  const { roles } = useWords()
  const named = useNames()
  const names: Record<string, string> = { ...roles, ...words.permissions }
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(text).join('、')
    if (typeof value === 'object' && value !== null) {
      const { before, after } = value as Change
      return 'before' in value
        ? words.audit.change(text(before), text(after))
        : Object.entries(value)
            .map(([key, inner]) => `${key} ${text(inner)}`)
            .join('、')
    }
    return names[String(value)] ?? String(value)
  }
  return ({ detail }) =>
    Object.entries(detail)
      .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
      .map(([key, value]) => {
        if (key === 'by') return named.way(String(value))
        return key === 'role' || key === 'scopes' ? text(value) : `${key} ${text(value)}`
      })
      .join('・')
}
