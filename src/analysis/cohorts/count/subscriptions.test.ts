import { expect, test } from 'vitest'
import { countSubscriptions, type ReadContract } from './subscriptions.ts'

/** Every 30 days from day 0 on; ended on a day or running. */
const contract = (customerId: number, productId: number, end: number | null, start = 0): ReadContract => ({
  customerId,
  productId,
  start,
  end,
  intervalDays: 30,
})

test('how many contracts came to the second delivery, and to the third', () => {
  // looked at on day 70: ten ended after the first delivery, five after the second, 25 go on
  const contracts = Array.from({ length: 40 }, (_, place) =>
    contract(1 + (place % 30), place < 20 ? 1 : 2, place < 10 ? 20 : place < 15 ? 50 : null),
  )
  const [all, first, second] = countSubscriptions([...contracts, contract(99, 1, null, 71)], 70)
  expect(all).toMatchObject({ productId: null, contracts: 40, customers: 30, ended: 15 })
  expect(all?.deliveries.points.slice(0, 3).map(({ seen, observed }) => [seen, observed])).toEqual([
    [40, 1],
    [40, 0.75],
    [30, 0.625],
  ])
  expect(all?.months.points[1]).toMatchObject({ seen: 40, observed: 0.75 })
  // 30 must have ended before anything is said of the time to come
  expect(all?.deliveries.isKnown).toBe(false)
  expect(first).toMatchObject({ productId: 1, contracts: 20, runningCustomers: 5 })
  expect(second).toMatchObject({ productId: 2, ended: 0, deliveries: { basis: 'all', isKnown: false } })
})

test('without subscriptions there is nothing; beyond twenty products the rest is together', () => {
  expect(countSubscriptions([], 100)).toEqual([])
  const many = Array.from({ length: 30 }, (_, place) => contract(place, place + 1, place % 2 === 0 ? 40 : null))
  const curves = countSubscriptions(many, 100)
  expect(curves).toHaveLength(22)
  expect(curves.at(-1)).toMatchObject({ productId: 'other', contracts: 10 })
})
