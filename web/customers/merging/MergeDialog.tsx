import { useState } from 'react'
import {
  type CustomerReply,
  listMerges,
  type MergePreview,
  mergeCustomers,
  previewMerge,
} from '../../../src/customers/contract.ts'
import { CustomerPicker } from '../../analysis/offers/pickers.tsx'
import { useAction, useCall } from '../../api.ts'
import { useConsentWords } from '../../consent/words.ts'
import { useFormat } from '../../format.ts'
import { useProblems } from '../../problems.ts'
import { Notice } from '../../ui/Badge.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { nameOf } from '../name.ts'
import { useSayValue } from '../record/HistoryPanel.tsx'
import { useRecordWords } from '../words.ts'
import { Moved, useRefreshAll } from './Moved.tsx'
import { useMergingWords } from './words.ts'

type Side = 'into' | 'from'

/** as on the record; what a shop has added of its own follows */
const order = [
  'familyName',
  'givenName',
  'familyKana',
  'givenKana',
  'companyName',
  'number',
  'birthOn',
  'gender',
  'storeId',
  'channelId',
  'registeredOn',
]
const placeOf = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length)

/** Merges another customer into this one: whom, whose values are shown, and what follows, on one surface. */
export function MergeDialog({ customer, onClose }: { customer: CustomerReply; onClose(): void }) {
  const words = useMergingWords().dialog
  const format = useFormat()
  const { sentence } = useProblems()
  const refresh = useRefreshAll()
  const [from, setFrom] = useState<number | null>(null)
  const [choices, setChoices] = useState<Record<string, Side>>({})
  const [remark, setRemark] = useState('')
  const [isAsked, setAsked] = useState(false)
  const isSelf = from === customer.id
  const asked = { params: { customerId: customer.id }, query: { from: from ?? 0 } }
  const preview = useCall(previewMerge, asked, { enabled: from !== null && !isSelf, staleTime: 0 })
  const merge = useAction(mergeCustomers, {
    refresh: [listMerges],
    onDone: () => {
      void refresh()
      toast.done(words.done)
      onClose()
    },
    onFailed: (error) => {
      if (error.code === 'conflict') void preview.refetch()
    },
  })
  const send = () => {
    setAsked(true)
    if (!preview.data || from === null) return
    const versions = { into: preview.data.into.version, from: preview.data.from.version }
    merge.run({ params: asked.params, body: { from, versions, choices, remark } })
  }
  const missing = isSelf ? words.same : isAsked && from === null ? words.choose : null
  const failed = merge.error && (merge.error.code === 'conflict' ? words.changed : sentence(merge.error))
  return (
    <FormDialog
      title={words.title}
      isOpen
      onClose={onClose}
      width="wide"
      isDismissable={false}
      action={words.action}
      pending={merge.pending}
      problem={
        (missing ?? failed) ? (
          <p role="alert" className="text-danger">
            {missing ?? failed}
          </p>
        ) : null
      }
      onSubmit={send}
    >
      <p>{words.lead}</p>
      <CustomerPicker
        label={words.there}
        value={from}
        onChange={(id) => {
          setFrom(id)
          setChoices({})
        }}
      />
      {preview.isFetching && !preview.data && <Loading lines={4} />}
      {preview.error && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.data && !isSelf && (
        <>
          {preview.data.notSame && <Notice tone="warn">{words.notSame(format.date(preview.data.notSame.at))}</Notice>}
          <Compared preview={preview.data} choices={choices} onChoose={setChoices} />
          <Consequences preview={preview.data} />
          <TextField label={words.remark} value={remark} onChange={setRemark} maxLength={1000} />
        </>
      )}
    </FormDialog>
  )
}

interface ComparedProps {
  preview: MergePreview
  choices: Record<string, Side>
  onChoose(choices: Record<string, Side>): void
}

/** Both records side by side; of what differs one is chosen. */
function Compared({ preview, choices, onChoose }: ComparedProps) {
  const words = useMergingWords().dialog
  const record = useRecordWords()
  const say = useSayValue()
  const labels = record.history.fields as Record<string, string>
  const kinds = record.contacts.kinds as Record<string, string>
  const lines = [
    ...[...preview.fields]
      .sort((one, other) => placeOf(one.field) - placeOf(other.field))
      .map(({ field, label, into, from }) => ({
        key: field,
        name: label ?? labels[field] ?? field,
        into: say(field, into),
        from: say(field, from),
      })),
    ...preview.primaries.map(({ kind, into, from }) => ({
      key: `primary.${kind}`,
      name: words.primary(kinds[kind] ?? kind),
      into,
      from,
    })),
  ]
  return (
    <section>
      <h3 className="mb-1 text-note text-ink-2">{words.fields}</h3>
      <div className="relative">
        <table className="w-full table-fixed text-left">
          <caption className="sr-only">{words.fields}</caption>
          <thead>
            <tr className="border-b border-rule-2 align-top">
              <th scope="col" className="w-20 tablet:w-32" aria-label={words.field} />
              {(['into', 'from'] as const).map((side) => (
                <th key={side} scope="col" className="py-1 pr-3 font-normal">
                  <span className="block text-note text-ink-2">{side === 'into' ? words.here : words.there}</span>
                  {words.named(nameOf(preview[side]), String(preview[side].id))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, name, into, from }) => (
              <tr key={key} className="border-t border-rule align-baseline">
                <th scope="row" className="py-1 pr-2 text-note font-normal text-ink-2">
                  {name}
                </th>
                {(['into', 'from'] as const).map((side) => {
                  const text = side === 'into' ? into : from
                  return (
                    <td key={side} className="py-1 pr-3 [overflow-wrap:anywhere]">
                      {into && from && into !== from ? (
                        <label className="-my-1 flex cursor-pointer gap-2 py-1.5 pointer-coarse:py-3">
                          <input
                            type="radio"
                            name={key}
                            className="mt-[0.15em] size-4 flex-none self-start accent-(--accent)"
                            checked={(choices[key] ?? 'into') === side}
                            onChange={() => onChoose({ ...choices, [key]: side })}
                          />
                          <span className="self-baseline">{text}</span>
                        </label>
                      ) : (
                        text || <span className="text-ink-2">{words.empty}</span>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-2 text-note text-ink-2">{words.fieldsNote}</p>
    </section>
  )
}

function Consequences({ preview }: { preview: MergePreview }) {
  const words = useMergingWords().dialog
  const consent = useConsentWords()
  const format = useFormat()
  const { doubles } = preview
  const consents = preview.consents.filter(({ after, into }) => after !== into)
  return (
    <>
      <Moved title={words.follows} moved={preview.moved} />
      {doubles > 0 && <p>{words.doubles(format.number(doubles))}</p>}
      <ul>
        {consents.map(({ channel, purpose, after }) => (
          <li key={`${channel}.${purpose}`}>
            {words.consents(
              consent.about(
                consent.channels[channel as keyof typeof consent.channels],
                consent.purposes[purpose as keyof typeof consent.purposes],
              ),
              consent.standing[after],
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
