import { addDays } from '../../platform/calendar.ts'
import { sql, type Tx } from '../../platform/db/db.ts'
import { adCodes } from '../shop/shop.ts'

/** Yen it takes to win one first-time buyer, about, by the kind of medium. */
const priceOf: Record<string, number> = {
  sns: 5200,
  search: 7800,
  affiliate: 9000,
  magazine: 10_500,
  flyer: 6500,
  newspaper: 11_500,
  tv: 13_000,
}

/** of the customers, those who come by an ad code */
const byAd = 0.38

/** What the shop spent on its advertisements, month by month until the last whole one. */
export async function writeCosts(
  tx: Tx,
  { customers, years, endOn }: { customers: number; years: number; endOn: string },
  now: Date,
): Promise<void> {
  const months = monthsUntil(endOn, Math.min(36, Math.floor(years * 12)))
  const each = (customers * byAd) / (years * 12) / adCodes.length
  const rows = months.flatMap((month, place) =>
    adCodes.map((code, which) => {
      const price = priceOf[code.split('-')[0] ?? ''] ?? 8000
      // budgets follow the seasons, each medium at another time
      const season = 1 + 0.25 * Math.sin((place + which * 2) / 1.9)
      return { month, code, amount: Math.round((each * price * season) / 1000) * 1000 }
    }),
  )
  await tx.query(
    sql`insert into acquisition_costs (month, ad_code, amount, updated_at)
        select month, code, amount, ${now} from unnest(${rows.map(({ month }) => month)}::date[],
          ${rows.map(({ code }) => code)}::text[], ${rows.map(({ amount }) => amount)}::bigint[]) as row (month, code, amount)
        on conflict do nothing`,
  )
}

function monthsUntil(endOn: string, count: number): string[] {
  const found: string[] = []
  for (let first = `${addDays(endOn, 1).slice(0, 7)}-01`; found.length < count; ) {
    first = `${addDays(first, -1).slice(0, 7)}-01`
    found.unshift(first)
  }
  return found
}
