import { type ReactNode, useMemo, useState } from 'react'
import type { ProblemError } from '../api.ts'
import { usePreferences } from '../preferences.ts'
import { useProblems } from '../problems.ts'
import { useMay } from '../session.ts'
import { Refused } from '../staff/Refused.tsx'
import { Notice } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { FormDialog } from '../ui/Dialog.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useWords } from '../words.ts'
import { SettingsPage } from './SettingsPage.tsx'
import type { SettingName } from './sitemap.ts'
import { useSettingsWords } from './words.ts'

interface Named {
  id: number
  name: string
}

interface RegisterProps<Row extends Named> {
  page: SettingName
  rows: Row[] | undefined
  error: unknown
  onRetry(): void
  /** columns after the name */
  columns: Column<Row>[]
  words: { none: string; noneWhy: string; add: string }
  /** the form to add (null) or change one; unmounted when closed */
  form(row: Row | null, close: () => void): ReactNode
}

/** A short list that people keep by hand: stores, channels, fields, tags. */
export function Register<Row extends Named>(props: RegisterProps<Row>) {
  const { page, rows, columns, words } = props
  const settings = useSettingsWords()
  const { density } = usePreferences()
  const mayWrite = useMay()('settings.write')
  const [editing, setEditing] = useState<Row | 'new' | null>(null)
  const add = mayWrite && (
    <Button kind="primary" onPress={() => setEditing('new')}>
      {words.add}
    </Button>
  )
  const nameColumn: Column<Row> = {
    key: 'name',
    heading: settings.name,
    render: (row) =>
      mayWrite ? (
        <button
          type="button"
          className="min-h-6 cursor-pointer text-left font-bold text-ink underline-offset-3 hover:underline"
          onClick={() => setEditing(row)}
        >
          {row.name}
        </button>
      ) : (
        <b>{row.name}</b>
      ),
  }
  return (
    <SettingsPage name={page} actions={rows && rows.length > 0 ? add : undefined}>
      {!mayWrite && <Notice tone="quiet">{settings.readOnly}</Notice>}
      <DataTable<Row>
        label={settings.pages[page].name}
        columns={[nameColumn, ...columns]}
        rows={rows}
        keyOf={(row) => row.id}
        density={density}
        skeletonRows={4}
        error={props.error}
        onRetry={props.onRetry}
        {...(mayWrite ? { onOpen: (row: Row) => setEditing(row) } : {})}
        empty={
          <EmptyState title={words.none} action={add}>
            {words.noneWhy}
          </EmptyState>
        }
      />
      {editing && props.form(editing === 'new' ? null : editing, () => setEditing(null))}
    </SettingsPage>
  )
}

interface EntryDialogProps {
  title: string
  isNew: boolean
  pending: boolean
  error: ProblemError | null
  /** the sentence for codes whose general one says too little */
  hints?: Record<string, string>
  onClose(): void
  onSubmit(): void
  children: ReactNode
}

/** The form of one entry; what the server refused stands at its field. */
export function EntryDialog({
  title,
  isNew,
  pending,
  error,
  hints = {},
  onClose,
  onSubmit,
  children,
}: EntryDialogProps) {
  const { verbs } = useWords()
  const { sentence, byField } = useProblems()
  const refused = byField(error)
  // a change is sent inside `change`; the form knows its fields by their own names
  const problems = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(refused).map(([field, text]) => {
          const name = field.replace(/^change\./, '')
          return [name, hints[name] ?? text]
        }),
      ),
    [refused, hints],
  )
  return (
    <FormDialog
      title={title}
      isOpen
      onClose={onClose}
      isDismissable={false}
      action={isNew ? verbs.add : verbs.save}
      pending={pending}
      problems={problems}
      problem={error && <Refused>{sentence(error)}</Refused>}
      onSubmit={onSubmit}
    >
      {children}
    </FormDialog>
  )
}
