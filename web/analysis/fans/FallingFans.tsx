import { listFallingFans } from '../../../src/analysis/fans/contract.ts'
import { type ReplyOf, useCall } from '../../api.ts'
import { daysBetween } from '../../customers/days.ts'
import { useRankName } from '../../customers/ranks.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { Reading } from '../../ui/states.tsx'
import { Money } from '../../ui/values.tsx'
import { fallingLink } from './links.ts'
import { useFanWords } from './naming.ts'

type Falling = ReplyOf<typeof listFallingFans>['items'][number]

/** how many stand here; the rest are in the list */
const shown = 10

/** Fans about to be lost, the largest first, and why each is here. */
export function FallingFans({ count }: { count: number }) {
  const words = useFanWords()
  const format = useFormat()
  const said = words.falling
  const reply = useCall(listFallingFans, { query: { limit: shown } }, { enabled: count > 0 })
  return (
    <Section
      title={said.title}
      note={said.note}
      end={count > 0 && <Link href={fallingLink()}>{said.all(format.number(count))}</Link>}
    >
      {count === 0 ? (
        <p className="py-2 text-ink-2">{said.none}</p>
      ) : (
        <Reading of={reply} lines={4}>
          {({ items }) => (
            <div className="overflow-x-auto">
              <table aria-label={said.title} className="w-full border-collapse">
                <thead>
                  <tr className="text-left text-note text-ink-2">
                    <th scope="col" className="h-8 font-normal">
                      {said.customer}
                    </th>
                    <th scope="col" className="px-3 font-normal">
                      {said.fan}
                    </th>
                    <th scope="col" className="px-3 font-normal">
                      {said.why}
                    </th>
                    <th scope="col" className="text-right font-normal">
                      {said.sales}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((one) => (
                    <Row key={one.customerId} one={one} />
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Reading>
      )}
    </Section>
  )
}

function Row({ one }: { one: Falling }) {
  const words = useFanWords()
  const format = useFormat()
  const rankName = useRankName()
  const said = words.falling
  const today = format.dayOf(new Date())
  const why = one.falls.map((fall) =>
    fall === 'silent'
      ? said.silent(format.number(daysBetween(one.lastOn, today)), format.number(one.rhythmDays ?? 0))
      : said.dropped(rankName(one.rankBefore ?? ''), rankName(one.rank)),
  )
  const cell = 'border-t border-rule py-2'
  return (
    <tr className="align-baseline">
      <th scope="row" className={`${cell} text-left font-normal whitespace-nowrap`}>
        <Link look="name" href={paths.customer(one.customerId)}>
          {[one.familyName, one.givenName].filter(Boolean).join(' ') || said.unnamed}
        </Link>
      </th>
      <td className={`${cell} px-3 whitespace-nowrap text-ink-2`}>{one.fanOn ? said.yes : said.indexOf(one.index)}</td>
      <td className={`${cell} px-3`}>{why.join(words.comma)}</td>
      <td className={`${cell} text-right`}>
        <Money amount={one.netSales} />
      </td>
    </tr>
  )
}
