import type { Action, Study } from './study.ts'

/** A purchase: a confirmed order with net sales above 0. */
export interface BuyerOrder {
  customerId: number
  /** days since 1970-01-01 */
  day: number
  netSales: number
  hasCoupon: boolean
  isSubscription: boolean
  /** 0: names none */
  channelId: number
}

/** What is counted of events; others are passed over. */
export const tracks = ['view', 'read', 'mail-open', 'mail-click', 'inquiry', 'call', 'visit'] as const
export type Track = (typeof tracks)[number]

/** All actions looked at, in the order in which they are shown. */
export const actionKinds = {
  'second-order': 'within',
  'purchase-days': 'at-least',
  categories: 'at-least',
  channels: 'at-least',
  subscription: 'at-least',
  coupon: 'at-least',
  'first-amount': 'at-least',
  line: 'within',
  view: 'at-least',
  read: 'at-least',
  'mail-open': 'at-least',
  'mail-click': 'at-least',
  inquiry: 'at-least',
  call: 'at-least',
  visit: 'at-least',
} as const satisfies Record<string, Action['kind']>
export type ActionKey = keyof typeof actionKinds

export interface BuyersOptions {
  /** days from the first purchase on during which actions count, that day being day 0 */
  firstDays?: number
  /** ids of the product categories and channels there are */
  categories: readonly number[]
  channels: readonly number[]
}

/** Takes in what buyers did, in any order, after their first days of purchase are known. */
export interface Buyers {
  order(order: BuyerOrder): void
  /** a line of a purchase */
  bought(customerId: number, day: number, categoryId: number): void
  happened(customerId: number, day: number, track: Track): void
  /** a subscription began, whether or not an order names it */
  subscribed(customerId: number, day: number): void
  /** LINE was linked; a day before the first purchase counts as that day */
  linked(customerId: number, day: number): void
  /** what became of an action for a buyer so far; NaN: never, or not a buyer */
  valueOf(customerId: number, key: ActionKey): number
  /** whether the first days are not over on `day` */
  isWithin(customerId: number, day: number): boolean
  /** the buyers whose outcome is known: `fanOf` says undefined for those it is not known of */
  study(fanOf: (customerId: number, joined: number) => boolean | undefined): Study
}

/**
 * Adds up what each buyer did from the day of the first purchase (`joined`, by customer id, days since 1970-01-01) until
 * `firstDays` days later. Later ones do not count: they may follow from being a fan. Counts are of times, `within` are
 * days since the first purchase, amounts in the smallest unit of the currency. Memory: about 150 bytes a buyer.
 */
export function openBuyers(joined: ReadonlyMap<number, number>, options: BuyersOptions): Buyers {
  const { firstDays = 90 } = options
  const placeOf = new Map<number, number>()
  const joins = new Int32Array(joined.size)
  for (const [customerId, day] of joined) {
    joins[placeOf.size] = day
    placeOf.set(customerId, placeOf.size)
  }
  const size = joins.length
  const columns = Object.fromEntries(
    Object.entries(actionKinds).map(([key, kind]) => [
      key,
      new Float64Array(size).fill(kind === 'within' ? Number.NaN : 0),
    ]),
  ) as Record<ActionKey, Float64Array>
  const days = openMarks(size, firstDays + 1)
  const categories = openMarks(size, options.categories.length)
  const channels = openMarks(size, options.channels.length)
  const categoryOf = new Map(options.categories.map((id, index) => [id, index]))
  const channelOf = new Map(options.channels.map((id, index) => [id, index]))

  /** Calls `act` with the buyer's place and the day since the first purchase when it is one of the first days. */
  const during = (customerId: number, day: number, act: (place: number, since: number) => void) => {
    const place = placeOf.get(customerId)
    if (place === undefined) return
    const since = day - (joins[place] as number)
    if (since >= 0 && since <= firstDays) act(place, since)
  }
  const add = (key: ActionKey, place: number, value: number) => {
    const column = columns[key]
    column[place] = (column[place] as number) + value
  }
  const earliest = (key: ActionKey, place: number, since: number) => {
    const column = columns[key]
    if (!((column[place] as number) <= since)) column[place] = since
  }
  const mark = (marks: Marks, key: ActionKey, place: number, index: number | undefined) => {
    if (index !== undefined && marks.set(place, index)) add(key, place, 1)
  }
  return {
    order: (order) =>
      during(order.customerId, order.day, (place, since) => {
        mark(days, 'purchase-days', place, since)
        if (since > 0) earliest('second-order', place, since)
        else add('first-amount', place, order.netSales)
        mark(channels, 'channels', place, channelOf.get(order.channelId))
        if (order.isSubscription) columns.subscription[place] = 1
        if (order.hasCoupon) add('coupon', place, 1)
      }),
    bought: (customerId, day, categoryId) =>
      during(customerId, day, (place) => mark(categories, 'categories', place, categoryOf.get(categoryId))),
    happened: (customerId, day, track) => during(customerId, day, (place) => add(track, place, 1)),
    subscribed: (customerId, day) =>
      during(customerId, day, (place) => {
        columns.subscription[place] = 1
      }),
    linked: (customerId, day) => {
      const joinedOn = joined.get(customerId)
      if (joinedOn === undefined) return
      during(customerId, Math.max(day, joinedOn), (place, since) => earliest('line', place, since))
    },
    valueOf: (customerId, key) => {
      const place = placeOf.get(customerId)
      return place === undefined ? Number.NaN : (columns[key][place] as number)
    },
    isWithin: (customerId, day) => day - (joined.get(customerId) ?? Number.NEGATIVE_INFINITY) <= firstDays,
    study: (fanOf) => {
      const places: number[] = []
      const fans: number[] = []
      for (const [customerId, place] of placeOf) {
        const fan = fanOf(customerId, joins[place] as number)
        if (fan === undefined) continue
        places.push(place)
        fans.push(fan ? 1 : 0)
      }
      const kept = Int32Array.from(places)
      return {
        size: kept.length,
        joined: kept.map((place) => joins[place] as number),
        fan: Uint8Array.from(fans),
        actions: Object.entries(actionKinds).map(([key, kind]) => ({
          key,
          kind,
          values: Float64Array.from(kept, (place) => columns[key as ActionKey][place] as number),
        })),
      }
    },
  }
}

interface Marks {
  /** true when it was not marked before */
  set(place: number, index: number): boolean
}

/** `width` yes-or-no marks for each place. */
function openMarks(size: number, width: number): Marks {
  const words = Math.ceil(width / 32)
  const bits = new Uint32Array(size * words)
  return {
    set: (place, index) => {
      const at = place * words + (index >>> 5)
      const before = bits[at] as number
      const bit = (1 << (index & 31)) >>> 0
      if ((before & bit) !== 0) return false
      bits[at] = (before | bit) >>> 0
      return true
    },
  }
}
