import type { Origin } from '../../lifetime/evaluate/candidates.ts'
import { plainModels } from '../../lifetime/evaluate/candidates.ts'
import { type ClockFit, clockAhead, lived } from '../../lifetime/evaluate/clock.ts'
import { daysPerMonth } from '../../lifetime/evaluate/pace-prior.ts'
import { type BuyingModel, mbgNbd, type Parameters, type Shipped } from '../../lifetime/index.ts'

/**
 * The model that tells of single customers what mixtures of forecasts do not: whether they are still there, how many
 * purchases lie in an interval, when the next one comes. Its time may be the shop's clock.
 */
export interface Teller {
  name: TellerName
  model: BuyingModel
  params: Parameters
  /** a history in the model's time; a day of the shop lasts `speed` days for this customer */
  place(tx: number, T: number): { speed: number; tx: number; T: number }
  /** days of the shop's clock in the days to come, and back */
  shopDays(days: number): number
  calendarDays(shopDays: number): number
}

const tellers = ['clock', 'steady', 'mbgnbd', 'pnbd', 'mbgcnbd'] as const
export type TellerName = (typeof tellers)[number]
const isTeller = (name: string): name is TellerName => (tellers as readonly string[]).includes(name)

/**
 * The part with the largest share, among models in which everyone may leave: with BG/NBD one-time buyers never do, and with
 * NBD and own rates nobody does. MBG/NBD where there is none.
 */
export function tellerOf({ origin, parts }: Pick<Shipped, 'origin' | 'parts'>): Teller {
  let name: TellerName = 'mbgnbd'
  let most = 0
  for (const part of parts) {
    if (part.share <= most || !isTeller(part.name)) continue
    name = part.name
    most = part.share
  }
  return name === 'clock' || name === 'steady' ? byClock(origin, name) : byCalendar(origin, name)
}

function byCalendar(origin: Origin, name: Exclude<TellerName, 'clock' | 'steady'>): Teller {
  return {
    name,
    model: plainModels[name] as BuyingModel,
    params: origin.fit(name).params,
    place: (tx, T) => ({ speed: 1, tx, T }),
    shopDays: (days) => days,
    calendarDays: (days) => days,
  }
}

function byClock(origin: Origin, name: 'clock' | 'steady'): Teller {
  const fit = origin.clock(name === 'clock')
  return {
    name,
    model: mbgNbd,
    params: fit.params,
    place: (tx, T) => lived(fit, tx, T),
    shopDays: (days) => clockAhead(fit, days).days,
    calendarDays: openCalendar(fit),
  }
}

const monthsKnown = 36

/** The clock read backwards: between month ends it runs evenly, and after the last one as in it. */
function openCalendar(fit: ClockFit): (shopDays: number) => number {
  const at = Array.from({ length: monthsKnown + 1 }, (_, month) => clockAhead(fit, month * daysPerMonth).days)
  return (shopDays) => {
    let month = 0
    while (month < monthsKnown - 1 && (at[month + 1] as number) < shopDays) month++
    const [from, to] = [at[month] as number, at[month + 1] as number]
    const pace = (to - from) / daysPerMonth
    return month * daysPerMonth + (pace > 0 ? (shopDays - from) / pace : 0)
  }
}
