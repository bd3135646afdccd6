import { expect, test } from 'vitest'
import { usualItems } from '../items/choose.ts'
import { noThreads } from '../threads/threads.ts'
import { basketsOf, boughtRows, cutBaskets, historyOf } from './baskets.ts'
import { openDesk, width } from './features.ts'
import { fitLogit } from './logit.ts'
import { fitNextBasket, rankNext } from './next-basket.ts'
import { propensityOf } from './propensity.ts'

const baskets = (...lists: number[][]) => lists.map((items, day) => ({ items, day: day * 10 }))

test('a history is cut before its last basket, or before a day', () => {
  const all = basketsOf([baskets([2, 1, 2], [3], [1]), baskets([0])], 4)
  expect(historyOf(all, 0)).toEqual([
    { items: [1, 2], quantities: [1, 2], day: 0 },
    { items: [3], quantities: [1], day: 10 },
    { items: [1], quantities: [1], day: 20 },
  ])
  const last = cutBaskets(all)
  expect(historyOf(last.before, 0)).toHaveLength(2)
  // one basket alone is history, not a question
  expect(historyOf(last.before, 1)).toHaveLength(1)
  expect(last.next).toEqual([{ items: [1], quantities: [1], day: 20 }, undefined])
  const day = cutBaskets(all, 10)
  expect(historyOf(day.before, 0)).toHaveLength(1)
  expect(day.next).toEqual([{ items: [3], quantities: [1], day: 10 }, undefined])
})

test('of a customer of a thousand times as many items as others, only the latest teach', () => {
  const rows = boughtRows(
    basketsOf(
      [
        [{ items: [0, 1] }],
        Array.from({ length: 50 }, (_, b) => ({ items: Array.from({ length: 1000 }, (_, n) => b * 1000 + n) })),
      ],
      50_000,
    ),
  )
  expect([...rows.starts].slice(0, 2)).toEqual([0, 2])
  const kept = (rows.starts[2] as number) - 2
  expect(kept).toBeGreaterThan(40_000)
  expect(kept).toBeLessThan(45_000)
  expect(rows.items[rows.items.length - 1]).toBe(49_999)
})

test('an item bought again and again is more willing than one bought once', () => {
  const weekly = Array.from({ length: 30 }, () => baskets([0, 1], [0, 2], [0, 3]))
  const [again = 0, once = 0] = propensityOf(basketsOf(weekly, 4))
  expect(again).toBeGreaterThan(1.5)
  expect(once).toBeLessThan(0.7)
})

test('the conditional logit finds the chances that made the choices', () => {
  // two candidates, the second with the feature: chosen in 3 of 4 choices, so that its weight is ln 3
  const choices = {
    width: 1,
    starts: Int32Array.from({ length: 401 }, (_, c) => c * 2),
    features: Float32Array.from({ length: 800 }, (_, at) => at % 2),
    chosen: Uint8Array.from({ length: 800 }, (_, at) => (((at >> 1) % 4 === 0) === (at % 2 === 0) ? 1 : 0)),
  }
  expect(fitLogit(choices, [0], 1e-6)[0]).toBeCloseTo(Math.log(3), 5)
  expect(fitLogit(choices, [0.2], 1e9)[0]).toBeCloseTo(0.2, 5)
})

test('what is bought each time comes first, then what goes with it; strangers get what is popular', async () => {
  // two kinds of customers with a staple each (0, 10) and one of nine other things each time
  const people = Array.from({ length: 240 }, (_, u) => {
    const staple = u % 2 === 0 ? 0 : 10
    return baskets(...Array.from({ length: 5 }, (_, b) => [staple, staple + 1 + ((u * 7 + b * (1 + (u % 5))) % 9)]))
  })
  const log = basketsOf(people, 21)
  const { model, proof } = await fitNextBasket(log, usualItems, noThreads, { withProof: true })
  expect(proof?.model.recall['10']).toBeGreaterThan(proof?.gpTop.recall['10'] as number)
  const desk = openDesk(model.knowledge)
  expect(model.weights).toHaveLength(width)
  expect(rankNext(model, baskets([0, 3], [0, 5]), -1, 5, desk)[0]).toBe(0)
  const list = rankNext(model, baskets([10, 13]), -1, 8, desk)
  expect(list[0]).toBe(10)
  expect(list.filter((item) => item >= 10).length).toBeGreaterThanOrEqual(7)
  expect(rankNext(model, [], -1, 3, desk)).toHaveLength(3)
  const again = await fitNextBasket(log, usualItems, noThreads, { withProof: true })
  expect(again.model.weights).toEqual(model.weights)
})
