import { expect, test } from 'vitest'
import type { Basket } from '../basket/baskets.ts'
import { intervalsOf } from './intervals.ts'
import { fitRhythm } from './rhythm.ts'
import { openSpells } from './spells.ts'

function spellsOf(gaps: number[], today: number) {
  const spells = openSpells()
  for (const gap of gaps) {
    const history: Basket[] = [0, gap].map((day) => ({ items: [0], quantities: [1], day }))
    spells.add(history, today)
  }
  return spells.close()
}

test('middle, interval and quartiles of known days', () => {
  const gaps = Array.from({ length: 99 }, (_, n) => n + 1)
  const found = intervalsOf(spellsOf(gaps, 500), 2)
  expect([found.count[0], found.count[1]]).toEqual([99, 0])
  expect([found.middle[0], found.quarter[0], found.threeQuarters[0]]).toEqual([50, 26, 75])
  // ranks 40 and 60 of 99 hold the middle with 95 % confidence
  expect([found.low[0], found.high[0]]).toEqual([39, 61])
})

test('the interval holds the true middle about as often as it says', () => {
  let state = 5
  const draw = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  let held = 0
  for (let round = 0; round < 400; round++) {
    const gaps = Array.from({ length: 40 }, () => 1 + Math.round(1000 * draw()))
    const { low, high } = intervalsOf(spellsOf(gaps, 5000), 1)
    if ((low[0] as number) <= 501 && (high[0] as number) >= 501) held++
  }
  expect(held).toBeGreaterThan(372)
})

test('a product nobody has bought twice lasts as long as the catalogue says, and purchases take over', () => {
  const few = fitRhythm(spellsOf([], 100), 2, [45, 0])
  expect(Math.exp(few.mean[0] as number)).toBeCloseTo(45, 6)
  expect(few.thrift).toBe(1)
  const many = fitRhythm(spellsOf(Array(200).fill(30), 100), 2, [45, 0])
  expect(Math.exp(many.mean[0] as number)).toBeLessThan(32)
  expect(fitRhythm(spellsOf([], 100), 2).thrift).toBe(0)
})
