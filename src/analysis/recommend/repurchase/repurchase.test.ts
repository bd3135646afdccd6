import { expect, test } from 'vitest'
import type { Basket } from '../basket/baskets.ts'
import { buysWithin, dueOf } from './due.ts'
import { below, meanAbove } from './normal.ts'
import { fitRhythm } from './rhythm.ts'
import { openSpells, suppliesOf } from './spells.ts'

test('the normal distribution is right to seven places', () => {
  const known: [number, number][] = [
    [0, 0.5],
    [1, 0.841344746],
    [-1.959963985, 0.025],
    [3, 0.998650102],
  ]
  for (const [x, chance] of known) expect(below(x)).toBeCloseTo(chance, 6)
  expect(meanAbove(0)).toBeCloseTo(0.797884561, 6)
  expect(meanAbove(6.0001)).toBeCloseTo(meanAbove(5.9999), 1)
})

function chance(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

/** Customers of two items, bought about every 30 and every 60 days; one in three never buys again after each purchase. */
function customers(count: number, until: number, thrift: number) {
  const draw = chance(11)
  const normal = () => Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw())
  return Array.from({ length: count }, () => {
    const own = 0.3 * normal()
    const history: Basket[] = []
    for (const [item, usual] of [30, 60].entries()) {
      let day = Math.floor(draw() * until)
      while (day < until) {
        const quantity = draw() < 0.5 ? 1 : 3
        history.push({ items: [item], quantities: [quantity], day })
        if (draw() < 1 / 3) break
        day += Math.max(1, Math.round(usual * Math.exp(own + 0.2 * normal()) * quantity ** thrift))
      }
    }
    return history.sort((a, b) => (a.day as number) - (b.day as number))
  })
}

const learned = (histories: Basket[][], today: number) => {
  const spells = openSpells()
  for (const history of histories)
    spells.add(
      history.filter(({ day = 0 }) => day < today),
      today,
    )
  return fitRhythm(spells.close(), 2)
}

test('the rhythm that made the purchases is found again, though many spells still run', () => {
  const rhythm = learned(customers(4000, 400, 0.6), 400)
  expect(Math.exp(rhythm.mean[0] as number)).toBeGreaterThan(27)
  expect(Math.exp(rhythm.mean[0] as number)).toBeLessThan(32)
  expect(Math.exp(rhythm.mean[1] as number)).toBeGreaterThan(53)
  expect(Math.exp(rhythm.mean[1] as number)).toBeLessThan(64)
  expect(rhythm.thrift).toBeCloseTo(0.6, 1)
  expect(rhythm.within).toBeCloseTo(0.2, 1)
  expect(rhythm.between).toBeCloseTo(0.3, 1)
  expect(1 / (1 + Math.exp(-(rhythm.again[0] as number)))).toBeCloseTo(0.667, 1)
})

test('of those foretold to buy within 30 days with a chance of p, about p did', () => {
  const all = customers(6000, 460, 0.6)
  const today = 400
  const rhythm = learned(all, today)
  const bins = Array.from({ length: 5 }, () => ({ foretold: 0, came: 0, count: 0 }))
  const misses: number[] = []
  for (const history of all) {
    const before = history.filter(({ day = 0 }) => day < today)
    for (const [item, supply] of suppliesOf(before)) {
      const next = history.find(({ day = 0, items }) => day >= today && items[0] === item)?.day
      const p = buysWithin(rhythm, item, supply, today - 1, 30)
      const bin = bins[Math.min(4, Math.floor(p * 5))] as (typeof bins)[number]
      bin.foretold += p
      bin.came += next !== undefined && next < today + 30 ? 1 : 0
      bin.count++
      if (next !== undefined) misses.push(Math.abs(dueOf(rhythm, item, supply, today).dueDay - next))
    }
  }
  for (const { foretold, came, count } of bins) {
    if (count > 100) expect(Math.abs(foretold - came) / count).toBeLessThan(0.06)
  }
  misses.sort((a, b) => a - b)
  expect(misses[misses.length >> 1]).toBeLessThan(12)
})

test('three units last longer than one, a regular customer has a narrower window, and what is long overdue has lapsed', () => {
  const rhythm = learned(customers(4000, 400, 0.6), 400)
  const one = dueOf(rhythm, 0, { days: [100], quantities: [1] }, 110)
  const three = dueOf(rhythm, 0, { days: [100], quantities: [3] }, 110)
  expect(three.dueDay - 100).toBeCloseTo((one.dueDay - 100) * 3 ** rhythm.thrift, -1)
  const regular = dueOf(rhythm, 0, { days: [10, 28, 46, 64, 82, 100], quantities: [1, 1, 1, 1, 1, 1] }, 110)
  expect(regular.everyDays).toBeLessThan(22)
  expect(regular.toDay - regular.fromDay).toBeLessThan(one.toDay - one.fromDay)
  expect(regular.lapsed).toBe(false)
  expect(dueOf(rhythm, 0, { days: [100], quantities: [1] }, 200)).toMatchObject({ lapsed: true, purchases: 1 })
  expect(buysWithin(rhythm, 0, { days: [100], quantities: [1] }, 400, 30)).toBeLessThan(0.02)
})

test('with nothing to learn from, what is said is careful and finite', () => {
  const rhythm = fitRhythm(openSpells().close(), 2)
  expect(rhythm.known).toBe(0)
  const due = dueOf(rhythm, 1, { days: [5], quantities: [2] }, 6)
  expect(Object.values(due).every((value) => typeof value === 'boolean' || Number.isFinite(value))).toBe(true)
})
