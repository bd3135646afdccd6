import { expect, test } from 'vitest'
import { feedBuyers } from '../../test/fan-feed.ts'
import { findIndicators } from '../analysis/library.ts'
import { dayNumber } from '../platform/calendar.ts'
import { createChance } from './chance.ts'
import { type DemoOptions, records } from './generate.ts'
import { seasons } from './purchases/seasons.ts'
import type { DemoFans } from './records/fans.ts'
import { drawEvents } from './traces/events.ts'

const shop = { customers: 7_000, years: 3, endOn: '2026-10-31' }
/** The studied actions of a generated shop, fed as the database feeds them. */
function studyOf(options: DemoOptions) {
  const calendar = seasons(options.endOn, options.years)
  const made = [...records(options)].filter(({ id }) => id > 0)
  const { buyers } = feedBuyers(made, (record) =>
    drawEvents(createChance(options.seed, record.id), calendar, record, 'light'),
  )
  const answers = new Map(made.map((record) => [record.id, record.recommendation]))
  const last = dayNumber(options.endOn)
  return buyers.study((id, day) => (day + 90 > last ? undefined : (answers.get(id) ?? 0) >= 9))
}

const planted: DemoFans = {
  odds: 0.06,
  causes: [
    { action: 'second-order', threshold: 30, odds: 4 },
    { action: 'categories', threshold: 3, odds: 3 },
    { action: 'coupon', threshold: 1, odds: 3 },
  ],
}
const none: DemoFans = { odds: 0.15, causes: [] }

test('planted causes of demo shops are found, shops without any give none but by the stated chance', () => {
  const seeds = 50
  let found = 0
  let wrong = 0
  let all = 0
  let shopsWithFalse = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const { indicators } = findIndicators(studyOf({ ...shop, seed, fans: planted }))
    const taken = indicators.filter(({ status }) => status === 'confirmed').map(({ key }) => key)
    const causes = planted.causes.filter(({ action }) => taken.includes(action))
    found += causes.length
    all += taken.length
    wrong += taken.length - causes.length

    const empty = findIndicators(studyOf({ ...shop, seed: seed + 1_000, fans: none }))
    if (empty.indicators.some(({ status }) => status !== 'not-confirmed')) shopsWithFalse += 1
  }
  expect(found / (seeds * planted.causes.length)).toBeGreaterThanOrEqual(0.9)
  // stated: 5 % of findings; two standard errors on top
  expect(wrong / all).toBeLessThanOrEqual(0.05 + 2 * Math.sqrt((0.05 * 0.95) / all))
  expect(shopsWithFalse / seeds).toBeLessThanOrEqual(0.05 + 2 * Math.sqrt((0.05 * 0.95) / seeds))
}, 180_000)

test('purchases are the same with fans and without', () => {
  const bare = [...records({ ...shop, customers: 400, seed: 3 })]
  expect(bare.every((record) => !('recommendation' in record))).toBe(true)
  const asked = [...records({ ...shop, customers: 400, seed: 3, fans: planted })]
  expect(asked.map((record) => ({ ...record, recommendation: undefined }))).toEqual(bare)
})
