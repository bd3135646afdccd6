import { listSubscriptions, type SubscriptionReply } from '../../../src/purchases/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { joinedBy } from '../name.ts'
import { useRecordWords } from '../words.ts'

/** Contracts to deliver again and again; nothing is shown for those who have none. */
export function Subscriptions({ customerId, today }: { customerId: number; today: string }) {
  const words = useRecordWords()
  const items = useCall(listSubscriptions, { params: { customerId } }).data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title={words.subscriptions.title}>
      <ul>
        {items.map((one) => (
          <SubscriptionRow key={one.id} one={one} today={today} />
        ))}
      </ul>
    </Section>
  )
}

function SubscriptionRow({ one, today }: { one: SubscriptionReply; today: string }) {
  const words = useRecordWords()
  const format = useFormat()
  const ended = one.cancelledOn !== null
  const late = !ended && !one.pausedAt && one.nextOn !== null && one.nextOn < today
  return (
    <li className="border-t border-rule py-1.5 first:border-t-0">
      <div className="flex items-baseline gap-2">
        <Link href={paths.product(one.productId)} look={ended ? 'plain' : 'text'}>
          {one.productName}
        </Link>
        {one.quantity > 1 && <span>×{format.number(one.quantity)}</span>}
        <span className="ml-auto">
          {ended ? (
            <StateTag tone="quiet" glyph="cross">
              {words.subscriptions.cancelled(format.day(one.cancelledOn ?? ''))}
            </StateTag>
          ) : one.pausedAt ? (
            <StateTag tone="warn" glyph="clock">
              {words.subscriptions.paused}
            </StateTag>
          ) : (
            <StateTag tone={late ? 'warn' : 'ok'} glyph={late ? 'alert' : 'check'}>
              {one.nextOn ? words.subscriptions.next(format.day(one.nextOn)) : words.subscriptions.active}
            </StateTag>
          )}
        </span>
      </div>
      <p className="text-note text-ink-2">
        {joinedBy(
          [
            words.subscriptions.every(one.intervalDays),
            words.subscriptions.delivered(one.deliveredCount),
            one.skippedCount > 0 ? words.subscriptions.skipped(one.skippedCount) : '',
            one.cancelReason ?? '',
          ],
          words.joined,
        )}
      </p>
    </li>
  )
}
