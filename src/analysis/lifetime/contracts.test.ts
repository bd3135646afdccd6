import { expect, test } from 'vitest'
import { gamma } from '../../../test/buyers.ts'
import { type Chance, createChance } from '../../demo/chance.ts'
import { type Contract, type ContractBook, contractCurve, fitContracts, openContractOutlooks } from './contracts.ts'

const asOf = 20_000
const terms = { horizonDays: 365, discountPerYear: 0.1 }
const contractOutlook = (book: ContractBook, contract: Contract) => openContractOutlooks(book, terms)(contract)

interface Planted extends Contract {
  /** deliveries it will have had in the end, looked at nobody before the test does */
  all: number
}

/** Contracts of random age; each ends after a delivery with a chance of its own, Beta(alpha, beta). */
function plant(chance: Chance, cohort: string, size: number, alpha: number, beta: number, skips = 0): Planted[] {
  return Array.from({ length: size }, () => {
    const one = gamma(chance, alpha)
    const leaves = one / (one + gamma(chance, beta))
    const start = asOf - Math.floor(900 * chance.next())
    const found = { start, end: null as number | null, intervalDays: 30, deliveries: 0, skips: 0, cohort, all: 0 }
    let day = start
    for (let made = 1; ; made++) {
      const known = day <= asOf
      found.all = made
      if (known) found.deliveries = made
      if (made > 400) break
      if (chance.next() < leaves) {
        if (day + 10 <= asOf) found.end = day + 10
        break
      }
      day += 30
      while (chance.next() < skips) {
        day += 30
        if (day <= asOf) found.skips++
      }
    }
    return found
  })
}

test('planted loyalty of two products comes back, and the small third is judged by all', () => {
  const chance = createChance(1, 0)
  const contracts = [
    ...plant(chance, 'serum', 4_000, 1.2, 8),
    ...plant(chance, 'tea', 4_000, 2, 5),
    ...plant(chance, 'soap', 20, 2, 5),
  ]
  const book = fitContracts(contracts, asOf)
  const [serum, tea, soap] = book.cohorts
  expect(book.cohorts.map(({ cohort, basis }) => [cohort, basis])).toEqual([
    ['serum', 'own'],
    ['tea', 'own'],
    ['soap', 'all'],
  ])
  expect(serum?.fit.params.alpha).toBeCloseTo(1.2, 0)
  expect((serum?.fit.params.alpha as number) / (serum?.fit.params.beta as number)).toBeCloseTo(1.2 / 8, 1)
  expect(Math.abs((tea?.fit.params.alpha as number) - 2)).toBeLessThan(4 * (tea?.fit.se.alpha as number))
  expect(soap).toMatchObject({ reason: 'too-few', contracts: 20, fit: book.all.fit })
})

test('expected deliveries add up to those made later, and the interval holds its share', () => {
  const chance = createChance(2, 0)
  const contracts = plant(chance, 'serum', 6_000, 1.2, 8)
  const book = fitContracts(contracts, asOf)
  let [expected, made, within, running] = [0, 0, 0, 0]
  const outlookOf = openContractOutlooks(book, terms)
  for (const contract of contracts) {
    const outlook = outlookOf(contract)
    if (outlook.ended) {
      expect(outlook).toMatchObject({ expected: 0, low: 0, high: 0, residual: 0, renews: 0 })
      continue
    }
    // deliveries are due every 30 days from the first one after the day of looking
    const next = contract.start + (contract.deliveries as number) * 30
    const due = Math.floor((asOf + 365 - next) / 30) + 1
    const later = Math.min(due, contract.all - (contract.deliveries as number))
    running++
    expected += outlook.expected
    made += later
    if (later >= outlook.low && later <= outlook.high) within++
    expect(outlook.low).toBeLessThanOrEqual(outlook.expected)
    expect(outlook.high).toBeGreaterThanOrEqual(Math.floor(outlook.expected))
  }
  expect(running).toBeGreaterThan(1_000)
  expect(Math.abs(expected / made - 1)).toBeLessThan(0.04)
  expect(within / running).toBeGreaterThan(0.78)
})

test('who has renewed often renews more likely; DERL lies in its interval', () => {
  const book = fitContracts(plant(createChance(3, 0), 'serum', 3_000, 1, 4), asOf)
  const outlooks = [1, 3, 10, 30].map((deliveries) =>
    contractOutlook(book, {
      start: asOf - deliveries * 30,
      end: null,
      intervalDays: 30,
      deliveries,
      next: asOf + 25,
      cohort: 'serum',
    }),
  )
  outlooks.forEach((outlook, place) => {
    const before = outlooks[place - 1]
    if (before) {
      expect(outlook.renews).toBeGreaterThan(before.renews)
      expect(outlook.residual).toBeGreaterThan(before.residual)
    }
    expect(outlook.residual).toBeGreaterThan(outlook.residualLow)
    expect(outlook.residual).toBeLessThan(outlook.residualHigh)
    expect(outlook).toMatchObject({ horizonDays: 365, discountPerYear: 0.1, paceDays: 30 })
    // due on days 25, 55 … 355
    expect(outlook.high).toBeLessThanOrEqual(12)
  })
})

