import { expect, test } from 'vitest'
import { everythingSelected, isSelected, mark, nothingSelected, pageState, selectedCount } from './selection.ts'

const page = [11, 12, 13, 14, 15]

test('everything but two is a rule with two exceptions, not a list of ids', () => {
  const selection = mark(mark(everythingSelected, [12], false), [14], false)
  expect(selectedCount(selection, 12_345)).toBe(12_343)
  expect(isSelected(selection, 12)).toBe(false)
  expect(isSelected(selection, 99)).toBe(true)
})

test('ticking an exception again takes it back in', () => {
  expect(selectedCount(mark(mark(everythingSelected, [12], false), [12], true), 10)).toBe(10)
})

test('the head tick speaks of the page', () => {
  expect(pageState(nothingSelected, page)).toBe('none')
  expect(pageState(mark(nothingSelected, [11], true), page)).toBe('some')
  expect(pageState(everythingSelected, page)).toBe('all')
  expect(pageState(nothingSelected, [])).toBe('none')
})
