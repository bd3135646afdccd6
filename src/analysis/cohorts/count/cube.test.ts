import { describe, expect, test } from 'vitest'
import { createChance } from '../../../demo/chance.ts'
import { dayNumber } from '../../../platform/calendar.ts'
import { type Cube, countCube } from './cube.ts'
import { type LoggedOrder, type OrderLog, openOrderLog, said } from './log.ts'
import type { CohortRow } from './rows.ts'
import { dimensions, windows } from './terms.ts'

const day = dayNumber
const bought = said.confirmed | said.purchase

const order = (
  customerId: number,
  on: string | number,
  netSales: number,
  rest: Partial<LoggedOrder> = {},
): LoggedOrder => ({
  customerId,
  day: typeof on === 'string' ? day(on) : on,
  netSales,
  grossProfit: netSales / 2,
  flags: netSales > 0 ? bought : 0,
  channelId: 0,
  storeId: 0,
  adCode: '',
  productId: 0,
  trialProductId: 0,
  ...rest,
})

function logOf(orders: readonly LoggedOrder[]): OrderLog {
  const log = openOrderLog()
  for (const one of orders) log.add(one)
  return log.close()
}

const cubeOf = (orders: readonly LoggedOrder[], asOf: string | number, sameDayOnce = false): Cube =>
  countCube(logOf(orders), [], { asOf: typeof asOf === 'string' ? day(asOf) : asOf, sameDayOnce })

function row(cube: Cube, startsOn: string, value = 'all', grain = 'month'): CohortRow['figures'] {
  const found = cube.rows.find((one) => one.startsOn === startsOn && one.value === value && one.grain === grain)
  if (!found) throw new Error(`no cohort of ${startsOn} ${value}`)
  return found.figures
}

describe('a shop counted by hand', () => {
  const orders = [
    // buys in January, again after 29 and 30 days, then a refund
    order(1, '2026-01-05', 1000, { channelId: 1, adCode: 'sns-01', productId: 7 }),
    order(1, '2026-02-03', 2000),
    order(1, '2026-02-04', 4000, { grossProfit: Number.NaN }),
    order(1, '2026-02-10', -500, { flags: 0 }),
    // twice on one day, and a month later
    order(2, '2026-01-31', 3000, { channelId: 1 }),
    order(2, '2026-01-31', 100),
    order(2, '2026-03-03', 200, { flags: bought | said.subscription }),
    // a free sample first, then once, in February
    order(3, '2026-01-10', 0, { flags: said.confirmed | said.trialOnly, trialProductId: 9 }),
    order(3, '2026-02-01', 5000, { channelId: 2 }),
    // the trial set costs something; nothing after it
    order(4, '2026-02-20', 500, { flags: bought | said.trialOnly, trialProductId: 9, productId: 9 }),
    // never bought: a refund without a purchase
    order(5, '2026-02-20', -100, { flags: 0 }),
  ]
  const cube = cubeOf(orders, '2026-04-30')

  test('buyers, purchases and money by age of 30 days', () => {
    const january = row(cube, '2026-01-01')
    expect(january.buyers).toBe(2)
    expect(january.active.slice(0, 4)).toEqual([2, 2, 0, 0])
    expect(january.purchases.slice(0, 3)).toEqual([4, 2, 0])
    expect(january.net.slice(0, 3)).toEqual([1000 + 2000 + 3100, 4000 - 500 + 200, 0])
    expect(january.gross.slice(0, 2)).toEqual([500 + 1000 + 1550, -250 + 100])
    expect(january.known.slice(0, 2)).toEqual([6100, -500 + 200])
    expect(january.subscribers).toBe(1)
    const february = row(cube, '2026-02-01')
    expect([february.buyers, february.regulars]).toEqual([2, 1])
  })

  test('by week, from Monday', () => {
    expect(row(cube, '2026-01-05', 'all', 'week').active.slice(0, 5)).toEqual([1, 0, 0, 0, 1])
    expect(row(cube, '2026-01-26', 'all', 'week').buyers).toBe(2)
  })

  test('by what the first purchase was; without one it is none', () => {
    expect(row(cube, '2026-01-01', 'id:1').buyers).toBe(2)
    expect(row(cube, '2026-02-01', 'id:2').buyers).toBe(1)
    expect(row(cube, '2026-01-01', 'id:sns-01').net[0]).toBe(3000)
    expect(cube.facts.values.ad).toEqual([
      { value: 'id:sns-01', buyers: 1 },
      { value: 'none', buyers: 3 },
    ])
    expect(cube.facts.buyers).toBe(4)
  })

  test('from each purchase to the next, within days; who has not had the days yet is left out', () => {
    const { made, ripe, within } = row(cube, '2026-01-01')
    expect(made.slice(0, 4)).toEqual([2, 2, 2, 0])
    const at = (n: number, days: number) => (n - 1) * windows.length + windows.indexOf(days as 30)
    // on 30 April, 119 and 89 days have passed since the first purchases: both gaps (29 and 0 days) are within 30
    expect([ripe[at(1, 30)], within[at(1, 30)]]).toEqual([2, 2])
    expect([ripe[at(1, 90)], within[at(1, 90)]]).toEqual([1, 1])
    // from the 2nd to the 3rd: 1 and 31 days
    expect([ripe[at(2, 30)], within[at(2, 30)]]).toEqual([2, 1])
    expect([ripe[at(2, 60)], within[at(2, 60)]]).toEqual([2, 2])
  })

  test('purchases of one day count once where the shop says so', () => {
    expect(row(cubeOf(orders, '2026-04-30', true), '2026-01-01').made.slice(0, 3)).toEqual([2, 2, 1])
  })

  test('引上: free and paid trials, from the first order of all', () => {
    expect(cube.facts.trials).toEqual([
      {
        productId: 9,
        month: '2026-01',
        starters: 1,
        ripe: [1, 1, 1, 0, 0],
        converted: [1, 1, 1, 0, 0],
        subscribed: [0, 0, 0, 0, 0],
      },
      {
        productId: 9,
        month: '2026-02',
        starters: 1,
        ripe: [1, 1, 0, 0, 0],
        converted: [0, 0, 0, 0, 0],
        subscribed: [0, 0, 0, 0, 0],
      },
    ])
  })

  test('the year until the day; a shop so small is not projected', () => {
    expect(cube.facts.years.find(({ value }) => value === 'all')).toMatchObject({
      buyers: 4,
      purchases: 8,
      net: 15_300,
    })
    expect(cube.facts.outlook).toMatchObject({ model: null, customers: 4, repeats: 3 })
    expect(cube.ahead.size).toBe(0)
  })
})

