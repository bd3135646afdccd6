import { between, type Chance, draw, exponential, fillUrn, happens, pick } from '../chance.ts'
import { adCodes, type ChannelCode, cancelReasons } from '../shop/shop.ts'
import { drawBasket, drawHabits, type Habits, subscribables, trials } from './habits.ts'
import { type DemoOrder, drawInstant, drawStatus, type OrderPlan, reckon, refundOf } from './order.ts'
import { couponOf, dayAfter, type Seasons } from './seasons.ts'

export type OrderDraft = Omit<DemoOrder, 'id' | 'number'>

export interface SubscriptionDraft {
  /** place in the list, by which orders name it until ids are given */
  index: number
  productId: number
  quantity: number
  intervalDays: number
  startedDay: number
  nextDay: number | null
  delivered: number
  skipped: number
  pausedAt: number | null
  cancelledDay: number | null
  cancelReason: string | null
}

/** All one record bought, oldest first, and its 定期. */
export interface History {
  orders: OrderDraft[]
  subscriptions: SubscriptionDraft[]
}

interface Course {
  chance: Chance
  seasons: Seasons
  habits: Habits
  storeId: number | null
  adCode: string | null
  history: History
}

/** Plays one record's purchases from its first day (index since the beginning) to the last day of the shop. */
export function playHistory(
  chance: Chance,
  seasons: Seasons,
  channel: ChannelCode,
  storeId: number | null,
  firstDay: number,
  appetite: number,
): History {
  const habits = drawHabits(chance, channel, appetite)
  const adCode = channel !== 'store' && happens(chance, 0.62) ? pick(chance, adCodes) : null
  const history: History = { orders: [], subscriptions: [] }
  const course: Course = { chance, seasons, habits, storeId, adCode, history }
  if (habits.entry === 'none') return history
  if (habits.entry === 'trial') playTrial(course, firstDay)
  else if (habits.entry === 'subscription') playSubscription(course, firstDay)
  else playPurchases(course, firstDay, true)
  history.orders.sort((a, b) => a.at - b.at)
  return history
}

/** A trial set, then nothing (most), 定期 (引き上げ), or ordinary purchases. */
function playTrial(course: Course, day: number): void {
  const { chance, seasons, habits } = course
  order(course, day, {
    basket: [{ product: draw(chance, trials), quantity: 1 }],
    percent: 0,
    coupon: null,
    points: 0,
    adCode: course.adCode,
  })
  const roll = chance.next()
  const next = dayAfter(seasons, day, 6 + 12 * exponential(chance))
  if (next === undefined) return
  if (roll < 0.17 && habits.channel !== 'store') playSubscription(course, next)
  else if (roll < 0.17 + 0.8 * (1 - habits.leavesFirst)) playPurchases(course, next, false)
}

/** Ordinary purchases until the customer drops out or the calendar ends. */
function playPurchases(course: Course, firstDay: number, isFirst: boolean): void {
  const { chance, seasons, habits } = course
  let day: number | undefined = firstDay
  let earned = 0
  let count = isFirst ? 0 : 1
  while (day !== undefined) {
    const campaign = seasons.campaignOf[day]
    const saves = happens(chance, 0.15 + 0.5 * habits.thrift)
    const welcome = count === 1 && saves && happens(chance, 0.5)
    const coupon = welcome ? 'WELCOME10' : campaign && saves ? couponOf(campaign, seasons.texts[day] ?? '') : null
    const points = earned >= 300 && happens(chance, 0.12 + 0.25 * habits.thrift) ? Math.floor(earned / 100) * 100 : 0
    const placed = order(course, day, {
      basket: drawBasket(chance, habits, seasons.months[day] ?? 1),
      percent: coupon === null ? 0 : welcome ? 10 : (campaign?.percent ?? 0),
      coupon,
      points,
      adCode: count === 0 ? course.adCode : null,
    })
    earned += Math.floor(placed.netSales / 100) - points
    if (happens(chance, count === 0 ? habits.leavesFirst : habits.leaves)) return
    if (count > 0 && count < 9 && habits.channel !== 'store' && happens(chance, 0.025)) playSubscription(course, day)
    count += 1
    // the sum of two exponentials: people seldom come back the next morning
    day = dayAfter(seasons, day, 1 + (habits.pause * (exponential(chance) + exponential(chance))) / 2)
  }
}

