import { expect, test } from 'vitest'
import { type Chance, createChance, pick } from '../../demo/chance.ts'
import { type FirstOrder, firstOrdersOf } from './first-orders.ts'
import { openPurchaseLog, type PurchaseLog } from './histories.ts'
import { closedFormAt, effectsOfTraits, fitSecondPurchase, openSecondPurchase } from './second-purchase.ts'

const asOf = 800
const names = ['product', 'channel', 'coupon', 'adCode']

/** Log-odds of ever coming back; all else says nothing. */
const planted: Record<string, number> = { serum: 0.9, soap: -0.5, sample: -1.1, shop: 0.5, web: -0.2, WELCOME: -0.7 }
const pause = 60

interface Shop {
  log: PurchaseLog<number>
  orders: FirstOrder[]
  /** truly ever coming back, by place of the order */
  comesBack: number[]
}

/** A shop of two years: who comes back does so after 60 days on average, then again and again with a chance of 0.6. */
function shopOf(chance: Chance, customers: number, effects: Record<string, number>): Shop {
  const log = openPurchaseLog<number>()
  const traits: FirstOrder['traits'][] = []
  const comesBack: number[] = []
  const wait = () => 1 + Math.floor(-Math.log(1 - chance.next()) * pause)
  for (let id = 0; id < customers; id++) {
    const own = {
      product: pick(chance, [
        'serum',
        'soap',
        'sample',
        'tea',
        'oil',
        'balm',
        `rare-${Math.floor(chance.next() * 500)}`,
      ]),
      channel: pick(chance, ['shop', 'web', 'phone']),
      coupon: chance.next() < 0.3 ? 'WELCOME' : null,
      adCode: pick(chance, ['A', 'B', 'C', 'D', null]),
    }
    const logOdds = Object.values(own).reduce((sum, value) => sum + (effects[value ?? ''] ?? 0), -0.7)
    const share = 1 / (1 + Math.exp(-logOdds))
    traits.push(own)
    comesBack.push(share)
    let day = Math.floor(chance.next() * asOf)
    log.add(id, day, 1_000 + Math.floor(9_000 * chance.next()))
    let goes = chance.next() < share
    while (goes) {
      day += wait()
      if (day > asOf) break
      log.add(id, day, 3_000)
      goes = chance.next() < 0.6
    }
  }
  const closed = log.close()
  return { log: closed, orders: firstOrdersOf(closed, (id) => traits[id] as FirstOrder['traits']), comesBack }
}

test('planted traits are found, chances are calibrated, and beat the closed form and the age alone', () => {
  const { log, orders, comesBack } = shopOf(createChance(1, 0), 20_000, planted)
  const model = fitSecondPurchase(orders, names, asOf, closedFormAt(log))
  expect(model).toMatchObject({ use: 'traits', reason: 'traits-predict' })
  const effects = new Map(
    effectsOfTraits(model).map(({ trait, level, oddsRatio }) => [
      `${trait} ${level.kind === 'value' ? level.value : level.kind}`,
      Math.log(oddsRatio),
    ]),
  )
  // differences between levels are a little smaller in chances by stretch than in chances of ever coming back
  const gap = (one: string, other: string) => (effects.get(one) as number) - (effects.get(other) as number)
  expect(gap('product serum', 'product sample')).toBeGreaterThan(1.1)
  expect(gap('product serum', 'product sample')).toBeLessThan(2.2)
  expect(gap('product tea', 'product soap')).toBeGreaterThan(0.25)
  expect(gap('channel shop', 'channel web')).toBeGreaterThan(0.4)
  expect(gap('coupon missing', 'coupon WELCOME')).toBeGreaterThan(0.4)
  for (const code of ['A', 'B', 'C', 'D']) expect(Math.abs(effects.get(`adCode ${code}`) as number)).toBeLessThan(0.12)
  expect(Math.abs(effects.get('amount band') as number)).toBeLessThan(0.12)

  const { waiting, fresh } = model.trial ?? {}
  for (const part of [waiting, fresh]) {
    expect(part?.traits.logLoss).toBeLessThan(part?.age.logLoss as number)
    expect(part?.traits.logLoss).toBeLessThan(part?.rival?.logLoss as number)
    // of those waiting the age alone tells most, of new ones it tells nothing
    const gain = part === fresh ? 0.1 : 0.01
    expect(part?.traits.auc as number).toBeGreaterThan((part?.rival?.auc as number) + gain)
    expect(Math.abs((part?.traits.mean as number) / (part?.actual as number) - 1)).toBeLessThan(0.1)
    for (const { customers, expected, actual } of part?.tenths ?? []) {
      const error = Math.sqrt((expected * (1 - expected)) / customers)
      expect(Math.abs(actual - expected)).toBeLessThan(4.5 * error + 0.01)
    }
  }

  // against the truth: new customers within 90 days
  const chanceOf = openSecondPurchase(model)
  let [sum, truth, off] = [0, 0, 0]
  orders.forEach((order, place) => {
    const { chance } = chanceOf(order, 0, 90)
    const real = (comesBack[place] as number) * (1 - Math.exp(-90 / pause))
    sum += chance
    truth += real
    off += Math.abs(chance - real)
  })
  expect(Math.abs(sum / truth - 1)).toBeLessThan(0.03)
  expect(off / orders.length).toBeLessThan(0.03)
})

