import { expect, test } from 'vitest'
import { matching } from '../../customers/index.ts'
import { recordsWithTruth } from './records.ts'
import { hitsOf } from './truth.ts'

test('the same seed tells the same people, whatever their number', () => {
  const few = [...recordsWithTruth({ records: 200, seed: 5 })]
  const more = [...recordsWithTruth({ records: 400, seed: 5 })]
  expect(more.slice(0, 200)).toEqual(few)
  expect(few).toHaveLength(200)
  expect([...recordsWithTruth({ records: 200, seed: 6 })]).not.toEqual(few)
})

test('groups held against the truth', () => {
  const [persons, households] = [
    [1, 1, 2, 3, 3],
    [1, 1, 1, 2, 2],
  ]
  expect(hitsOf(Int32Array.of(0, 0, 2, 3, 3), persons, households)).toEqual({
    precision: 1,
    recall: 1,
    f1: 1,
    householdMerges: 0,
  })
  const hits = hitsOf(Int32Array.of(0, 0, 0, 3, 4), persons, households)
  expect(hits.precision).toBeCloseTo(1 / 3)
  expect(hits.recall).toBeCloseTo(1 / 2)
  expect(hits.householdMerges).toBeCloseTo(1000 / 3)
})

test('hard households: what is joined without asking is right, and most is found', { timeout: 180_000 }, () => {
  const told = [...recordsWithTruth({ records: 20_000, seed: 2 })]
  const base = matching.openBase()
  const filling = matching.fillBase(base)
  for (const { record } of told) filling.add(record)
  filling.end()
  const matched = matching.matchBase(base)
  const verdicts = matching.verdictsOf(base, matched, matching.thresholdFor(matched, 0.999))
  const [persons, households] = [told.map(({ person }) => person), told.map(({ household }) => household)]
  const hits = (taken: (at: number) => boolean) =>
    hitsOf(matching.clustersOf(base, matched, { taken, mostRecords: 20 }), persons, households)
  const joined = hits((at) => verdicts[at] === 'auto')
  expect(joined.precision).toBeGreaterThanOrEqual(0.998)
  expect(joined.recall).toBeGreaterThanOrEqual(0.78)
  expect(joined.householdMerges).toBeLessThan(1)
  expect(hits((at) => verdicts[at] !== 'no').f1).toBeGreaterThanOrEqual(0.93)
})
