import { expect, test } from 'vitest'
import { gamma } from '../../../../test/buyers.ts'
import { createChance } from '../../../demo/chance.ts'
import { gammaGamma } from './gamma-gamma.ts'

/** Parameters and expected spend of the tenth of CDNOW, ltv.md §1.1 and §1.3. */
const cdnow = { p: 6.249572271, q: 3.744224667, gamma: 15.44352096 }

test.each([
  [1, 2, 22.345, 24.6539186971426],
  [2, 1, 11.77, 18.9100184449698],
  [3, 0, 0.0, 35.1703712596296],
  [6, 7, 73.7414285714286, 71.4647057223399],
  [9, 2, 25.55, 27.2819307663811],
  [2355, 0, 0.0, 35.1703712596296],
  [2356, 4, 33.3175, 33.5007816975811],
  [1516, 26, 39.97, 39.8902867991595],
  [157, 29, 26.2613793103448, 26.3942635018124],
  [244, 5, 194.864, 181.971728696955],
])('expected spend of customer %s', (_id, x, spend, expected) => {
  expect(Math.abs(gammaGamma.mean(cdnow, x, spend) / expected - 1)).toBeLessThan(1e-13)
})

test('one purchase of 100 is drawn strongly to the mean of 35', () => {
  expect(gammaGamma.mean(cdnow, 1, 100)).toBeLessThan(85)
  expect(gammaGamma.mean(cdnow, 20, 100)).toBeGreaterThan(97)
  const [few, many] = [gammaGamma.uncertainty(cdnow, 1, 100), gammaGamma.uncertainty(cdnow, 20, 100)]
  expect(few as number).toBeGreaterThan(3 * (many as number))
})

function planted({ p, q, gamma: scale }: { p: number; q: number; gamma: number }, size: number) {
  const chance = createChance(3, 0)
  const x = Array.from({ length: size }, () => 1 + Math.floor(6 * chance.next() ** 2))
  const spend = x.map((count) => {
    const nu = gamma(chance, q) / scale
    return gamma(chance, p * count) / nu / count
  })
  return { x, spend }
}

test('planted parameters come back within three standard errors, in yen as in dollars', () => {
  for (const scale of [15, 5_000]) {
    const truth = { p: 4, q: 4, gamma: scale }
    const fit = gammaGamma.fit(planted(truth, 8_000))
    for (const name of ['p', 'q', 'gamma'] as const) {
      expect(Math.abs(fit.params[name] - truth[name])).toBeLessThan(3 * (fit.se[name] as number))
    }
    expect(fit.warnings).toEqual([])
  }
})

test('what must not go in is left out and counted', () => {
  const { x, spend } = planted({ p: 4, q: 4, gamma: 15 }, 500)
  const clean = gammaGamma.fit({ x, spend })
  const dirty = gammaGamma.fit({ x: [...x, 3, 2, 0, 5], spend: [...spend, 0, -20, Number.NaN, Number.NaN] })
  expect(dirty.dropped).toBe(2)
  expect(dirty.warnings).toEqual([{ code: 'spend-not-positive', count: 2 }])
  expect({ ...dirty, dropped: 0, warnings: [] }).toEqual({ ...clean, dropped: 0, warnings: [] })
})

test('spend that grows with the number of purchases is told', () => {
  const { x, spend } = planted({ p: 4, q: 6, gamma: 15 }, 2_000)
  const fit = gammaGamma.fit({ x, spend: spend.map((mean, place) => mean * (x[place] as number)) })
  expect(fit.correlation).toBeGreaterThan(0.25)
  expect(fit.warnings.map(({ code }) => code)).toContain('spend-depends-on-frequency')
})

test.each([
  ['nobody', [], []],
  ['one customer', [3], [40]],
  ['everybody the same', [1, 2, 3, 1, 2, 3], [1000, 1000, 1000, 1000, 1000, 1000]],
  ['means without a mean', [1, 1, 1, 1, 1, 1, 1, 1], [1, 10, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12]],
  ['huge and tiny', [1e300, 1, 2], [1e-300, 1e300, 5]],
])('a fit of %s can be used', (_title, x, spend) => {
  const fit = gammaGamma.fit({ x, spend })
  expect(fit.params.q).toBeGreaterThan(1)
  for (const count of [0, 1, 5, 1e9, -3]) {
    for (const mean of [0, 1e-300, 35, 1e300, -4]) {
      const expected = gammaGamma.mean(fit.params, count, mean)
      expect(Number.isFinite(expected) && expected >= 0).toBe(true)
      expect(Number.isFinite(gammaGamma.uncertainty(fit.params, count, mean) ?? 0)).toBe(true)
      expect(Number.isFinite(gammaGamma.logLikelihood(fit.params, count, mean))).toBe(true)
    }
  }
})