/** A shop by chance: buyers who leave, several a day, refunds, and first purchases of many kinds. */
function randomShop(seed: number, customers: number): LoggedOrder[] {
  const chance = createChance(seed, 0)
  const from = day('2024-06-01')
  const until = day('2026-11-22')
  const below = (limit: number) => Math.floor(chance.next() * limit)
  return Array.from({ length: customers }, (_, index) => index + 1).flatMap((customerId) => {
    const own: LoggedOrder[] = []
    const pause = 10 + below(90)
    const productId = below(60)
    const adCode = ['', 'a', 'b', 'c'][below(4)] as string
    for (let at = from + below(until - from); at <= until; at += below(2 * pause)) {
      const netSales = below(10) === 0 ? -below(3000) : 1 + below(9000)
      const rest = { channelId: below(3), storeId: below(2), productId, adCode }
      own.push(order(customerId, at, netSales, below(8) === 0 ? { ...rest, grossProfit: Number.NaN } : rest))
      if (below(5) === 0) break
    }
    return own
  })
}

const lists = ['active', 'purchases', 'net', 'gross', 'known', 'made', 'ripe', 'within'] as const
const sums = ['buyers', 'subscribers', 'regulars', 'watched'] as const

describe.each([1, 2, 3])('a shop by chance (%i)', (seed) => {
  const orders = randomShop(seed, 600)

  test('every dimension adds up to everyone', () => {
    const cube = cubeOf(orders, '2026-11-22')
    expect(cube.facts.others.product).toBeGreaterThan(10)
    const everyone = cube.rows.filter(({ dimension }) => dimension === 'all')
    expect(everyone.length).toBeGreaterThan(50)
    for (const dimension of dimensions.filter((one) => one !== 'all')) {
      for (const { grain, startsOn, figures } of everyone) {
        const parts = cube.rows.filter(
          (one) => one.dimension === dimension && one.grain === grain && one.startsOn === startsOn,
        )
        for (const name of sums) {
          expect(
            parts.reduce((sum, part) => sum + part.figures[name], 0),
            `${dimension} ${name}`,
          ).toBe(figures[name])
        }
        for (const name of lists) {
          const added = figures[name].map((_, place) =>
            parts.reduce((sum, part) => sum + (part.figures[name][place] ?? 0), 0),
          )
          expect(added, `${dimension} ${startsOn} ${name}`).toEqual(figures[name])
        }
      }
    }
  })

  test('what is expected adds up too', () => {
    const cube = cubeOf(orders, '2026-11-22')
    expect(cube.facts.outlook.model).not.toBeNull()
    for (const one of cube.rows.filter(({ grain, dimension }) => grain === 'month' && dimension === 'all')) {
      const parts = cube.rows.filter(
        ({ grain, dimension, startsOn }) => grain === 'month' && dimension === 'channel' && startsOn === one.startsOn,
      )
      const added = parts.reduce((sum, part) => sum + (cube.ahead.get(part)?.net[23] ?? 0), 0)
      expect(added).toBeCloseTo(cube.ahead.get(one)?.net[23] as number, 4)
    }
  })
})
