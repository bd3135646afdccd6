import { expect, test } from 'vitest'
import { bdw } from './bdw.ts'
import { retentionOfCohorts, retentionOfSpells, spellOf } from './retention.ts'
import { sbg } from './sbg.ts'

/** Customers left of 1,000 after each year, Fader & Hardie 2007, table 1; ltv.md §6. */
const regular = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173]
const highEnd = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394]

function expectRelative(found: number, expected: number, share: number): void {
  expect(Math.abs(found / expected - 1), `${found} against ${expected}`).toBeLessThanOrEqual(share)
}

const survival = (model: typeof sbg, params: { alpha: number; beta: number }, years: number) =>
  Math.exp(model.logSurvival(params, years))

test.each([
  ['regular, 7 years', regular.slice(0, 8), 0.7040772985, 1.182043026, -1680.2651884632874, 0.17003745],
  ['regular, 12 years', regular, 0.6973624517, 1.168904621, -1931.4916941280806, 0.17126057],
  ['high end, 7 years', highEnd.slice(0, 8), 0.6680883511, 3.806094964, -1611.1581473911563, 0.37799907],
  ['high end, 12 years', highEnd, 0.5961112005, 3.326968741, -2010.8584195650867, 0.39122715],
])('sBG of %s', (_title, alive, alpha, beta, logLikelihood, twelfth) => {
  const fit = sbg.fit(retentionOfCohorts([alive]))
  expect(fit.warnings).toEqual([])
  expectRelative(fit.logLikelihood, logLikelihood, 1e-9)
  expectRelative(fit.params.alpha, alpha, 1e-6)
  expectRelative(fit.params.beta, beta, 1e-6)
  expectRelative(survival(sbg, fit.params, 12), twelfth, 1e-6)
})

test('standard errors of sBG', () => {
  const { se } = sbg.fit(retentionOfCohorts([regular.slice(0, 8)]))
  expectRelative(se.alpha as number, 0.065599, 1e-3)
  expectRelative(se.beta as number, 0.15248, 1e-3)
})

test.each([
  ['regular, 7 years', regular.slice(0, 8), 0.4556, 0.7793, 1.2835, -1679.602832907178],
  ['regular, 12 years', regular, 0.5083, 0.8688, 1.2094, -1930.92972856925],
  ['high end, 7 years', highEnd.slice(0, 8), 0.2143, 1.4266, 1.7236, -1605.314213214193],
  ['high end, 12 years', highEnd, 0.2496, 1.6542, 1.5968, -2004.8168885022308],
])('BdW of %s', (_title, alive, alpha, beta, c, logLikelihood) => {
  const fit = bdw.fit(retentionOfCohorts([alive]))
  expectRelative(fit.logLikelihood, logLikelihood, 1e-9)
  expectRelative(fit.params.alpha, alpha, 3e-4)
  expectRelative(fit.params.beta, beta, 3e-4)
  expectRelative(fit.params.c, c, 3e-4)
})

test('five cohorts at once', () => {
  const all = [10000, 8000, 6480, 5307, 4391]
  const fit = sbg.fit(retentionOfCohorts(all.map((_, place) => all.slice(0, all.length - place))))
  expectRelative(fit.params.alpha, 3.79813, 1e-5)
  expectRelative(fit.params.beta, 15.19191, 1e-5)
})

test('single contracts tell the same as the counts of their cohort', () => {
  const alive = highEnd.slice(0, 8)
  const spells = alive.flatMap((count, year) => {
    const next = alive[year + 1]
    // those left at the end are still running
    const leave = next === undefined ? count : count - next
    return Array.from({ length: leave }, () => ({ periods: year, ended: next !== undefined }))
  })
  expect(retentionOfSpells(spells)).toEqual(retentionOfCohorts([alive]))
})

test('a contract seen only from its fifth period says nothing of the four before', () => {
  const { kept, lost } = retentionOfSpells([
    { periods: 6, ended: true, seenFrom: 4 },
    { periods: 5, ended: false, seenFrom: 4 },
  ])
  expect([...kept]).toEqual([0, 0, 0, 0, 2, 1, 0])
  expect([...lost]).toEqual([0, 0, 0, 0, 0, 0, 1])
})

test('days into periods: a full period is lived through, what runs is censored', () => {
  expect(spellOf({ start: 100, end: 160 }, 500, 30)).toEqual({ periods: 2, ended: true })
  expect(spellOf({ start: 100, end: 159 }, 500, 30)).toEqual({ periods: 1, ended: true })
  expect(spellOf({ start: 100, end: null }, 191, 30)).toEqual({ periods: 3, ended: false })
  // an end after the day of looking is not known yet
  expect(spellOf({ start: 100, end: 300 }, 191, 30)).toEqual({ periods: 3, ended: false })
})

test('planted parameters come back from contracts of different ages', () => {
  const [alpha, beta] = [1.2, 9]
  const cohorts = Array.from({ length: 24 }, (_, age) =>
    Array.from({ length: age + 1 }, (_, period) => 500 * survival(sbg, { alpha, beta }, period)),
  )
  const fit = sbg.fit(retentionOfCohorts(cohorts))
  expectRelative(fit.params.alpha, alpha, 1e-6)
  expectRelative(fit.params.beta, beta, 1e-6)
  const weibull = bdw.fit(retentionOfCohorts(cohorts))
  expectRelative(weibull.params.c, 1, 1e-4)
})

test.each([
  ['nobody', []],
  ['nobody left', [[50, 50, 50, 50]]],
  ['everybody left at once', [[50, 0, 0]]],
  ['one customer', [[1, 1, 0]]],
  ['the same share every time', [[1024, 512, 256, 128, 64, 32, 16, 8]]],
  ['huge numbers', [[1e300, 1e299, 1]]],
  ['rises and rubbish', [[10, 20, Number.NaN, -4, 3]]],
])('a fit of %s can be used', (_title, cohorts) => {
  for (const model of [sbg, bdw]) {
    const fit = model.fit(retentionOfCohorts(cohorts))
    let before = 0
    for (const periods of [0, 0.5, 1, 2, 3, 12, 1e3, 1e9, 1e300]) {
      const log = model.logSurvival(fit.params as never, periods)
      expect(Number.isFinite(log)).toBe(true)
      expect(log).toBeLessThanOrEqual(before + 1e-9)
      before = log
    }
    expect(Number.isFinite(fit.logLikelihood)).toBe(true)
  }
})
