import type { Person } from '../people/person.ts'
import type { Address } from '../places/addresses.ts'
import type { SubscriptionDraft } from '../purchases/history.ts'
import type { DemoOrder } from '../purchases/order.ts'
import type { ChannelCode } from '../shop/shop.ts'

/** One record of a person in the shop's books: what one channel wrote down, right or wrong. */
export interface DemoRecord {
  /** customer id; 0 for a guest, whose orders stand without a record */
  id: number
  /** the number printed on the card or shown in the account */
  number: string
  externalId: string
  person: Person
  household: number
  channel: ChannelCode
  storeId: number | null
  familyName: string
  givenName: string
  familyKana: string
  givenKana: string
  birthOn: string | null
  gender: 'female' | 'male' | 'unanswered' | null
  registeredAt: number
  registeredDay: number
  phones: string[]
  email: string | null
  lineId: string | null
  address: Address | null
  orders: DemoOrder[]
  subscriptions: (SubscriptionDraft & { id: number })[]
  /** 推奨度, 0 to 10, where the shop was asked to have fans; null: never bought */
  recommendation?: number | null
}

/** Where ids stand: records are written in order, so every id only ever grows. */
export interface Counters {
  customer: number
  person: number
  household: number
  order: number
  subscription: number
}

export function startCounters(): Counters {
  return { customer: 0, person: 0, household: 0, order: 0, subscription: 0 }
}
