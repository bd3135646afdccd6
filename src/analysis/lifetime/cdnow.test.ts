import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dayNumber } from '../../platform/calendar.ts'
import { type Histories, historiesAt, openPurchaseLog, type PurchaseLog, purchasesBetween } from './histories.ts'
import { bgCnbd, bgNbd } from './models/bg-nbd.ts'
import { gammaGamma } from './models/gamma-gamma.ts'
import { inUnit } from './models/in-unit.ts'
import { mbgCnbd, mbgNbd } from './models/mbg-nbd.ts'
import type { BuyingModel, Fit } from './models/model.ts'
import { nbd } from './models/nbd.ts'
import { paretoNbd } from './models/pareto-nbd.ts'
import { type Patterns, patternsOf } from './patterns.ts'

/** Estimates and forecasts of CDNOW (Fader & Hardie) as published and recomputed: ltv.md §1 and §2. alpha there in weeks. */
const folder = resolve('../shared/data/ltv/cdnow')
const present = existsSync(folder)

function read(file: string, id: number, day: number, amount: number): PurchaseLog {
  const log = openPurchaseLog()
  for (const line of readFileSync(`${folder}/${file}`, 'utf8').split('\n')) {
    const cells = line.trim().split(/\s+/)
    const date = cells[day] ?? ''
    if (!/^\d{8}$/.test(date)) continue
    const at = dayNumber(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`)
    log.add(cells[id] as string, at, Number(cells[amount]))
  }
  return log.close()
}

function expectRelative(found: number, expected: number, share: number): void {
  expect(Math.abs(found / expected - 1), `${found} against ${expected}`).toBeLessThan(share)
}

/** In weeks: alpha and beta a seventh, the likelihood a density of weeks. */
function expectEstimates(fit: Fit, patterns: Patterns, expected: [logLikelihood: number, ...params: number[]]): void {
  const [logLikelihood, ...params] = expected
  expectRelative(fit.logLikelihood + patterns.repeats * Math.log(7), logLikelihood, 1e-9)
  const found = Object.entries(fit.params).map(([name, value]) =>
    name === 'alpha' || name === 'beta' ? value / 7 : value,
  )
  params.forEach((param, i) => expectRelative(found[i] as number, param, 1e-6))
  expect(fit.warnings).toEqual([])
}

const title = present
  ? 'CDNOW'
  : 'CDNOW is not on this machine (../shared/data/ltv/cdnow): estimates not compared with the published ones'

describe.runIf(present)(title, () => {
  const sample = present ? read('CDNOW_sample.txt', 1, 2, 4) : undefined
  const master = present ? read('CDNOW_master.txt', 0, 1, 3) : undefined
  const at = (log: PurchaseLog | undefined, day: string): [Histories, Patterns] => {
    const histories = historiesAt(log as PurchaseLog, dayNumber(day))
    return [histories, patternsOf(histories)]
  }
  const halfYear = '1997-09-30'
  const end = '1998-06-30'

  test('the counts of the sample', () => {
    const [histories, patterns] = at(sample, halfYear)
    const once = histories.x.filter((x) => x === 0).length
    expect([histories.size, patterns.repeats, once, patterns.size]).toEqual([2357, 2457, 1411, 1016])
    const holdout = purchasesBetween(sample as PurchaseLog, histories, histories.until, dayNumber(end))
    expect(holdout.counts.reduce((sum, one) => sum + one, 0)).toBe(1882)
  })

  const estimates: [BuyingModel, 'sample' | 'master', string, number, ...number[]][] = [
    [nbd, 'sample', halfYear, -9763.65761467, 0.3847661358, 12.07202284],
    [bgNbd, 'sample', halfYear, -9582.42920667, 0.2425945224, 4.413602019, 0.7929220172, 2.425906777],
    [mbgNbd, 'sample', halfYear, -9582.13571555, 0.5248431591, 6.183085279, 0.8913593908, 1.61400224],
    [bgCnbd(2), 'sample', halfYear, -9855.326974, 0.22691721, 1.4629196, 0.94400203, 2.0743283],
    [bgCnbd(3), 'sample', halfYear, -10393.565054, 0.21948174, 0.83343112, 1.0260923, 2.094134],
    [mbgCnbd(2), 'sample', halfYear, -9853.253129, 0.57989616, 2.2881487, 1.1344526, 1.5849741],
    [mbgCnbd(3), 'sample', halfYear, -10394.362652, 0.53296837, 1.2581956, 1.288664, 1.8452094],
    [bgNbd, 'sample', end, -17138.23396464, 0.2535611563, 5.447257506, 0.607365425, 2.647234476],
    [mbgNbd, 'sample', end, -17127.37325551, 0.6178433316, 8.65696031, 0.5515249477, 1.009059147],
    [paretoNbd, 'sample', halfYear, -9594.97617894, 0.5532770469, 10.57768346, 0.6062399891, 11.66873529],
    [paretoNbd, 'sample', end, -17135.83588612, 0.5630036643, 12.55916914, 0.4081072771, 10.51454471],
    [paretoNbd, 'master', halfYear, -95415.11861747, 0.5974199663, 11.58565778, 0.5221856108, 8.827759151],
    [paretoNbd, 'master', end, -173327.99620366, 0.6109883142, 13.61419375, 0.3125774473, 6.148555925],
    [nbd, 'master', halfYear, -96845.34424125, 0.3872471661, 12.27122794],
    [bgNbd, 'master', halfYear, -95368.44393316, 0.2516239589, 4.788942962, 0.7234335768, 2.161088359],
    [mbgNbd, 'master', halfYear, -95336.95831988, 0.6371397334, 7.310289542, 0.8074741179, 1.228393996],
    [bgNbd, 'master', end, -173425.91629322, 0.2671277653, 5.986491783, 0.4835169836, 2.11160839],
    [mbgNbd, 'master', end, -173294.44210125, 0.689418646, 9.889382636, 0.4916000333, 0.858514877],
  ]

  test.each(estimates.map((one) => [`${one[0].name} k=${one[0].k}, ${one[1]} to ${one[2]}`, one] as const))(
    '%s',
    (_title, [model, which, until, ...expected]) => {
      const [, patterns] = at(which === 'sample' ? sample : master, until)
      expectEstimates(model.fit(patterns), patterns, expected)
    },
  )

  test('standard errors by the delta method', () => {
    const [, patterns] = at(sample, halfYear)
    const bg = bgNbd.fit(patterns).se
    ;[bg.r, bg.alpha && bg.alpha / 7, bg.a, bg.b].forEach((one, i) =>
      expectRelative(one as number, [0.0125574, 0.378224, 0.185734, 0.705415][i] as number, 1e-4),
    )
    const mbg = mbgNbd.fit(patterns).se
    ;[mbg.r, mbg.alpha && mbg.alpha / 7, mbg.a, mbg.b].forEach((one, i) =>
      expectRelative(one as number, [0.0832676, 0.695617, 0.154789, 0.537491][i] as number, 1e-4),
    )
    const pareto = paretoNbd.fit(patterns).se
    ;[pareto.r, pareto.alpha && pareto.alpha / 7, pareto.s, pareto.beta && pareto.beta / 7].forEach((one, i) =>
      expectRelative(one as number, [0.0476264, 0.8427222, 0.1872594, 6.2105448][i] as number, 2e-4),
    )
  })

  test('expected purchases of a new customer', () => {
    const [, patterns] = at(sample, halfYear)
    const bg = bgNbd.fit(patterns).params
    const mbg = mbgNbd.fit(patterns).params
    const weeks: [number, number, number][] = [
      [1 / 7, 0.007813667737867, 0.007777249740594],
      [1, 0.05318429149693, 0.053060323434143],
      [3, 0.150630839197259, 0.15079221908189],
      [223 / 7, 1.04049011461005, 1.03346796616758],
      [32, 1.04373204267125, 1.03660571123051],
      [52, 1.44401239723597, 1.41888467663943],
      [78, 1.85795838999503, 1.80363041729389],
    ]
    for (const [t, ofBg, ofMbg] of weeks) {
      expectRelative(bgNbd.unconditional(bg, t * 7), ofBg, 1e-6)
      expectRelative(mbgNbd.unconditional(mbg, t * 7), ofMbg, 1e-6)
    }
  })

  test('the whole cohort week by week', () => {
    const [{ T, until }, patterns] = at(sample, end)
    const [, calibration] = at(sample, halfYear)
    const expectations = {
      bg: bgNbd.fit(calibration).params,
      mbg: mbgNbd.fit(calibration).params,
      pareto: paretoNbd.fit(calibration).params,
    }
    expect(patterns.customers).toBe(2357)
    // a customer's trial is a day; expectations run from it until the end of week w after 1997-01-01
    const cumulative = (model: BuyingModel, params: Record<string, number>, week: number): number =>
      T.reduce((sum, age) => {
        const time = week * 7 - (until - age - dayNumber('1996-12-31'))
        return sum + (time > 0 ? model.unconditional(params, time) : 0)
      }, 0)
    const expected: [number, number, number, number][] = [
      [20, 1301.6, 1304.24, 1297.84],
      [25, 1659.95, 1659.94, 1664.42],
      [39, 2493.96, 2475.64, 2524.93],
      [52, 3127.68, 3083.04, 3184.43],
      [65, 3675.01, 3598.91, 3757.93],
      [78, 4160.61, 4049.95, 4270.04],
    ]
    for (const [week, bg, mbg, pareto] of expected) {
      expect(cumulative(paretoNbd, expectations.pareto, week)).toBeCloseTo(pareto, 1)
      expect(cumulative(bgNbd, expectations.bg, week)).toBeCloseTo(bg, 1)
      expect(cumulative(mbgNbd, expectations.mbg, week)).toBeCloseTo(mbg, 1)
    }
  })

  test('the 39 weeks that were held out, by calibration purchases', () => {
    const [histories, patterns] = at(sample, halfYear)
    const means = (model: BuyingModel): string[] => {
      const { params } = model.fit(patterns)
      const sums = Array.from({ length: 8 }, () => [0, 0] as [number, number])
      for (let i = 0; i < histories.size; i++) {
        const [x, tx, T] = [histories.x[i] as number, histories.tx[i] as number, histories.T[i] as number]
        const cell = sums[Math.min(x, 7)] as [number, number]
        cell[0] += model.expected(params, x, tx, T, 39 * 7)
        cell[1]++
      }
      return [...sums.map(([sum, n]) => (sum / n).toFixed(4)), sums.reduce((all, [sum]) => all + sum, 0).toFixed(2)]
    }
    expect(means(bgNbd).join(' ')).toBe('0.2251 0.5231 1.0441 1.5203 2.1639 2.6538 3.5040 6.1572 1653.41')
    expect(means(mbgNbd).join(' ')).toBe('0.1852 0.5514 1.0490 1.4929 2.1043 2.5636 3.3608 5.8485 1576.73')
    expect(means(paretoNbd).join(' ')).toBe('0.1384 0.5995 1.1958 1.7138 2.3983 2.9072 3.8186 6.4031 1665.51')
  })

  test('mean chance to be alive', () => {
    const [{ size, x, tx, T }, patterns] = at(sample, halfYear)
    const mean = (model: BuyingModel): string => {
      const { params } = model.fit(patterns)
      let sum = 0
      for (let i = 0; i < size; i++) sum += model.alive(params, x[i] as number, tx[i] as number, T[i] as number)
      return (sum / size).toFixed(6)
    }
    expect([bgNbd, mbgNbd, paretoNbd].map((model) => mean(model))).toEqual(['0.813440', '0.448721', '0.446277'])
  })

  test.each([
    [
      'sample',
      halfYear,
      946,
      [6.249572271, 3.744224667, 15.44352096],
      -4055.9176948,
      35.17037127,
      35.07784753,
      0.113887919,
    ],
    [
      'master',
      halfYear,
      9450,
      [6.275359068, 3.624450023, 14.98368703],
      -40763.47626139,
      35.8277031,
      35.63114153,
      0.08015358766,
    ],
    [
      'master',
      end,
      11515,
      [5.086043939, 3.995120725, 21.25223802],
      -49496.52420305,
      36.08863424,
      35.97762782,
      0.06915448385,
    ],
    [
      'sample',
      end,
      1139,
      [4.68345331, 4.189783282, 24.39055376],
      -4884.56632073,
      35.81184352,
      35.78440858,
      0.06965585193,
    ],
  ] as const)(
    'spend of the %s to %s',
    (which, until, customers, params, logLikelihood, population, observed, correlation) => {
      const [{ x, spend }] = at(which === 'sample' ? sample : master, until)
      // repeat buyers of nothing but free items are left out, and counted
      const fit = gammaGamma.fit({ x, spend })
      expect(fit.customers).toBe(customers)
      expect(fit.warnings.filter(({ code }) => code !== 'spend-not-positive')).toEqual([])
      expectRelative(fit.logLikelihood, logLikelihood, 1e-9)
      params.forEach((param, i) => expectRelative(Object.values(fit.params)[i] as number, param, 1e-6))
      expectRelative(fit.populationMean, population, 1e-7)
      expectRelative(fit.observedMean, observed, 1e-8)
      expectRelative(fit.correlation, correlation, 1e-7)
      if (which === 'sample' && until === halfYear) {
        ;[1.19021, 0.290158, 4.1603].forEach((se, i) => expectRelative(Object.values(fit.se)[i] as number, se, 1e-3))
      }
    },
  )

  test('the summary rounded to hundredths of a week, as published', () => {
    const lines = readFileSync(`${folder}/cdnow_customers_summary.csv`, 'utf8').trim().split('\n').slice(1)
    const rows = lines.map((line) => line.split(',').map(Number) as [number, number, number, number])
    const patterns = patternsOf({
      size: rows.length,
      x: Int32Array.from(rows, (row) => row[1]),
      tx: Float64Array.from(rows, (row) => row[2]),
      T: Float64Array.from(rows, (row) => row[3]),
      logGaps: new Float64Array(rows.length),
    })
    const bg = bgNbd.fit(patterns)
    const mbg = mbgNbd.fit(patterns)
    expect(bg.logLikelihood.toFixed(6)).toBe('-9582.425561')
    expect(mbg.logLikelihood.toFixed(6)).toBe('-9582.132685')
    ;[0.2425929072, 4.413531561, 0.7928861481, 2.425753437].forEach((one, i) =>
      expectRelative(Object.values(bg.params)[i] as number, one, 1e-6),
    )
    const ones = { r: 1, alpha: 1, a: 1, b: 1 }
    const alone = rows.map(([, x, tx, T]) => bgNbd.logLikelihood(ones, x, tx, T))
    expect(alone.reduce((sum, one) => sum + one, 0).toFixed(1)).toBe('-13887.7')
    // of the published spreadsheet, told to four digits, where times are whole days
    const spots = {
      1: -9.4596,
      2: -4.4711,
      3: -0.5538,
      6: -21.8644,
      7: -4.8651,
      9: -9.5367,
      2355: -0.4761,
      2356: -14.1284,
    }
    for (const [id, expected] of Object.entries(spots)) {
      const [, x, tx, T] = rows[Number(id) - 1] as [number, number, number, number]
      const inDays = (weeks: number) => Math.round(weeks * 7) / 7
      const found = bgNbd.logLikelihood(bg.params, x, inDays(tx), inDays(T))
      expect(Math.abs(found - expected), id).toBeLessThan(1e-4)
    }
  })

  test('in units of four weeks alpha is a quarter, the rest stays', () => {
    const [, patterns] = at(sample, halfYear)
    const told = inUnit(bgNbd, bgNbd.fit(patterns), 28, patterns.repeats)
    expect((told.params.alpha as number).toFixed(4)).toBe('1.1034')
    expect(told.logLikelihood.toFixed(4)).toBe('-6176.3040')
  })
})