test('reasons say what raises and lowers a chance, in odds and in points', () => {
  const { orders } = shopOf(createChance(2, 0), 8_000, planted)
  const chanceOf = openSecondPurchase(fitSecondPurchase(orders, names, asOf))
  const order = (product: string, coupon: string | null): FirstOrder => ({
    day: asOf - 10,
    next: null,
    amount: 4_000,
    traits: { product, channel: 'phone', coupon, adCode: 'A' },
  })
  const best = chanceOf(order('serum', null), 10, 90)
  const worst = chanceOf(order('sample', 'WELCOME'), 10, 90)
  expect(best.chance).toBeGreaterThan(2 * worst.chance)
  expect(best.reasons[0]).toMatchObject({ trait: 'product', level: { kind: 'value', value: 'serum' } })
  expect(best.reasons[0]?.oddsRatio).toBeGreaterThan(1.3)
  expect(best.reasons[0]?.points).toBeGreaterThan(0.05)
  expect(worst.reasons.slice(0, 2).every(({ points, oddsRatio }) => points < 0 && oddsRatio < 1)).toBe(true)
  for (const { chance, low, high } of [best, worst]) {
    expect((low as number) < chance && chance < (high as number)).toBe(true)
    expect((high as number) - (low as number)).toBeLessThan(0.15)
  }
  // a rare product is one of the others, an unknown channel not told
  const rare = chanceOf({ ...order('never-seen', null), traits: { product: 'never-seen' } }, 10, 90)
  expect(rare.reasons.find(({ trait }) => trait === 'product')?.level).toEqual({ kind: 'other' })
})

test('the longer one has not come back, the less likely one does; the longer the time, the likelier', () => {
  const { orders } = shopOf(createChance(3, 0), 8_000, planted)
  const chanceOf = openSecondPurchase(fitSecondPurchase(orders, names, asOf))
  const order = orders[0] as FirstOrder
  const byAge = [0, 60, 180, 360].map((age) => chanceOf(order, age, 60).chance)
  const byDays = [0, 7, 30, 90, 365, 3_650].map((days) => chanceOf(order, 0, days).chance)
  for (let place = 1; place < 4; place++) expect(byAge[place]).toBeLessThan(byAge[place - 1] as number)
  expect(byDays[0]).toBe(0)
  for (let place = 1; place < 6; place++) expect(byDays[place]).toBeGreaterThan(byDays[place - 1] as number)
})

test('where traits say nothing, nothing is said of them', () => {
  let told = 0
  for (let seed = 0; seed < 6; seed++) {
    const { orders } = shopOf(createChance(4, seed), 2_500, {})
    const model = fitSecondPurchase(orders, names, asOf)
    const widest = Math.max(...effectsOfTraits(model).map(({ oddsRatio }) => Math.abs(Math.log(oddsRatio))))
    expect(widest).toBeLessThan(0.25)
    if (model.use === 'traits') told++
    else expect([model.reason, widest]).toEqual(['traits-tell-nothing', 0])
  }
  // one shop in twenty may seem to have a trait that predicts; then its effects are next to nothing
  expect(told).toBeLessThan(3)
})

test('young customers do not make a shop look worse: chances are of those who had the time', () => {
  const { orders } = shopOf(createChance(5, 0), 6_000, {})
  // half of all come in the last two months
  const crowd = shopOf(createChance(5, 1), 6_000, {}).orders.map((order) => {
    const day = asOf - 60 + (order.day % 60)
    const next = order.next === null ? null : day + order.next - order.day
    return { ...order, day, next: next !== null && next <= asOf ? next : null }
  })
  const chance = (some: FirstOrder[]) =>
    openSecondPurchase(fitSecondPurchase(some, names, asOf))(orders[0] as FirstOrder, 0, 90).chance
  expect(Math.abs(chance([...orders, ...crowd]) / chance(orders) - 1)).toBeLessThan(0.1)
})

test('what came after the day of looking is not known on it', () => {
  const { orders, log } = shopOf(createChance(6, 0), 4_000, planted)
  const then = 500
  const known = orders
    .filter(({ day }) => day <= then)
    .map((order) => ({ ...order, next: order.next !== null && order.next <= then ? order.next : null }))
  const rivalAt = closedFormAt(log)
  expect(fitSecondPurchase(orders, names, then, rivalAt)).toEqual(fitSecondPurchase(known, names, then, rivalAt))
})

test.each([
  ['nobody', []],
  ['one', [{ day: 3, next: null, amount: null, traits: {} }]],
  [
    'a few',
    Array.from({ length: 50 }, (_, day) => ({ day, next: day % 3 === 0 ? day + 9 : null, amount: 5, traits: {} })),
  ],
  ['rubbish', [{ day: -1e300, next: Number.NaN, amount: Number.NaN, traits: { product: '' } }]],
] as [string, FirstOrder[]][])('%s: the age alone, and it says so', (_title, orders) => {
  const model = fitSecondPurchase(orders, names, asOf)
  expect(model).toMatchObject({ use: 'age', reason: 'too-few', trial: null })
  const chanceOf = openSecondPurchase(model)
  for (const age of [0, 100, 1e9, -5]) {
    for (const days of [0, 90, 1e9, -5]) {
      const { chance, low, high, reasons } = chanceOf({ day: 0, next: null, amount: 1e300, traits: {} }, age, days)
      for (const share of [chance, low ?? 0, high ?? 0]) expect(share >= 0 && share <= 1).toBe(true)
      expect(reasons).toEqual([])
    }
  }
})
