import { getOffers } from '../../../src/analysis/recommend/contract.ts'
import { listReplenishments } from '../../../src/analysis/recommend/timing/contract.ts'
import { plusDays } from '../../analysis/offers/days.ts'
import { useOfferWords } from '../../analysis/offers/words.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { Day } from '../../ui/values.tsx'
import { useLanguage } from '../../words.ts'

const ahead = 45
const overdue = 30
const shown = 3

/** What to say to this customer now, and what runs out next; nothing before the first night. */
export function OfferCard({ customerId, today }: { customerId: number; today: string }) {
  const words = useOfferWords()
  const format = useFormat()
  const locale = useLanguage()
  const may = useMay()
  const enabled = may('recommendations.read')
  const query = { locale, size: shown }
  const offers = useCall(getOffers, { params: { id: customerId }, query }, { enabled }).data
  const span = { from: plusDays(today, -overdue), to: plusDays(today, ahead) }
  const due = useCall(listReplenishments, { query: { ...span, customerId, locale, limit: shown } }, { enabled }).data
  if (!offers?.learnedOn) return null
  return (
    <Section
      title={words.card.title}
      note={words.learned(format.day(offers.learnedOn))}
      end={
        may('analysis.read') && <Link href={paths.analysis('offers', { customer: customerId })}>{words.card.all}</Link>
      }
    >
      {offers.offers.length === 0 && <p className="text-ink-2">{words.card.none}</p>}
      <ol>
        {offers.offers.map((offer) => (
          <li key={offer.productId} className="border-t border-rule py-1.5 first:border-t-0">
            <Link href={paths.product(offer.productId)}>{offer.name}</Link>
            <span className="block text-note text-ink-2">{offer.reason.words}</span>
          </li>
        ))}
      </ol>
      {due && due.items.length > 0 && (
        <>
          <h3 className="mt-3 text-note font-normal text-ink-2">{words.card.due}</h3>
          <ul>
            {due.items.map((one) => (
              <li
                key={one.productId}
                className="flex items-baseline gap-2 border-t border-rule py-1.5 first:border-t-0"
              >
                <Link href={paths.product(one.productId)}>{one.name}</Link>
                <span className={`ml-auto flex-none text-note ${one.dueOn < today ? 'text-warn' : 'text-ink-2'}`}>
                  <Day on={one.dueOn} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