test('skips stretch the time between deliveries, by what the contract has shown and all show', () => {
  const contracts = plant(createChance(4, 0), 'serum', 3_000, 1, 6, 0.2)
  const book = fitContracts(contracts, asOf)
  expect(book.skipsPerDelivery).toBeGreaterThan(0.15)
  const outlook = (skips: number) =>
    contractOutlook(book, { start: asOf - 300, end: null, intervalDays: 30, deliveries: 8, skips, cohort: 'serum' })
  expect(outlook(0).paceDays).toBeGreaterThan(30)
  expect(outlook(8).paceDays).toBeGreaterThan(outlook(0).paceDays)
  expect(outlook(8).expected).toBeLessThan(outlook(0).expected)
})

test('one who has let the days pass by which others cancel is likelier to go on', () => {
  // planted contracts end ten days after a delivery
  const book = fitContracts(plant(createChance(3, 0), 'serum', 3_000, 1, 4), asOf)
  const outlook = (next: number) =>
    contractOutlook(book, { start: asOf - 60, end: null, intervalDays: 30, deliveries: 2, next, cohort: 'serum' })
  const [early, late] = [outlook(asOf + 25), outlook(asOf + 5)]
  expect(early.renews).toBeLessThan(0.9)
  expect(late.renews).toBe(1)
  expect(late.residual).toBeGreaterThan(early.residual)
})

test('the curve: seen and expected agree where both are known, the band holds the truth', () => {
  const [alpha, beta] = [1.2, 8]
  let [held, points] = [0, 0]
  for (let seed = 0; seed < 12; seed++) {
    const book = fitContracts(plant(createChance(5, seed), 'serum', 3_000, alpha, beta), asOf)
    const curve = contractCurve(book.all, 40)
    expect(curve[0]).toMatchObject({ renewals: 0, observed: 1, expected: 1 })
    let truth = 1
    for (const { renewals, observed, expected, low, high } of curve.slice(1)) {
      truth *= (beta + renewals - 1) / (alpha + beta + renewals - 1)
      if (renewals <= 12) expect(Math.abs((observed as number) - expected)).toBeLessThan(0.03)
      if (renewals > 31) expect(observed).toBeNull()
      if (truth >= (low as number) && truth <= (high as number)) held++
      points++
      expect((low as number) < expected && expected < (high as number)).toBe(true)
    }
  }
  // 80 % of points in the long run; those of one curve go together
  expect(held / points).toBeGreaterThan(0.6)
})

test('people who tire of a contract are seen: BdW is chosen', () => {
  const chance = createChance(6, 0)
  // the chance to leave grows with each delivery
  const contracts = Array.from({ length: 4_000 }, (): Contract => {
    const start = asOf - Math.floor(900 * chance.next())
    let made = 1
    while (chance.next() > 1 - Math.exp(-0.02 * made) && made < 60) made++
    const end = start + (made - 1) * 30 + 10
    const ended = end <= asOf
    const deliveries = ended ? made : Math.floor((asOf - start) / 30) + 1
    return { start, end: ended ? end : null, intervalDays: 30, deliveries, cohort: 'set' }
  })
  const { all } = fitContracts(contracts, asOf)
  expect(all.reason).toBe('age-matters')
  expect(all.fit.params.c).toBeGreaterThan(1)
})

test('without counts deliveries are told from the days; what is later than the day of looking is not known', () => {
  const contracts: Contract[] = [
    { start: asOf - 95, end: null, intervalDays: 30, cohort: 'a' },
    { start: asOf - 95, end: asOf - 40, intervalDays: 30, cohort: 'a' },
    { start: asOf - 95, end: asOf + 40, intervalDays: 30, cohort: 'a' },
    { start: asOf + 1, end: null, intervalDays: 30, cohort: 'a' },
  ]
  const book = fitContracts(contracts, asOf)
  expect([book.all.contracts, book.all.ended]).toEqual([3, 1])
  expect(contracts.slice(0, 3).map((one) => contractOutlook(book, one).deliveries)).toEqual([4, 2, 4])
})

test.each([
  ['nothing', []],
  ['one', [{ start: asOf - 10, end: null, intervalDays: 30, cohort: 'a' }]],
  ['rubbish', [{ start: asOf - 1e9, end: -1e300, intervalDays: 0, deliveries: 1e300, skips: -5, cohort: 'a' }]],
] as [string, Contract[]][])('a book of %s can be used', (_title, contracts) => {
  const book = fitContracts(contracts, asOf)
  const running = { start: asOf - 100, end: null, intervalDays: 30, cohort: 'b' }
  for (const contract of [...contracts, running]) {
    for (const horizonDays of [0, 365, 1e300]) {
      const outlook = openContractOutlooks(book, { horizonDays, discountPerYear: 0 })(contract)
      for (const value of Object.values(outlook))
        expect(typeof value === 'boolean' || Number.isFinite(value)).toBe(true)
    }
  }
  expect(contractCurve(book.all, 12)).toHaveLength(13)
})
