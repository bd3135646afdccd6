import { openSlots } from '../ranking/slots.ts'
import type { FanDefinition } from './definition.ts'

/** The ways of becoming a fan that a definition may name. */
export const ways = ['rank', 'attribute', 'events'] as const
export type Way = (typeof ways)[number]

export interface BecomingOptions {
  definition: Pick<FanDefinition, 'rank' | 'attribute' | 'events' | 'firstDays' | 'outcomeDays'>
  /** days whose ranks are kept, ascending: month ends */
  monthEnds: readonly number[]
  today: number
}

/** Takes in, in any order, what could make someone a fan, and says who became one. Days since 1970-01-01. */
export interface Becoming {
  /** a kept month end at which the customer held one of the ranks asked for */
  ranked(customerId: number, monthEnd: number): void
  /** the attribute has a value, that is high enough or not */
  answered(customerId: number, isHigh: boolean, day: number): void
  /** an event of one of the kinds */
  happened(customerId: number, day: number): void
  /**
   * Whether someone became a fan after the first days and in time, and by which ways. Undefined while the time is not
   * over, and where nothing could tell: no answer, month ends not kept, no such event in the whole shop.
   */
  outcome(customerId: number, joined: number): Way[] | undefined
  /** the day of becoming a fan, early and late ones too; NaN: is none */
  since(customerId: number): number
}

const never = 0x7fffffff
const longestMonth = 31
const [unasked, low, high] = [0, 1, 2]

/** Memory: about 20 bytes a customer for whom something was taken in. */
export function openBecoming({ definition, monthEnds, today }: BecomingOptions): Becoming {
  const { rank, firstDays, outcomeDays } = definition
  const slots = openSlots()
  const placeOf = new Map(monthEnds.map((day, place) => [day, place]))
  const width = Math.ceil(monthEnds.length / 32)
  let months = new Uint32Array(1024 * width)
  let answers = new Uint8Array(1024)
  let answerDays = new Int32Array(1024)
  const events = new Map<number, number[]>()
  const slotOf = (customerId: number): number => {
    const slot = slots.slotOf(customerId)
    if (slot >= answers.length) {
      const more = answers.length * 2
      answers = grown(answers, new Uint8Array(more))
      answerDays = grown(answerDays, new Int32Array(more))
      months = grown(months, new Uint32Array(more * width))
    }
    return slot
  }
  const held = (slot: number, place: number) =>
    ((months[slot * width + (place >>> 5)] as number) & ((1 << (place & 31)) >>> 0)) !== 0

  /** The month end at which the rank had been kept long enough, looking at those after `from` and up to `until`. */
  const keptOn = (slot: number, from: number, until: number): number => {
    if (!rank) return Number.NaN
    let inRow = 0
    for (const [place, day] of monthEnds.entries()) {
      if (day <= from || day > until) continue
      const before = monthEnds[place - 1]
      const follows = inRow > 0 && before !== undefined && day - before <= longestMonth
      inRow = held(slot, place) ? (follows ? inRow + 1 : 1) : 0
      if (inRow >= rank.months) return day
    }
    return Number.NaN
  }
  const kept = gaplessEnd(monthEnds)
  /** Every month end between the two days is kept. */
  const isKnown = (from: number, until: number): boolean =>
    rank !== null && kept !== undefined && from >= kept.first - longestMonth && until <= kept.last + longestMonth
  return {
    ranked(customerId, monthEnd) {
      const place = placeOf.get(monthEnd)
      if (place === undefined) return
      const at = slotOf(customerId) * width + (place >>> 5)
      months[at] = ((months[at] as number) | (1 << (place & 31))) >>> 0
    },
    answered(customerId, isHigh, day) {
      const slot = slotOf(customerId)
      answers[slot] = isHigh ? high : low
      answerDays[slot] = day
    },
    happened(customerId, day) {
      const days = events.get(customerId)
      if (days) days.push(day)
      else events.set(customerId, [day])
    },
    outcome(customerId, joined) {
      const [from, until] = [joined + firstDays, joined + outcomeDays]
      if (until > today) return undefined
      const slot = slotOf(customerId)
      const days = events.get(customerId)
      const answer = definition.attribute ? answers[slot] : unasked
      const found = ways.filter((way) => {
        if (way === 'rank') return !Number.isNaN(keptOn(slot, from, until))
        if (way === 'attribute') return answer === high
        return days?.some((day) => day > from && day <= until) ?? false
      })
      if (found.length > 0 || answer === low || events.size > 0 || isKnown(from, until)) return found
      return undefined
    },
    since(customerId) {
      const slot = slotOf(customerId)
      const keptLong = keptOn(slot, Number.NEGATIVE_INFINITY, today)
      const first = Math.min(
        Number.isNaN(keptLong) ? never : keptLong,
        definition.attribute && answers[slot] === high ? (answerDays[slot] as number) : never,
        ...(events.get(customerId) ?? []),
      )
      return first === never ? Number.NaN : first
    },
  }
}

/** The last month ends that follow one another without a gap. */
function gaplessEnd(monthEnds: readonly number[]): { first: number; last: number } | undefined {
  const last = monthEnds.at(-1)
  if (last === undefined) return undefined
  let place = monthEnds.length - 1
  const day = (at: number) => monthEnds[at] as number
  while (place > 0 && day(place) - day(place - 1) <= longestMonth) place--
  return { first: day(place), last }
}

function grown<Kind extends Uint8Array | Int32Array | Uint32Array>(from: Kind, to: Kind): Kind {
  to.set(from as never)
  return to
}
