import { expect, test, vi } from 'vitest'
import { extended, keepCursor, missingPage, placeOf, readCursor, type Walk } from './walk.ts'

const kept = new Map<string, string>()
vi.stubGlobal('sessionStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
})

const walk: Walk = {
  href: '/customers?rank=S',
  asked: { sort: '-netSales' },
  ids: [31, 32, 33],
  page: 2,
  next: 'c3',
  total: 250,
  exact: true,
}

test('a record knows its number and its neighbours', () => {
  expect(placeOf(walk, 32)).toEqual({ number: 102, page: 2, previous: 31, next: 33 })
})

test('a record opened by its address has no place', () => {
  expect(placeOf(walk, 99)).toBeNull()
  expect(placeOf(null, 31)).toBeNull()
})

test('at the end of a page the next one is missing, until there is none', () => {
  expect(missingPage(walk, 32)).toBeNull()
  expect(missingPage(walk, 33)).toEqual({ page: 3, cursor: 'c3' })
  const longer = extended(walk, 3, [34, 35], null)
  expect(placeOf(longer, 33)).toMatchObject({ next: 34 })
  expect(missingPage(longer, 35)).toBeNull()
})

test('at the beginning the page before is missing, when it was passed on the way', () => {
  const first = { ...walk, page: 3 }
  expect(missingPage(first, 31)).toBeNull()
  keepCursor(walk.asked, 2, 'c2')
  expect(missingPage(first, 31)).toEqual({ page: 2, cursor: 'c2' })
  expect(missingPage(walk, 31)).toEqual({ page: 1, cursor: null })
  const longer = extended(walk, 1, [1, 2, 31], 'c2')
  expect(longer).toMatchObject({ page: 1, ids: [1, 2, 31, 32, 33], next: 'c3' })
  expect(missingPage(longer, 1)).toBeNull()
})

test('cursors are kept a list each, and a changed one forgets those after it', () => {
  const asked = { sort: 'kana', filter: '{"field":"rank","in":["S"]}' }
  keepCursor(asked, 2, 'a')
  keepCursor(asked, 3, 'b')
  expect([1, 2, 3, 4].map((page) => readCursor(asked, page))).toEqual([null, 'a', 'b', undefined])
  keepCursor(asked, 2, 'other')
  expect(readCursor(asked, 3)).toBeUndefined()
  expect(readCursor({ sort: 'kana' }, 2)).toBeUndefined()
})
