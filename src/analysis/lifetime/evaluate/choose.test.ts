import { expect, test } from 'vitest'
import type { LevelName } from './candidates.ts'
import { choose, type Trial } from './choose.ts'

const names = ['clock', 'mbgnbd', 'ownRate'] as const

function trial(back: number, horizon: number, off: Partial<Record<LevelName, number>>, spread = 0.1): Trial {
  return { back, horizon, off, spread, speaks: back === horizon || horizon === 90 }
}

/** four years of quarters that ended one after the other, with the same misses */
const years = (off: Partial<Record<LevelName, number>>): Trial[] =>
  [360, 270, 180, 90].map((back) => trial(back, 90, off))

test('the clock stays until another explains the past five times as well', () => {
  expect(choose([], 90, names).level).toBe('clock')
  const little = choose(years({ clock: 0.08, mbgnbd: 0.01, ownRate: 0.3 }), 90, names)
  expect(little.level).toBe('clock')
  const clear = choose(years({ clock: 0.25, mbgnbd: 0.01, ownRate: 0.3 }), 90, names)
  expect(clear.level).toBe('mbgnbd')
  expect(clear.belief.mbgnbd).toBeGreaterThan(0.8)
})

test('trials that overlap count as often as horizons fit into them', () => {
  const one = choose([trial(90, 90, { clock: 0.2, mbgnbd: 0 })], 90, ['clock', 'mbgnbd'])
  const same = choose([trial(90, 90, { clock: 0.2, mbgnbd: 0 }), trial(45, 45, { clock: 0.2, mbgnbd: 0 })], 90, [
    'clock',
    'mbgnbd',
  ])
  expect(same.odds.mbgnbd).toBeCloseTo(one.odds.mbgnbd as number, 10)
})

test('a correction is kept when what was learnt early helps later', () => {
  const always = choose(years({ clock: -0.15, mbgnbd: 0.5, ownRate: 0.5 }), 90, names).correction
  expect(always.verdict).toBe('kept')
  expect(always.factor).toBeLessThan(0.95)
  expect(always.after).toBeLessThan(always.before as number)
  const wavering = [360, 270, 180, 90].map((back, i) => trial(back, 90, { clock: i % 2 ? 0.1 : -0.1 }))
  expect(choose(wavering, 90, ['clock']).correction).toMatchObject({ verdict: 'no-gain', factor: 1 })
  expect(choose([trial(90, 90, { clock: 0.3 })], 90, ['clock']).correction).toMatchObject({
    verdict: 'unknown',
    factor: 1,
  })
})

test('the interval widens when the past was missed by more than it allows, and never narrows', () => {
  expect(choose(years({ clock: 0.3 }), 90, ['clock']).widening).toBeGreaterThan(1.5)
  expect(choose(years({ clock: 0.01 }), 90, ['clock']).widening).toBe(1)
})
