import type { previewMessage } from '../../../src/connectors/hooks/contract.ts'
import { type OrderStatus, reasons } from '../../../src/connectors/imports/contract.ts'
import type { ReplyOf } from '../../api.ts'
import { Notice } from '../../ui/Badge.tsx'
import { Select } from '../../ui/Choice.tsx'
import { useLanguage } from '../../words.ts'
import { useImportWords } from '../words.ts'
import { useRuleFieldName } from './field-name.ts'
import { useHookWords } from './words.ts'

type Reply = ReplyOf<typeof previewMessage>
type Taken = Reply['records'][number]

interface PreviewedProps {
  reply: Reply
  /** a word for the status of an order that nobody knew, and what it means */
  onStatus(word: string, status: OrderStatus): void
}

/** What would be taken in from the sample, and what stands in the way. */
export function Previewed({ reply, onStatus }: PreviewedProps) {
  const words = useHookWords()
  return (
    <div role="status" className="flex flex-col gap-4">
      <h3>{words.previewed}</h3>
      {reply.records.length === 0 ? (
        <Notice tone="warn">{words.previewNone}</Notice>
      ) : (
        reply.records.map((record, place) => <Record key={place} record={record} onStatus={onStatus} />)
      )}
    </div>
  )
}

function Record({ record: { kind, rows, problems }, onStatus }: { record: Taken } & Pick<PreviewedProps, 'onStatus'>) {
  const words = useHookWords()
  const language = useLanguage()
  const { orderStatuses } = useImportWords()
  const fieldName = useRuleFieldName(kind)
  const filled = Object.entries(rows[0] ?? {}).filter(([, text]) => text !== '')
  const word = problems.some(({ code }) => code === 'unknown-status') ? rows[0]?.status : undefined
  const choices = Object.entries(orderStatuses).map(([id, label]) => ({ id: id as OrderStatus, label }))
  return (
    <div className="border-t border-rule pt-2">
      <p className="pb-1">
        <b>{words.kinds[kind]}</b>
        {kind === 'orders' && <span className="ml-3 text-ink-2">{words.lines(rows.length)}</span>}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-0.5">
        {filled.map(([field, text]) => (
          <div key={field} className="contents">
            <dt className="text-ink-2">{fieldName(field)}</dt>
            <dd className="break-all">{text}</dd>
          </div>
        ))}
      </dl>
      <div className="pt-2">
        {problems.length === 0 ? (
          <p className="text-ok">{words.fits}</p>
        ) : (
          <ul className="text-danger">
            {problems.map(({ field, code }) => (
              <li key={`${field} ${code}`}>{words.reasonOf(fieldName(field), reasons[code]?.[language] ?? code)}</li>
            ))}
          </ul>
        )}
      </div>
      {word && (
        <div className="w-64 pt-2">
          <Select
            label={words.statusOf(word)}
            choices={choices}
            value={null}
            onChange={(status) => onStatus(word, status)}
          />
        </div>
      )}
    </div>
  )
}