const reasons = fillUrn(cancelReasons, ([, weight]) => weight)

/** 定期: deliveries at a fixed interval, with skips, pauses and, sooner or later, the end. */
function playSubscription(course: Course, firstDay: number): void {
  const { chance, seasons, history } = course
  const product = draw(chance, subscribables)
  const lasts = product.consumptionDays ?? 30
  const interval = lasts <= 35 ? 30 : lasts <= 50 ? pick(chance, [30, 45, 60]) : pick(chance, [60, 60, 90])
  const subscription: SubscriptionDraft = {
    index: history.subscriptions.length,
    productId: product.id,
    quantity: happens(chance, 0.08) ? 2 : 1,
    intervalDays: interval,
    startedDay: seasons.from + firstDay,
    nextDay: null,
    delivered: 0,
    skipped: 0,
    pausedAt: null,
    cancelledDay: null,
    cancelReason: null,
  }
  history.subscriptions.push(subscription)
  const end = seasons.until - seasons.from
  let day = firstDay
  while (day <= end) {
    const basket = [{ product, quantity: subscription.quantity }]
    if (subscription.delivered > 0 && happens(chance, 0.12))
      basket.push(...drawBasket(chance, course.habits, seasons.months[day] ?? 1).slice(0, 1))
    if (basket[1]?.product === product) basket.pop()
    const percent = subscription.delivered === 0 ? 30 : 10
    order(
      course,
      day,
      { basket, percent, coupon: null, points: 0, adCode: subscription.delivered === 0 ? course.adCode : null },
      subscription.index,
    )
    subscription.delivered += 1
    const leaves = [0.24, 0.17, 0.12, 0.09][subscription.delivered - 1] ?? 0.055
    if (happens(chance, leaves)) {
      const cancelled = day + between(chance, 3, interval - 3)
      if (cancelled <= end) {
        subscription.cancelledDay = seasons.from + cancelled
        subscription.cancelReason = draw(chance, reasons)[0]
        return
      }
    }
    day += interval
    while (happens(chance, 0.06)) {
      if (day > end) break
      subscription.skipped += 1
      day += interval
    }
    if (happens(chance, 0.015)) {
      const pausedDay = day - between(chance, 5, interval - 1)
      day += between(chance, 1, 4) * 30
      if (day > end && pausedDay <= end) {
        subscription.pausedAt = drawInstant(chance, 'phone', seasons.from + pausedDay)
        return
      }
    }
  }
  subscription.nextDay = seasons.from + day
}

type Terms = Pick<OrderPlan, 'basket' | 'percent' | 'coupon' | 'points' | 'adCode'>

/** Places an order, and now and then takes part of it back. */
function order(course: Course, day: number, terms: Terms, subscription: number | null = null): OrderDraft {
  const { chance, seasons, habits, history } = course
  const number = seasons.from + day
  const daysAgo = seasons.until - number
  const channel = habits.channel
  const placed = reckon(chance, {
    ...terms,
    at: drawInstant(chance, channel, number),
    day: number,
    channel,
    storeId: course.storeId,
    status: drawStatus(chance, channel, daysAgo),
    subscriptionId: subscription,
  })
  history.orders.push(placed)
  if (placed.status === 'confirmed' && placed.netSales > 0 && happens(chance, 0.006)) {
    const back = number + between(chance, 4, 14)
    if (back <= seasons.until) history.orders.push(refundOf(chance, placed, back, drawInstant(chance, channel, back)))
  }
  return placed
}
