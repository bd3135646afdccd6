import { dayFromNumber, dayNumber } from '../../platform/calendar.ts'
import { type Chance, findSum } from '../chance.ts'
import { type Campaign, campaigns } from '../shop/shop.ts'

/**
 * The shop's calendar. People buy in "shop time", which runs faster on paydays, in sales and before holidays; turning
 * shop time into days gives every customer the same seasons without drawing each day.
 */
export interface Seasons {
  /** first and last day, as day numbers */
  from: number
  until: number
  /** shop time at the end of each day since `from`; one ordinary day is 1 */
  pace: Float64Array
  /** running sums of newcomers */
  arrivals: Float64Array
  /** `2026-11-22` by day since `from` */
  texts: string[]
  /** 1–12 by day since `from` */
  months: Uint8Array
  campaignOf: (Campaign | undefined)[]
  /** first days of the sales, oldest first */
  openings: { day: number; campaign: Campaign; coupon: string }[]
}

const monthly = [0.95, 0.88, 1.04, 0.98, 1.06, 1.02, 1.05, 0.86, 0.94, 1.02, 1.08, 1.24]
// Sunday first
const weekly = [1.14, 1.02, 0.94, 0.93, 0.92, 0.97, 1.1]

export function seasons(endOn: string, years: number): Seasons {
  const until = dayNumber(endOn)
  const from = until - Math.round(years * 365.25) + 1
  const days = until - from + 1
  const pace = new Float64Array(days)
  const arrivals = new Float64Array(days)
  const months = new Uint8Array(days)
  const texts: string[] = []
  const campaignOf: (Campaign | undefined)[] = []
  const openings: Seasons['openings'] = []
  for (let index = 0; index < days; index++) {
    const text = dayFromNumber(from + index)
    const monthDay = text.slice(5)
    const campaign = campaigns.find((each) => each.from <= monthDay && monthDay <= each.to)
    const speed = paceOf(text, from + index) * (campaign?.lift ?? 1)
    // the shop grows: at the end a day brings 1.5 × the newcomers of the beginning
    const growth = 1 + (0.5 * index) / days
    pace[index] = (pace[index - 1] ?? 0) + speed
    arrivals[index] = (arrivals[index - 1] ?? 0) + growth * Math.sqrt(speed)
    months[index] = Number(text.slice(5, 7))
    texts.push(text)
    campaignOf.push(campaign)
    if (campaign?.from === monthDay) openings.push({ day: from + index, campaign, coupon: couponOf(campaign, text) })
  }
  return { from, until, pace, arrivals, texts, months, campaignOf, openings }
}

/** `HARU26`: a coupon is good for one year's sale. */
export function couponOf(campaign: Campaign, day: string): string {
  return campaign.coupon + day.slice(2, 4)
}

function paceOf(day: string, number: number): number {
  const month = Number(day.slice(5, 7))
  const date = Number(day.slice(8))
  const payday = date >= 25 && date <= 27 ? 1.5 : date === 28 ? 1.15 : date >= 18 && date <= 24 ? 0.86 : 1
  const holidays =
    month === 8 && date >= 11 && date <= 16
      ? 0.65
      : month === 12 && date >= 30
        ? 0.55
        : month === 1 && date === 1
          ? 0.5
          : 1
  return (monthly[month - 1] ?? 1) * (weekly[(number + 4) % 7] ?? 1) * payday * holidays
}

/** The day (index since `from`) on which a newcomer arrives. */
export function arrivalDay(chance: Chance, { arrivals }: Seasons): number {
  return findSum(arrivals, chance.next() * (arrivals.at(-1) ?? 0))
}

/** The day reached `pause` units of shop time after `day`; undefined beyond the last day. */
export function dayAfter({ pace }: Seasons, day: number, pause: number): number | undefined {
  const target = (pace[day] ?? 0) + pause
  return target >= (pace.at(-1) ?? 0) ? undefined : findSum(pace, target)
}
