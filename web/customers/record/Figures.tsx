import type { ReactNode } from 'react'
import type { CustomerReply } from '../../../src/customers/contract.ts'
import { listOrders, listSubscriptions } from '../../../src/purchases/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Count, Money } from '../../ui/values.tsx'
import { daysBetween } from '../days.ts'
import { useRecordWords } from '../words.ts'
import { RhythmStrip } from './RhythmStrip.tsx'
import { type Rhythm, rhythmOf } from './rhythm.ts'

/** The days this customer bought on, as far back as the strip may look. */
export function useRhythm(customerId: number, today: string): Rhythm | null {
  const orders = useCall(listOrders, { query: { customerId, status: 'confirmed', limit: 200 } }).data?.items
  return orders
    ? rhythmOf(
        orders.filter(({ netSales }) => netSales > 0).map(({ orderedOn }) => orderedOn),
        today,
      )
    : null
}

interface FiguresProps {
  customer: CustomerReply
  today: string
  rhythm: Rhythm | null
}

/** What the customer is worth so far, how often, and the rhythm in which they buy. */
export function Figures({ customer, today, rhythm }: FiguresProps) {
  const words = useRecordWords()
  const format = useFormat()
  const { metrics } = customer
  const next = useNextDelivery(customer.id)
  return (
    <div className="mt-3.5 grid grid-cols-2 border-t-2 border-b border-t-ink-rule border-b-rule-2 tablet:grid-cols-[auto_auto_auto_minmax(16rem,1fr)]">
      <Cell
        title={
          <>
            {words.figures.sales}
            <DefinitionPopover
              name={words.figures.sales}
              definition={{
                text: words.figures.definition,
                ...(metrics ? { asOf: format.dateTime(metrics.updatedAt) } : {}),
              }}
            />
          </>
        }
        value={<Money amount={metrics?.netSales ?? 0} />}
        detail={
          metrics &&
          (metrics.grossProfit === null
            ? words.figures.noProfit
            : words.figures.profit(format.money(metrics.grossProfit)))
        }
      />
      <Cell
        title={words.figures.orders}
        value={<Count value={metrics?.orderCount ?? 0} unit={words.figures.times(metrics?.orderCount ?? 0)} />}
        detail={
          metrics
            ? words.figures.average(format.money(Math.round(metrics.netSales / metrics.orderCount)))
            : words.figures.none
        }
      />
      {next ? (
        <Cell
          title={words.figures.subscription}
          value={<span className="text-body">{format.day(next.nextOn)}</span>}
          detail={words.figures.subscriptions(next.count)}
        />
      ) : (
        <Cell
          title={words.figures.last}
          value={<span className="text-body">{metrics ? format.day(metrics.lastOn) : '-'}</span>}
          detail={metrics && words.figures.daysAgo(daysBetween(metrics.lastOn, today))}
        />
      )}
      <RhythmCell rhythm={rhythm} />
    </div>
  )
}

function Cell({ title, value, detail }: { title: ReactNode; value: ReactNode; detail: ReactNode }) {
  return (
    <div className="border-rule py-2.5 pr-4 not-first:pl-4 tablet:not-first:border-l max-tablet:odd:pl-0 max-tablet:even:border-l">
      <div className="flex min-h-6 items-center gap-1 text-note whitespace-nowrap text-ink-2">{title}</div>
      <div className="text-h2 leading-[1.35] font-bold whitespace-nowrap">{value}</div>
      <div className="text-note whitespace-nowrap text-ink-2">{detail}</div>
    </div>
  )
}

function RhythmCell({ rhythm }: { rhythm: Rhythm | null }) {
  const words = useRecordWords()
  const format = useFormat()
  const short = format.dayOfYear
  const window = rhythm?.next ? words.rhythm.window(short(rhythm.next.from), short(rhythm.next.to)) : null
  return (
    <div className="col-span-full min-w-0 border-rule py-2.5 max-tablet:border-t tablet:col-span-1 tablet:border-l tablet:pl-4">
      <div className="flex min-h-6 flex-wrap items-baseline gap-x-3 text-note text-ink-2">
        <span>{words.rhythm.next}</span>
        {window && <b className="text-body whitespace-nowrap text-ink">{window}</b>}
        {rhythm && rhythm.overdueDays > 0 && (
          <StateTag tone="warn" glyph="clock">
            {words.rhythm.overdue(rhythm.overdueDays)}
          </StateTag>
        )}
        {rhythm && !window && <span>{words.rhythm.notYet}</span>}
        {rhythm?.usualDays != null && (
          <span className="ml-auto whitespace-nowrap">{words.rhythm.usual(rhythm.usualDays)}</span>
        )}
      </div>
      {rhythm ? (
        <RhythmStrip
          rhythm={rhythm}
          words={{
            label: words.rhythm.label(rhythm.usualDays, window),
            today: words.rhythm.today,
            first: (day) => format.month(day),
            last: (day) => words.rhythm.last(short(day)),
            day: (day) => format.day(day),
          }}
        />
      ) : (
        <p className="pt-2 text-small text-ink-2">{words.rhythm.never}</p>
      )}
    </div>
  )
}

/** The next day something is delivered by contract, and how many contracts run. */
function useNextDelivery(customerId: number): { nextOn: string; count: number } | null {
  const items = useCall(listSubscriptions, { params: { customerId } }).data?.items ?? []
  const running = items.filter((one) => one.cancelledOn === null && one.nextOn !== null)
  const nextOn = running.map((one) => one.nextOn as string).toSorted()[0]
  return nextOn === undefined ? null : { nextOn, count: running.length }
}
