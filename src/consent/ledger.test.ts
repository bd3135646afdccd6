import { expect, test } from 'vitest'
import { createChance } from '../demo/chance.ts'
import { type Statement, standingOf, type Via } from './ledger.ts'

const said = (isGranted: boolean, day: number, via: Via = 'form', id = day, record = 1): Statement => ({
  id,
  record,
  isGranted,
  at: new Date(Date.UTC(2026, 0, day)),
  via,
})
const standing = (...statements: Statement[]) => standingOf(statements).standing

test.each<[string, Statement[], string]>([
  ['nobody asked', [], 'unknown'],
  ['granted', [said(true, 1)], 'granted'],
  ['refused after', [said(true, 1), said(false, 2)], 'refused'],
  ['granted again by the person', [said(true, 1), said(false, 2), said(true, 3)], 'granted'],
  ['an older grant, learned later, revives nothing', [said(false, 2), said(true, 1, 'form', 9)], 'refused'],
  ['at the same instant the refusal counts', [said(false, 2, 'form', 1), said(true, 2, 'form', 2)], 'refused'],
  ['a file grants where nobody refused', [said(true, 1, 'import')], 'granted'],
  ['a file never revives', [said(false, 2), said(true, 3, 'import')], 'refused'],
  ['not even what a file itself had refused', [said(false, 2, 'import'), said(true, 3, 'import')], 'refused'],
  ['a file may refuse', [said(true, 1), said(false, 2, 'import')], 'refused'],
])('%s', (_title, statements, expected) => expect(standing(...statements)).toBe(expected))

test('the order in which statements are learned makes no difference', () => {
  const { next } = createChance(3, 0)
  for (let round = 0; round < 500; round++) {
    const statements = Array.from({ length: Math.floor(8 * next()) }, (_, id) =>
      said(next() < 0.5, 1 + Math.floor(6 * next()), next() < 0.4 ? 'import' : 'form', id),
    )
    const shuffled = statements.toSorted(() => next() - 0.5)
    expect(standing(...shuffled)).toBe(standing(...statements))
  }
})

test('more refusals never make a consent', () => {
  const { next } = createChance(5, 0)
  for (let round = 0; round < 500; round++) {
    const statements = Array.from({ length: 1 + Math.floor(6 * next()) }, (_, id) =>
      said(next() < 0.6, 1 + Math.floor(6 * next()), next() < 0.4 ? 'import' : 'form', id),
    )
    const refused = [...statements, said(false, 1 + Math.floor(6 * next()), 'form', 99)]
    if (standing(...statements) !== 'granted') expect(standing(...refused)).not.toBe('granted')
  }
})

test.each<[string, Statement[], string]>([
  ['granted under one after it was refused under the other', [said(false, 1), said(true, 2, 'form', 2, 2)], 'refused'],
  ['granted again under the one that refused', [said(false, 1), said(true, 2), said(true, 3, 'form', 3, 2)], 'granted'],
  ['granted after the merge', [said(false, 1), said(true, 11, 'form', 2, 2)], 'granted'],
  ['said by a file after the merge', [said(false, 1), said(true, 11, 'import', 2, 2)], 'refused'],
  ['granted under the third, merged later', [said(false, 1), said(true, 11, 'form', 2, 3)], 'refused'],
  ['nobody asked under one, granted under the other', [said(true, 2, 'form', 2, 2)], 'granted'],
])('of merged records the stricter stands: %s', (_title, statements, expected) => {
  const at = (day: number) => new Date(Date.UTC(2026, 0, day))
  const pairs = [
    { a: 1, b: 2, at: at(10) },
    { a: 1, b: 3, at: at(20) },
    { a: 2, b: 3, at: at(20) },
  ]
  expect(standingOf(statements, pairs).standing).toBe(expected)
  expect(standingOf(statements.toReversed(), pairs).standing).toBe(expected)
})
