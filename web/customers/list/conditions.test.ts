import { describe, expect, test } from 'vitest'
import type { Predicate } from '../../../src/segments/contract.ts'
import { predicateOf, readConditions, writeConditions } from './conditions.ts'

const cases: [string, Predicate[], Record<string, string>][] = [
  ['choices', [{ field: 'rank', in: ['S', 'A'] }], { rank: 'S,A' }],
  ['all but', [{ field: 'tags', notIn: [3] }], { tags: '!3' }],
  ['numbers', [{ field: 'r', in: [5] }], { r: '5' }],
  ['a range', [{ field: 'orderCount', from: 2, to: 5 }], { orderCount: '2..5' }],
  ['a minimum', [{ field: 'netSales', from: 10000 }], { netSales: '10000..' }],
  ['a maximum', [{ field: 'netSales', to: 10000 }], { netSales: '..10000' }],
  ['days', [{ field: 'firstOn', from: '2026-01-01', to: '2026-01-31' }], { firstOn: '2026-01-01..2026-01-31' }],
  ['days back', [{ field: 'lastOn', withinDays: 30 }], { lastOn: '..30d' }],
  ['long ago', [{ field: 'lastOn', olderThanDays: 90 }], { lastOn: '90d..' }],
  ['flags', [{ field: 'hasEmail', is: false }], { hasEmail: 'no' }],
  ['filled', [{ field: 'attribute.skin', empty: false }], { 'attribute.skin': 'filled' }],
  ['beginning', [{ field: 'number', startsWith: '104-' }], { number: '104-*' }],
]

describe('conditions in the address', () => {
  test.each(cases)('%s are written so that people can read them, and read back', (_, conditions, search) => {
    expect(writeConditions(conditions)).toEqual(search)
    expect(readConditions(search)).toEqual(conditions)
  })

  test('two ends of a span of days are one parameter', () => {
    const both: Predicate[] = [
      { field: 'lastOn', olderThanDays: 90 },
      { field: 'lastOn', withinDays: 365 },
    ]
    expect(writeConditions(both)).toEqual({ lastOn: '90d..365d' })
    expect(readConditions({ lastOn: '90d..365d' })).toEqual(both)
  })

  test('what has no readable form travels as a whole', () => {
    const odd: Predicate[] = [
      {
        any: [
          { field: 'rank', in: ['S'] },
          { field: 'r', from: 5 },
        ],
      },
      { field: 'rankAt', at: '2026-10-31', in: ['A'] },
      { field: 'prefecture', in: ['a,b'] },
    ]
    expect(Object.keys(writeConditions(odd))).toEqual(['filter'])
    expect(readConditions(writeConditions(odd))).toEqual(odd)
  })

  test('parameters of the list are not conditions, and nonsense is none', () => {
    expect(
      readConditions({ q: '髙橋', sort: '-netSales', page: '2', lastOn: '..', netSales: 'x..y', filter: '{' }),
    ).toEqual([])
  })

  test('the search box is one more condition', () => {
    expect(predicateOf([{ field: 'rank', in: ['S'] }], ' 5678 ')).toEqual({
      all: [
        { field: 'rank', in: ['S'] },
        { field: 'search', matches: '5678' },
      ],
    })
    expect(predicateOf([], '')).toEqual({ all: [] })
  })
})
