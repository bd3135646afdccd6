import { expect, test } from 'vitest'
import { bgNbd } from './models/bg-nbd.ts'
import { gammaGamma } from './models/gamma-gamma.ts'
import { mbgCnbd, mbgNbd } from './models/mbg-nbd.ts'
import type { BuyingModel, Parameters } from './models/model.ts'
import { nbd } from './models/nbd.ts'
import { paretoNbd } from './models/pareto-nbd.ts'
import { gammaNodes } from './numerics/quadrature.ts'
import { patternsOf } from './patterns.ts'
import { dailyRate, openProspects, residualPurchases } from './residual.ts'
import { valueCustomers, valuesOf } from './value.ts'

/** Parameters of the tenth of CDNOW in weeks; DERT by arithmetic of 40 digits at 15 and 10 % in 52 weeks, ltv.md §1.3. */
const bg = { r: 0.2425945224, alpha: 4.413602019, a: 0.7929220172, b: 2.425906777 }
const mbg = { r: 0.5248431591, alpha: 6.183085279, a: 0.8913593908, b: 1.61400224 }
const pareto = { r: 0.5532770469, alpha: 10.57768346, s: 0.6062399891, beta: 11.66873529 }
const spend = { p: 6.249572271, q: 3.744224667, gamma: 15.44352096 }

function expectRelative(found: number, expected: number, share: number): void {
  expect(Math.abs(found / expected - 1), `${found} against ${expected}`).toBeLessThanOrEqual(share)
}

test.each([
  [
    1,
    2,
    213,
    272,
    [5.1698073752061, 6.3607289525954],
    [4.92264844458466, 5.96031197904811],
    [6.50035183516879, 8.15629274834777],
  ],
  [
    2,
    1,
    12,
    272,
    [0.918591250871692, 1.14241456842571],
    [0.784286318298625, 0.958833013143774],
    [0.7643637227361, 0.959082592287202],
  ],
  [
    3,
    0,
    0,
    272,
    [1.01729755115441, 1.29930504051421],
    [0.724493506955177, 0.905520764430677],
    [0.478280214556609, 0.600120354187719],
  ],
  [
    6,
    7,
    206,
    272,
    [12.7035929493082, 15.4142969561714],
    [11.172405579599, 13.3460599290821],
    [16.5818054667228, 20.8059599098966],
  ],
  [
    9,
    2,
    250,
    272,
    [5.5842674054516, 6.87066437624763],
    [5.37878171749381, 6.51259529587801],
    [7.16906540000777, 8.99535865399752],
  ],
  [
    2355,
    0,
    0,
    189,
    [1.24951363257344, 1.57832394624183],
    [0.952836823397821, 1.17707296094805],
    [0.734544303243769, 0.915122455378143],
  ],
  [
    2356,
    4,
    186,
    189,
    [12.5795637105332, 15.1746014993565],
    [11.3470809767639, 13.4710269532217],
    [15.6441473006023, 19.4900572052677],
  ],
  [
    1516,
    26,
    216,
    217,
    [71.0673783797818, 85.1878240731328],
    [61.5085739994421, 72.5498413330504],
    [86.2576236538323, 107.738393310766],
  ],
  [
    157,
    29,
    264,
    266,
    [72.1748963547065, 86.994785765357],
    [63.0745100985472, 74.8243371563822],
    [87.1703454547231, 109.325062269778],
  ],
  [
    244,
    5,
    36,
    261,
    [0.0539393192557017, 0.0655463139240171],
    [0.0607203148646251, 0.0726403023466189],
    [0.189856385655523, 0.238014484462871],
  ],
] as const)('DERT of customer %s', (_id, x, tx, T, ofBg, ofMbg, ofPareto) => {
  const history = [x, tx / 7, T / 7] as const
  ;[0.15, 0.1].forEach((yearly, place) => {
    const rate = Math.log1p(yearly) / 52
    expectRelative(residualPurchases(bgNbd, bg, history, rate), ofBg[place] as number, 1e-11)
    expectRelative(residualPurchases(mbgNbd, mbg, history, rate), ofMbg[place] as number, 1e-11)
    expectRelative(residualPurchases(paretoNbd, pareto, history, rate), ofPareto[place] as number, 1e-11)
  })
})

const models: [string, BuyingModel, Parameters][] = [
  ['BG/NBD', bgNbd, bg],
  ['MBG/NBD', mbgNbd, mbg],
  ['Pareto/NBD', paretoNbd, pareto],
  ['NBD', nbd, { r: 0.4, alpha: 12 }],
  ['MBG/CNBD-2', mbgCnbd(2), { r: 0.58, alpha: 2.288, a: 1.134, b: 1.585 }],
]

test.each(models)('%s: DERT is the discounted expectation without end, at any rate', (_name, model, params) => {
  const { nodes, weights } = gammaNodes(1)
  // adding up over long horizons takes time where k > 1
  const rates = model.k > 1 ? [0.5, 4] : [0.0005, 0.0027, 0.05, 2]
  for (const rate of rates) {
    for (const [x, tx, T] of [
      [0, 0, 30],
      [1, 2, 30],
      [6, 25, 30],
      [40, 60, 61],
    ] as const) {
      const direct = nodes.reduce(
        (sum, node, place) => sum + (weights[place] as number) * model.expected(params, x, tx, T, node / rate),
        0,
      )
      expectRelative(residualPurchases(model, params, [x, tx, T], rate), direct, 1e-9)
    }
  }
})

