import { expect, test } from 'vitest'
import { createChance } from '../../demo/chance.ts'
import { monthEnd } from '../../platform/calendar.ts'
import { differenceOf, wilson } from './compare.ts'
import { addMonths, answer, newestMonth, type Question, questionsOf, type Tally } from './questions.ts'

test('limits of a share and of a difference as published', () => {
  // Newcombe (1998), Statistics in Medicine 17, 857–872 and 873–890: tables I and II, methods 3 and 10
  const one = wilson({ people: 263, did: 81 })
  expect([one.low, one.high].map((x) => x.toFixed(4))).toEqual(['0.2553', '0.3662'])
  const a = differenceOf({ people: 70, did: 56 }, { people: 80, did: 48 })
  expect([a.low, a.high].map((x) => x.toFixed(4))).toEqual(['0.0524', '0.3339'])
  const b = differenceOf({ people: 10, did: 9 }, { people: 10, did: 3 })
  expect([b.low, b.high].map((x) => x.toFixed(4))).toEqual(['0.1705', '0.8090'])
})

test('nobody to compare with: no difference, and nothing but chance', () => {
  expect(differenceOf({ people: 0, did: 0 }, { people: 9, did: 3 })).toMatchObject({ difference: 0, chance: 1 })
  expect(differenceOf({ people: 9, did: 0 }, { people: 9, did: 0 })).toMatchObject({ difference: 0, chance: 1 })
})

test.each([
  ['2026-01', -1, '2025-12'],
  ['2026-12', 1, '2027-01'],
  ['2026-07', -12, '2025-07'],
  ['2026-07', 0, '2026-07'],
])('%s and %i months: %s', (month, count, expected) => expect(addMonths(month, count)).toBe(expected))

const newest = '2026-07'
const months = Array.from({ length: 13 }, (_, back) => addMonths(newest, -back))

/** Every month 200 first-time buyers in each of two stores; `rateOf` says how many of 200 come back. */
function twoStores(rateOf: (store: string, month: string) => number): Tally[] {
  return months.flatMap((month) => {
    const stores = ['1', '2'].map((value): Tally => {
      return { dimension: 'store', value, month, buyers: 200, returned: rateOf(value, month) }
    })
    const returned = stores.reduce((sum, store) => sum + store.returned, 0)
    return [...stores, { dimension: 'all', value: '', month, buyers: 400, returned }]
  })
}

const worth = () => ({ mean: 8_000, error: 0 })
const short = (one: Question) => `${one.kind} ${'dimension' in one ? `${one.dimension} ${one.value}` : ''}`.trim()

test('a cohort that falls and a store whose buyers do not come back are found, most money first', () => {
  const tallies = twoStores((store, month) => (month === newest ? 40 : store === '1' ? 80 : 60))
  const found = answer(questionsOf(tallies, newest, []), worth, 0.1)
  expect(found.map(short)).toEqual([
    'returns-differ store 1',
    'returns-differ store 2',
    'returns-changed all',
    'returns-changed store 1',
    'returns-changed store 2',
  ])
  const everyone = found.find((one) => short(one) === 'returns-changed all')
  expect(everyone).toMatchObject({
    observed: { people: 400, did: 80 },
    reference: { people: 4800, did: 1680 },
    months: { from: newest, to: newest },
    before: { from: '2025-07', to: '2026-06' },
  })
  // 80 came back where 35 % of 400 would have been 140
  expect(everyone?.stake).toBe(-60 * 8_000)
  expect(everyone?.stakeLow).toBeLessThan(-60 * 8_000)
  expect(everyone?.stakeHigh).toBeLessThan(0)
})

test('nothing is asked of few people, nor of a shop without a past', () => {
  const few = twoStores(() => 3).map((tally) => ({ ...tally, buyers: tally.dimension === 'all' ? 40 : 29 }))
  expect(questionsOf(few, newest, []).map(short)).not.toContain('returns-changed store 1')
  expect(questionsOf([], newest, [])).toEqual([])
  expect(questionsOf([], newest, [{ rank: 'S', from: '2026-06-30', to: '2026-07-31', people: 100, left: 10 }])).toEqual(
    [],
  )
})

test('the newest month is one that is over for everyone', () => {
  const early: Tally = { dimension: 'ad', value: 'id:tv', month: '2026-08', buyers: 2, returned: 0 }
  expect(newestMonth([...twoStores(() => 60), early])).toBe(newest)
  expect(newestMonth([early])).toBe('')
})

test('the best who leave are held against the twelve month ends before', () => {
  const ends = Array.from({ length: 14 }, (_, back) => monthEnd(`${addMonths(newest, -back)}-01`)).toReversed()
  const leaving = ends.slice(1).map((to, place) => ({
    rank: 'S',
    from: ends[place] as string,
    to,
    people: 100,
    left: to === ends.at(-1) ? 30 : 10,
  }))
  const [found] = answer(questionsOf([], newest, leaving), worth, 0.1)
  expect(found).toMatchObject({
    kind: 'best-leaving',
    observed: { people: 100, did: 30 },
    reference: { people: 1200, did: 120 },
    days: { from: '2026-06-30', to: '2026-07-31' },
    before: { from: '2025-06-30', to: '2026-06-30' },
    stake: -20 * 8_000,
  })
})

test('where nothing differs, findings stay within the stated share of false ones', () => {
  const chance = createChance(11, 0)
  let shopsWithFindings = 0
  const shops = 200
  for (let shop = 0; shop < shops; shop++) {
    const drawn = () => Array.from({ length: 200 }, () => chance.next()).filter((one) => one < 0.3).length
    if (answer(questionsOf(twoStores(drawn), newest, []), worth, 0.1).length > 0) shopsWithFindings++
  }
  // all findings are false here: 10 % of shops may have one, within three standard errors
  expect(shopsWithFindings / shops).toBeLessThan(0.1 + 3 * Math.sqrt((0.1 * 0.9) / shops))
})
