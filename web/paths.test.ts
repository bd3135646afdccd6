import { expect, test } from 'vitest'
import { paths, readSearch, writeSearch } from './paths.ts'

test('search values are written readably and read back as texts', () => {
  const text = writeSearch({
    rank: ['S', 'A'],
    spent: '50000..',
    q: '佐藤 & 花',
    page: 2,
    empty: '',
    none: undefined,
    off: false,
  })
  expect(text).toBe('?rank=S,A&spent=50000..&q=%E4%BD%90%E8%97%A4+%26+%E8%8A%B1&page=2')
  expect(readSearch(text)).toEqual({ rank: 'S,A', spent: '50000..', q: '佐藤 & 花', page: '2' })
})

test('places are written as addresses', () => {
  expect(paths.customer(12)).toBe('/customers/12')
  expect(paths.customers({ rank: ['S'] })).toBe('/customers?rank=S')
  expect(paths.signIn({ next: undefined })).toBe('/sign-in')
})
