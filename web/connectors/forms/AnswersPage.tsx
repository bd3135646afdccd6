import * as z from 'zod'
import { exportAnswers, type FormAnswer, getForm, listAnswers } from '../../../src/connectors/forms/contract.ts'
import { useAddress, useId } from '../../address.ts'
import { addressOf, useCall, usePages } from '../../api.ts'
import { useConsentWords } from '../../consent/words.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { usePreferences } from '../../preferences.ts'
import { useMay } from '../../session.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Select } from '../../ui/Choice.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Link } from '../../ui/Link.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { FormFrame } from './FormFrame.tsx'
import { useFormWords } from './words.ts'

const states = ['kept', 'awaiting', 'confirmed'] as const
const search = z.object({ state: z.enum(states).optional().catch(undefined) })

/** What people answered, newest first, and whose it became. */
export function AnswersPage() {
  const words = useFormWords()
  const may = useMay()
  const id = useId()
  const { density } = usePreferences()
  const [{ state }, setAddress] = useAddress(search)
  const form = useCall(getForm, { params: { id } })
  const answers = usePages(listAnswers, { params: { id }, query: { limit: 50, ...(state ? { state } : {}) } })
  const csv = addressOf(exportAnswers, { params: { id } } as never)
  const actions = may('customers.export') && (
    <LinkButton href={csv} download>
      {words.csv}
    </LinkButton>
  )
  return (
    <FormFrame id={id} form={form.data} here="answers" actions={actions}>
      <div className="mt-4 flex flex-col gap-4">
        <div className="max-w-60">
          <Select<(typeof states)[number] | 'all'>
            label={words.state}
            size="dense"
            choices={[{ id: 'all', label: words.all }, ...states.map((one) => ({ id: one, label: words.states[one] }))]}
            value={state ?? 'all'}
            onChange={(one) => setAddress({ state: one === 'all' ? undefined : one })}
          />
        </div>
        <DataTable
          label={words.answers}
          columns={useColumns()}
          rows={answers.items}
          keyOf={(answer) => answer.id}
          density={density}
          skeletonRows={6}
          error={answers.error ?? form.error}
          onRetry={() => void answers.refetch()}
          empty={
            <EmptyState title={state ? words.noMatch : words.noAnswers}>{state ? null : words.noAnswersWhy}</EmptyState>
          }
          foot={
            answers.hasNextPage && (
              <Button isPending={answers.isFetchingNextPage} onPress={() => void answers.fetchNextPage()}>
                {words.more}
              </Button>
            )
          }
        />
      </div>
    </FormFrame>
  )
}

const tones = { kept: 'ok', awaiting: 'warn', confirmed: 'ok' } as const
const glyphs = { kept: 'check', awaiting: 'waiting', confirmed: 'check' } as const

function useColumns(): Column<FormAnswer>[] {
  const words = useFormWords()
  const format = useFormat()
  return [
    { key: 'at', heading: words.at, render: ({ at }) => format.dateTime(at) },
    {
      key: 'state',
      heading: words.state,
      render: ({ state }) => (
        <StateTag tone={tones[state]} glyph={glyphs[state]}>
          {words.states[state]}
        </StateTag>
      ),
    },
    {
      key: 'customer',
      heading: words.customer,
      render: ({ customerId, customerName, state }) =>
        customerId === null ? (
          <span className="text-ink-2">{state === 'awaiting' ? '–' : words.anonymous}</span>
        ) : (
          <Link href={paths.customer(customerId)}>{customerName || words.customer}</Link>
        ),
    },
    {
      key: 'content',
      heading: words.content,
      width: '60%',
      wraps: true,
      render: (answer) => <Content answer={answer} />,
    },
  ]
}

function Content({ answer }: { answer: FormAnswer }) {
  const words = useFormWords()
  const { channels, purposes } = useConsentWords()
  const spell = useSpelling()
  return (
    <dl className="grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-0.5">
      {answer.values.map((one) => (
        <div key={one.key} className="contents">
          <dt className="max-w-48 truncate text-ink-2" title={one.label}>
            {one.label}
          </dt>
          <dd className="break-words whitespace-pre-line">{spell(one)}</dd>
        </div>
      ))}
      {answer.consents.map(({ channel, purpose, isGranted }) => {
        const what = words.about(channels[channel], purposes[purpose])
        return (
          <div key={`${channel} ${purpose}`} className="contents">
            <dt className="text-ink-2">{words.consents}</dt>
            <dd>{isGranted ? words.agreed(what) : words.declined(what)}</dd>
          </div>
        )
      })}
    </dl>
  )
}

type Value = FormAnswer['values'][number]

/** of a name, of an address */
const partsInOrder = ['family', 'given', 'postcode', 'prefecture', 'address1', 'address2']

function useSpelling(): (value: Value) => string {
  const words = useFormWords()
  const format = useFormat()
  return ({ kind, value }) => {
    if (typeof value === 'boolean') return value ? words.yes : words.no
    if (typeof value === 'number') return format.number(value)
    if (Array.isArray(value)) return value.join('、')
    if (typeof value === 'object')
      return partsInOrder
        .map((part) => value[part])
        .filter(Boolean)
        .join(' ')
    return kind === 'gender' ? (words.genders[value] ?? value) : value
  }
}
