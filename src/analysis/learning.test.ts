import { beforeAll, expect, test } from 'vitest'
import { testNow } from '../../test/context.ts'
import { openShop, type Shop } from '../../test/shop.ts'
import { one, sql } from '../platform/db/db.ts'
import { doLearning } from './learning.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})

const lastLearned = async () =>
  (await one<{ at: Date }>(shop.pool, sql`select min(computed_at) as at from learned`))?.at ?? null
const afterMinutes = (minutes: number) => ({ ...shop.context, now: new Date(testNow.getTime() + minutes * 60_000) })

test('many orders are learned from at once, again and again only where that is a small part of the time', async () => {
  await doLearning(shop.context, { afterOrders: true })
  expect(await lastLearned()).toEqual(testNow)
  await shop.pool.query(sql`update learned set milliseconds = 60000`)
  const { rows } = await shop.pool.query(sql`select from learned`)
  // so many minutes of learning are 2 % of 50 times as many
  const quiet = rows.length * 50
  await doLearning(afterMinutes(quiet - 1), { afterOrders: true })
  expect(await lastLearned()).toEqual(testNow)
  await doLearning(afterMinutes(quiet + 1), { afterOrders: true })
  expect(await lastLearned()).toEqual(afterMinutes(quiet + 1).now)
})

test('the night learns whatever it takes', async () => {
  await shop.pool.query(sql`update learned set milliseconds = 3600000`)
  const soon = afterMinutes(2000)
  await doLearning(soon, {})
  expect(await lastLearned()).toEqual(soon.now)
})
