import { listAnalysisDays } from '../../src/analysis/contract.ts'
import { type ImportRow, listImports } from '../../src/connectors/imports/contract.ts'
import { listOrders } from '../../src/purchases/contract.ts'
import { useCall } from '../api.ts'
import { daysBetween } from '../customers/days.ts'
import { useFormat } from '../format.ts'
import { paths } from '../paths.ts'
import { useMay } from '../session.ts'
import { StateTag } from '../ui/Badge.tsx'
import { Link } from '../ui/Link.tsx'
import { Section } from '../ui/Section.tsx'
import { useDeskWords } from './words.ts'

/** A figure older than this is worth a second look. */
const freshDays = 2

/** How old the newest order and the current ranks are. */
export function Freshness({ today }: { today: string }) {
  const words = useDeskWords()
  const format = useFormat()
  const may = useMay()
  const order = useCall(listOrders, { query: { limit: 1 } }).data?.items[0]
  const days = useCall(listAnalysisDays, {}, { enabled: may('analysis.read') }).data?.items
  const ranked = days?.find(({ isCurrent }) => isCurrent)
  return (
    <Section title={words.freshness.title}>
      <table className="w-full">
        <tbody>
          <Row
            name={words.freshness.lastOrder}
            at={order && format.dateTime(order.orderedAt)}
            age={order ? daysBetween(order.orderedOn, today) : null}
          />
          {may('analysis.read') && (
            <Row
              name={words.freshness.ranks}
              at={ranked && format.day(ranked.asOf)}
              age={ranked ? daysBetween(ranked.asOf, today) : null}
            />
          )}
        </tbody>
      </table>
    </Section>
  )
}

function Row({ name, at, age }: { name: string; at: string | undefined; age: number | null }) {
  const words = useDeskWords()
  const fresh = age !== null && age < freshDays
  return (
    <tr className="border-t border-rule first:border-t-0">
      <td className="py-1.5">{name}</td>
      <td className="py-1.5 text-right whitespace-nowrap text-ink-2">{at ?? words.freshness.none}</td>
      <td className="py-1.5 pl-3 text-right">
        {age !== null && (
          <StateTag tone={fresh ? 'ok' : 'warn'} glyph={fresh ? 'check' : 'alert'}>
            {fresh ? words.freshness.fresh : words.freshness.old(age)}
          </StateTag>
        )}
      </td>
    </tr>
  )
}

/** The last files taken in, with what went wrong. */
export function RecentImports() {
  const words = useDeskWords()
  const may = useMay()
  const imports = useCall(listImports, { query: { limit: 4 } }, { enabled: may('imports.read') })
  if (!may('imports.read') || imports.isError) return null
  const items = imports.data?.items ?? []
  return (
    <Section title={words.imports.title} end={<Link href={paths.imports()}>{words.imports.all}</Link>}>
      {imports.data && items.length === 0 && <p className="py-1 text-ink-2">{words.imports.none}</p>}
      <ul>
        {items.map((item) => (
          <ImportLine key={item.id} item={item} />
        ))}
      </ul>
    </Section>
  )
}

function ImportLine({ item }: { item: ImportRow }) {
  const words = useDeskWords()
  const format = useFormat()
  const { status } = item
  const wrong = status === 'failed' || (status === 'done' && item.rowsRejected > item.rowsCorrected)
  const over = status === 'done' || status === 'undone' || status === 'cancelled'
  return (
    <li className="border-t border-rule py-1.5 first:border-t-0">
      <div className="flex items-baseline gap-3">
        <span className="min-w-0 flex-1 truncate">
          <Link href={paths.import(item.id)}>{item.fileName}</Link>
        </span>
        <StateTag tone={wrong ? 'warn' : over ? 'ok' : 'quiet'} glyph={wrong ? 'alert' : over ? 'check' : 'waiting'}>
          {words.imports.statuses[status]}
        </StateTag>
      </div>
      <p className="text-note text-ink-2">
        {format.dateTime(item.createdAt)}
        {item.rowsRejected > item.rowsCorrected && (
          <span className="ml-3 text-warn">
            {words.imports.rejected(format.number(item.rowsRejected - item.rowsCorrected))}
          </span>
        )}
      </p>
    </li>
  )
}
