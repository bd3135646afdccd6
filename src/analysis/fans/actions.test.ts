import { expect, test } from 'vitest'
import { type BuyerOrder, openBuyers } from './actions.ts'

const order = (day: number, rest: Partial<BuyerOrder> = {}): BuyerOrder => ({
  customerId: 7,
  day,
  netSales: 3_000,
  hasCoupon: false,
  isSubscription: false,
  channelId: 1,
  ...rest,
})

test('what a buyer did in the first days is counted, what came later is not', () => {
  const buyers = openBuyers(new Map([[7, 100]]), { categories: [10, 40], channels: [1, 2] })
  // in any order, several on a day
  buyers.order(order(190, { channelId: 2 }))
  buyers.order(order(100, { hasCoupon: true }))
  buyers.order(order(100, { netSales: 500 }))
  buyers.order(order(112, { isSubscription: true }))
  buyers.order(order(191, { hasCoupon: true }))
  buyers.order(order(100, { customerId: 8 }))
  for (const day of [100, 112, 191]) buyers.bought(7, day, day === 191 ? 40 : 10)
  buyers.happened(7, 99, 'view')
  buyers.happened(7, 130, 'view')
  buyers.linked(7, 160)
  buyers.linked(7, 20)
  const value = (key: Parameters<typeof buyers.valueOf>[1]) => buyers.valueOf(7, key)
  expect(value('second-order')).toBe(12)
  expect(value('purchase-days')).toBe(3)
  expect(value('first-amount')).toBe(3_500)
  expect(value('coupon')).toBe(1)
  expect(value('subscription')).toBe(1)
  expect(value('channels')).toBe(2)
  expect(value('categories')).toBe(1)
  expect(value('view')).toBe(1)
  expect(value('line')).toBe(0)
  expect(value('call')).toBe(0)
  expect(buyers.valueOf(8, 'coupon')).toBeNaN()
  expect([buyers.isWithin(7, 190), buyers.isWithin(7, 191), buyers.isWithin(8, 100)]).toEqual([true, false, false])
})

test('only buyers whose outcome is known are in the study, the others keep their progress', () => {
  const joined = new Map([
    [1, 10],
    [2, 20],
    [3, 30],
  ])
  const buyers = openBuyers(joined, { categories: [], channels: [] })
  buyers.order(order(20, { customerId: 2 }))
  buyers.order(order(33, { customerId: 3 }))
  const study = buyers.study((id, day) => (day > 25 ? undefined : id === 2))
  expect([...study.joined]).toEqual([10, 20])
  expect([...study.fan]).toEqual([0, 1])
  expect([...(study.actions.find(({ key }) => key === 'purchase-days')?.values ?? [])]).toEqual([0, 1])
  expect(buyers.valueOf(3, 'second-order')).toBe(3)
})
