import { expect, test } from 'vitest'
import { countPairs, openRanks } from './count-pairs.ts'

test('every pair of days is counted, who had not bought yet or no longer has included', () => {
  const ranks = openRanks()
  const days = [
    { 7: 'A', 3: 'S' },
    { 3: 'S', 7: 'B', 2_000_000_000: 'A' },
    { 2_000_000_000: 'S', 3: 'A', 1: 'B' },
  ]
  for (const day of days) {
    const note = ranks.newDay()
    for (const [id, rank] of Object.entries(day)) note(Number(id), rank)
  }
  const found = countPairs(ranks.done())
  expect(found.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ])
  const said = found.map(({ moves }) => moves.map(({ from, to, customers }) => `${from}>${to} ${customers}`).sort())
  expect(said).toEqual([
    ['A>B 1', 'S>S 1', 'null>A 1'],
    ['A>null 1', 'S>A 1', 'null>B 1', 'null>S 1'],
    ['A>S 1', 'B>null 1', 'S>A 1', 'null>B 1'],
  ])
})

test('many customers on a day after few are taken down whole', () => {
  const ranks = openRanks()
  ranks.newDay()(5, 'A')
  const note = ranks.newDay()
  for (let id = 1; id <= 5000; id++) note(id, 'B')
  expect(countPairs(ranks.done())[0]?.moves).toEqual([
    { from: null, to: 'B', customers: 4999 },
    { from: 'A', to: 'B', customers: 1 },
  ])
})

test('a base where nobody has bought has no moves', () => {
  const ranks = openRanks()
  ranks.newDay()
  ranks.newDay()
  expect(countPairs(ranks.done())).toEqual([{ from: 0, to: 1, moves: [] }])
})
