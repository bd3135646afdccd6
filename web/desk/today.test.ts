import { expect, test } from 'vitest'
import { readConditions } from '../customers/list/conditions.ts'
import { readSearch } from '../paths.ts'
import { daysOfMonth, hrefOf, monthSoFar, peopleOfToday } from './today.ts'

const known = { today: '2026-11-22', best: ['S', 'A'], monthEnd: '2026-10-31' } as const

test('every link says the very conditions its count was asked with', () => {
  for (const { conditions } of peopleOfToday(known)) {
    const search = readSearch(hrefOf(conditions).split('?')[1] ?? '')
    expect(readConditions(search)).toEqual(expect.arrayContaining(conditions))
    expect(readConditions(search)).toHaveLength(conditions.length)
  }
})

test('without a kept month end nobody is thanked for moving up', () => {
  expect(peopleOfToday({ ...known, monthEnd: null }).map(({ key }) => key)).not.toContain('thank')
})

test('the month so far is compared with the same days a year before', () => {
  expect(monthSoFar('2026-11-22')).toEqual({
    now: { from: '2026-11-01', to: '2026-11-22' },
    yearAgo: { from: '2025-11-01', to: '2025-11-22' },
  })
  expect(monthSoFar('2028-02-29').yearAgo.to).toBe('2027-02-28')
})

test('a month ends on its last day', () => {
  expect(daysOfMonth('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
})