test.each(models)('%s: discounted purchases within horizons, as by adding up small steps', (_name, model, params) => {
  // in weeks: 10 % a year
  const rate = Math.log(1.1) / 52
  const horizons = [13, 26, 52, 104]
  const prospects = openProspects(model, params, rate, horizons)
  for (const [x, tx, T] of [
    [0, 0, 0],
    [0, 0, 30],
    [6, 25, 30],
  ] as const) {
    const { purchases, discounted, residual } = prospects(x, tx, T)
    const alive = model.alive(params, x, tx, T)
    const steps = 832
    let [sum, before] = [0, 0]
    for (let step = 0; step < steps; step++) {
      const [from, to] = [(step * 104) / steps, ((step + 1) * 104) / steps]
      const count = model.expected(params, x, tx, T, to) / alive
      sum += (count - before) * Math.exp((-rate * (from + to)) / 2)
      before = count
      const place = horizons.indexOf(to)
      if (place < 0) continue
      expectRelative(purchases[place] as number, count, 1e-9)
      expectRelative(discounted[place] as number, sum, 1e-5)
    }
    expect(discounted[3]).toBeLessThan(purchases[3] as number)
    expect(discounted[3]).toBeLessThan(residual)
  }
})

test('what the discount of a year means', () => {
  expectRelative(Math.exp(-365 * dailyRate(0.1)), 1 / 1.1, 1e-12)
  expect(dailyRate(0)).toBeGreaterThan(0)
  expect([Number.NaN, -1, Number.POSITIVE_INFINITY, 1e300].map(dailyRate).every(Number.isFinite)).toBe(true)
})

test('twelve months of CDNOW in money: 36.28, 4.64 and 283.52, not three times as much (ltv.md §11.3)', () => {
  // the quick-start of a known library takes weeks for days here and says 140.10, 18.94 and 1003.87
  const days = { r: 0.2425945224, alpha: 4.413602019 * 7, a: 0.7929220172, b: 2.425906777 }
  const histories = {
    size: 3,
    x: Int32Array.from([2, 1, 7]),
    tx: Float64Array.from([213, 12, 206]),
    T: Float64Array.from([272, 272, 272]),
    spend: Float64Array.from([22.345, 11.77, 73.7414285714286]),
    logGaps: new Float64Array(3),
  }
  // discounted by 1 % a month, as there, at the end of months
  const terms = { discountPerYear: 1.01 ** 12 - 1, horizonDays: [30, 365], margin: 1 }
  const values = valueCustomers(
    { model: bgNbd, params: days, spendParams: spend },
    histories,
    patternsOf(histories),
    terms,
  )
  const year = [0, 1, 2].map((customer) => valuesOf(values, customer)[1])
  expect(year.every((value) => value?.horizonDays === 365 && value.discountPerYear === terms.discountPerYear)).toBe(
    true,
  )
  ;[36.28, 4.64, 283.52].forEach((expected, place) =>
    expectRelative(year[place]?.discountedMoney as number, expected, 0.02),
  )
})

test('values agree with the model one by one and say what they mean', () => {
  const histories = {
    size: 4,
    x: Int32Array.from([2, 0, 2, 0]),
    tx: Float64Array.from([213, 0, 13, 0]),
    T: Float64Array.from([272, 30, 272, 30]),
    spend: Float64Array.from([4_000, Number.NaN, 900, Number.NaN]),
    logGaps: new Float64Array(4),
  }
  const params = { r: 0.5248, alpha: 43, a: 0.89, b: 1.6 }
  const terms = { discountPerYear: 0.1, horizonDays: [91, 182, 365, 730], margin: 0.4 }
  const spendParams = { p: 4, q: 4, gamma: 3_000 }
  const values = valueCustomers({ model: mbgNbd, params, spendParams }, histories, patternsOf(histories), terms)
  for (let customer = 0; customer < 4; customer++) {
    const [x, tx, T] = [histories.x[customer], histories.tx[customer], histories.T[customer]] as [
      number,
      number,
      number,
    ]
    const worth = 0.4 * gammaGamma.mean(spendParams, x, histories.spend[customer] as number)
    const found = valuesOf(values, customer)
    expect(found.map(({ horizonDays }) => horizonDays)).toEqual([91, 182, 365, 730, null])
    found.slice(0, 4).forEach((value) => {
      const purchases = mbgNbd.expected(params, x, tx, T, value.horizonDays as number)
      expectRelative(value.purchases as number, purchases, 1e-12)
      expectRelative(value.money as number, worth * purchases, 1e-12)
      expect(value.discountedMoney).toBeLessThan(value.money as number)
      expect(value).toMatchObject({ discountPerYear: 0.1, margin: 0.4 })
    })
    const dert = residualPurchases(mbgNbd, params, [x, tx, T], dailyRate(0.1))
    expectRelative(found[4]?.discountedMoney as number, worth * dert, 1e-12)
  }
})

test('never NaN, never infinite, whatever the numbers', () => {
  const extremes = [0, 1e-300, 1e-12, 1, 3.7, 365, 1e6, 1e12, 1e300, -5]
  for (let round = 0; round < 400; round++) {
    const pick = (place: number) => extremes[Math.floor((round * 104_729) / 7 ** place) % 10] as number
    const params = { r: pick(0), alpha: pick(1), a: pick(2), b: pick(3), s: pick(2), beta: pick(3) }
    for (const model of [bgNbd, mbgNbd, paretoNbd, nbd]) {
      const said = JSON.stringify({ model: model.name, ...params, history: [pick(4), pick(5), pick(6)], rate: pick(7) })
      const horizons = [pick(1), pick(8)]
      const { purchases, discounted, residual } = openProspects(
        model,
        params,
        pick(7),
        horizons,
      )(pick(4), pick(5), pick(6))
      for (const value of [...purchases, ...discounted, residual]) {
        expect(Number.isFinite(value) && value >= 0, said).toBe(true)
      }
    }
  }
})
