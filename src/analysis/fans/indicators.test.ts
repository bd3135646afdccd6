import { expect, test } from 'vitest'
import { createChance } from '../../demo/chance.ts'
import { falseShares, liftOf, normalTail, ratioOf } from './effect.ts'
import { progressOf, stepsOf } from './fan-index.ts'
import { findIndicators } from './indicators.ts'
import type { Action, Study } from './study.ts'

interface Cause {
  key: string
  threshold: number
  /** times the odds of becoming a fan */
  odds: number
}

/** Buyers whose actions are drawn apart from one another; fans come about by chance and by the causes. */
function play(seed: number, size: number, causes: Cause[]): Study {
  const { next } = createChance(seed, 0)
  const column = (draw: () => number) => Float64Array.from({ length: size }, draw)
  const count = (mean: number) => () => {
    let events = 0
    for (let time = -Math.log(1 - next()); time < mean; time -= Math.log(1 - next())) events += 1
    return events
  }
  const until = (share: number) => () => (next() < share ? Math.ceil(next() * 90) : Number.NaN)
  const actions: Action[] = [
    { key: 'second-order', kind: 'within', values: column(until(0.45)) },
    { key: 'line', kind: 'within', values: column(until(0.3)) },
    { key: 'categories', kind: 'at-least', values: column(count(1.6)) },
    { key: 'views', kind: 'at-least', values: column(count(6)) },
    { key: 'coupon', kind: 'at-least', values: column(() => (next() < 0.35 ? 1 : 0)) },
    { key: 'inquiry', kind: 'at-least', values: column(() => (next() < 0.12 ? 1 : 0)) },
    { key: 'amount', kind: 'at-least', values: column(() => Math.round(3000 + 9000 * next() ** 2)) },
    { key: 'reads', kind: 'at-least', values: column(count(1)) },
  ]
  const joined = Int32Array.from({ length: size }, () => 18_000 + Math.floor(next() * 365))
  const fan = Uint8Array.from({ length: size }, (_, place) => {
    let odds = 0.08
    for (const cause of causes) {
      const action = actions.find(({ key }) => key === cause.key) as Action
      const value = action.values[place] as number
      if (action.kind === 'within' ? value <= cause.threshold : value >= cause.threshold) odds *= cause.odds
    }
    return next() < odds / (1 + odds) ? 1 : 0
  })
  return { size, joined, fan, actions }
}

test('planted causes are found with their thresholds, shops without any give none but by the stated chance', () => {
  const causes = [
    { key: 'second-order', threshold: 30, odds: 2.5 },
    { key: 'categories', threshold: 3, odds: 2 },
    { key: 'coupon', threshold: 1, odds: 1.8 },
  ]
  let found = 0
  let exact = 0
  let wrong = 0
  let all = 0
  let shopsWithFalse = 0
  const seeds = 50
  for (let seed = 1; seed <= seeds; seed++) {
    const taken = findIndicators(play(seed, 8_000, causes)).indicators.filter(({ status }) => status === 'confirmed')
    all += taken.length
    for (const cause of causes) {
      const one = taken.find(({ key }) => key === cause.key)
      if (one) found += 1
      if (one?.threshold === cause.threshold) exact += 1
    }
    wrong += taken.filter(({ key }) => !causes.some((cause) => cause.key === key)).length
    const none = findIndicators(play(seed + 1000, 8_000, [])).indicators
    if (none.some(({ status }) => status !== 'not-confirmed')) shopsWithFalse += 1
  }
  expect(found / (seeds * causes.length)).toBeGreaterThanOrEqual(0.9)
  expect(exact / found).toBeGreaterThanOrEqual(0.75)
  // stated: 5 % of findings; two standard errors on top
  expect(wrong / all).toBeLessThanOrEqual(0.05 + 2 * Math.sqrt((0.05 * 0.95) / all))
  expect(shopsWithFalse / seeds).toBeLessThanOrEqual(0.05 + 2 * Math.sqrt((0.05 * 0.95) / seeds))
})

test('what only goes along with a cause is carried by it', () => {
  const study = play(7, 12_000, [{ key: 'second-order', threshold: 30, odds: 4 }])
  const second = study.actions.find(({ key }) => key === 'second-order') as Action
  // half of those who came back early had a letter; the letter itself does nothing
  const letter = second.values.map((days, place) => (days <= 30 && place % 4 !== 0 ? 1 : place % 10 === 0 ? 1 : 0))
  const { indicators } = findIndicators({
    ...study,
    actions: [...study.actions, { key: 'letter', kind: 'at-least', values: letter }],
  })
  expect(indicators.find(({ key }) => key === 'letter')).toMatchObject({ status: 'carried', carriedBy: 'second-order' })
  expect(indicators.find(({ key }) => key === 'second-order')).toMatchObject({ status: 'confirmed', threshold: 30 })
})

test('too few buyers or fans are said to be too few', () => {
  const none = findIndicators({ size: 0, joined: new Int32Array(), fan: new Uint8Array(), actions: [] })
  expect(none.tooSmall).toEqual({ buyers: 300, fans: 30 })
  expect(findIndicators(play(3, 200, [])).tooSmall).not.toBeNull()
})

test('an action that nearly nobody or nearly everybody did is unknown', () => {
  const study = play(5, 4_000, [])
  const rare = { key: 'rare', kind: 'at-least' as const, values: new Float64Array(4_000).fill(0, 0, 3_990) }
  const all = { key: 'all', kind: 'at-least' as const, values: new Float64Array(4_000).fill(1) }
  expect(findIndicators({ ...study, actions: [rare, all] }).unknown).toEqual(['rare', 'all'])
})

test('lift, Mantel–Haenszel, the normal tail and false shares by hand', () => {
  expect(liftOf({ did: 100, didFans: 30, not: 200, notFans: 20 })).toMatchObject({ lift: 3 })
  expect(liftOf({ did: 10, didFans: 0, not: 10, notFans: 5 }).low).toBeGreaterThan(0)
  // two strata with lift 2 each, mixed so that the crude lift misleads
  const strata = [
    { did: 100, didFans: 40, not: 100, notFans: 20 },
    { did: 20, didFans: 4, not: 200, notFans: 20 },
  ]
  expect(ratioOf(strata).lift).toBeCloseTo(2, 12)
  expect(ratioOf([{ did: 0, didFans: 0, not: 5, notFans: 1 }])).toEqual({ lift: 1, low: 0, high: Number.MAX_VALUE })
  expect(normalTail(1.959963984540054)).toBeCloseTo(0.025, 7)
  expect(normalTail(-1)).toBeCloseTo(0.8413447, 6)
  expect(falseShares([0.01, 0.04, 0.03, 0.5])).toEqual([0.04, 0.16 / 3, 0.16 / 3, 0.5])
})

test('steps share 100 points, and progress names what is done and missing', () => {
  const findings = findIndicators(
    play(11, 12_000, [
      { key: 'second-order', threshold: 30, odds: 3 },
      { key: 'coupon', threshold: 1, odds: 2 },
      { key: 'categories', threshold: 3, odds: 2 },
    ]),
  )
  const steps = stepsOf(findings)
  expect(steps.map(({ key }) => key).sort()).toEqual(['categories', 'coupon', 'second-order'])
  expect(steps.reduce((sum, { points }) => sum + points, 0)).toBe(100)
  const progress = progressOf(steps, (key) => (key === 'coupon' ? 1 : Number.NaN))
  expect(progress.done).toEqual(['coupon'])
  expect(progress.missing).toHaveLength(2)
  expect(progress.index).toBe(steps.find(({ key }) => key === 'coupon')?.points)
})
