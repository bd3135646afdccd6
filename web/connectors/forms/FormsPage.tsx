import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { listForms } from '../../../src/connectors/forms/contract.ts'
import { type ReplyOf, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { usePreferences } from '../../preferences.ts'
import { useMay } from '../../session.ts'
import { Notice, StateTag } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Link } from '../../ui/Link.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { NewForm } from './NewForm.tsx'
import { useFormWords } from './words.ts'

type Listed = ReplyOf<typeof listForms>['items'][number]

/** The forms of the shop, how many answered, and whether confirmations reach people. */
export function FormsPage() {
  const words = useFormWords()
  const may = useMay()
  const navigate = useNavigate()
  const { density } = usePreferences()
  const forms = useCall(listForms, {})
  const [adding, setAdding] = useState(false)
  const columns = useColumns()
  const add = may('forms.write') && (
    <Button kind="primary" onPress={() => setAdding(true)}>
      {words.add}
    </Button>
  )
  return (
    <Page title={words.title} actions={forms.data && forms.data.items.length > 0 ? add : undefined}>
      <div className="mt-4 flex flex-col gap-4">
        {forms.data?.mail && <MailNotice state={forms.data.mail} />}
        {forms.data?.items.length === 0 ? (
          <EmptyState title={words.none} action={add}>
            {words.noneWhy}
          </EmptyState>
        ) : (
          <DataTable
            label={words.title}
            columns={columns}
            rows={forms.data?.items}
            keyOf={(form) => form.id}
            onOpen={(form) => void navigate({ to: paths.form(form.id) })}
            density={density}
            skeletonRows={4}
            error={forms.error}
            onRetry={() => void forms.refetch()}
            empty={null}
          />
        )}
      </div>
      {adding && (
        <Dialog title={words.add} isOpen onClose={() => setAdding(false)} isDismissable={false}>
          <NewForm isInDialog onMade={(id) => void navigate({ to: paths.form(id) })} />
        </Dialog>
      )}
    </Page>
  )
}

export function MailNotice({ state }: { state: 'not-set' | 'in-trouble' }) {
  const words = useFormWords()
  const may = useMay()
  return (
    <Notice tone="warn" action={may('settings.write') && <Link href={paths.settings('mail')}>{words.goMail}</Link>}>
      {state === 'not-set' ? words.noMail : words.mailTrouble}
    </Notice>
  )
}

function useColumns(): Column<Listed>[] {
  const words = useFormWords()
  const format = useFormat()
  return [
    {
      key: 'name',
      heading: words.name,
      render: ({ id, name }) => (
        <Link href={paths.form(id)} look="name">
          {name}
        </Link>
      ),
    },
    { key: 'kind', heading: words.kind, render: ({ kind }) => words.kinds[kind] },
    { key: 'state', heading: words.state, render: ({ isOpen }) => <OpenState isOpen={isOpen} /> },
    {
      key: 'answers',
      heading: words.answers,
      align: 'right',
      render: ({ id, answers }) => <Link href={paths.formAnswers(id)}>{format.number(answers)}</Link>,
    },
    {
      key: 'confirmed',
      heading: words.confirmed,
      align: 'right',
      render: ({ confirms, confirmed, answers }) =>
        confirms && answers > 0 ? format.percent(confirmed / answers) : <span className="text-ink-2">–</span>,
    },
    {
      key: 'last',
      heading: words.last,
      align: 'right',
      render: ({ lastAt }) => (lastAt ? format.dateTime(lastAt) : <span className="text-ink-2">{words.never}</span>),
    },
  ]
}

export function OpenState({ isOpen }: { isOpen: boolean }) {
  const words = useFormWords()
  return (
    <StateTag tone={isOpen ? 'ok' : 'quiet'} glyph={isOpen ? 'check' : 'none'}>
      {isOpen ? words.open : words.closed}
    </StateTag>
  )
}
