import { Link as AriaLink } from 'react-aria-components'
import type { CustomerRow } from '../../../src/segments/contract.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { RankBadge } from '../../ui/Badge.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import type { Selection } from '../../ui/DataTable.tsx'
import { Loading } from '../../ui/states.tsx'
import { Money } from '../../ui/values.tsx'
import { kanaOf, nameOf } from '../name.ts'
import { useListWords } from '../words.ts'
import type { ListFields } from './fields.ts'

interface CardsProps {
  rows: CustomerRow[] | undefined
  fields: ListFields
  selection: Selection
}

/** The list on a phone: two lines a customer, what a shop asks first. */
export function CustomerCards({ rows, fields, selection }: CardsProps) {
  const words = useListWords()
  if (!rows) return <Loading lines={8} />
  return (
    <ul aria-label={words.list.label} className="border-t-2 border-ink-rule">
      {rows.map((row) => (
        <li
          key={row.id}
          className={`flex items-center gap-2 border-b border-rule ${selection.has(row.id) ? '-mx-4 bg-accent-quiet px-4 shadow-[inset_3px_0_var(--accent)]' : ''}`}
        >
          <Checkbox
            aria-label={selection.labelOf(row.id)}
            isSelected={selection.has(row.id)}
            onChange={(on) => selection.set([row.id], on)}
          />
          <Card row={row} fields={fields} />
        </li>
      ))}
    </ul>
  )
}

function Card({ row, fields }: { row: CustomerRow; fields: ListFields }) {
  const words = useListWords()
  const format = useFormat()
  const { rank, netSales, lastOn, orderCount } = row.values
  const rankField = fields.get('rank')
  return (
    <AriaLink
      href={paths.customer(row.id)}
      className="grid min-w-0 flex-1 cursor-pointer grid-cols-[minmax(0,1fr)_auto] gap-x-3 py-2.5"
    >
      <span className="truncate">
        <b>{nameOf(row) || words.unnamed}</b>
        <span className="ml-2 text-note text-ink-2">{kanaOf(row)}</span>
      </span>
      <span className="text-right font-bold">{typeof netSales === 'number' && <Money amount={netSales} />}</span>
      <span className="text-note text-ink-2">
        {typeof rank === 'string' && rankField && <RankBadge rank={rank} name={fields.text(rankField, rank)} />}
      </span>
      <span className="self-center text-right text-note text-ink-2">
        {typeof orderCount === 'number' && words.list.times(format.number(orderCount))}
        {typeof lastOn === 'string' && <span className="ml-2">{format.day(lastOn)}</span>}
      </span>
    </AriaLink>
  )
}
