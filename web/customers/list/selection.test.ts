import { expect, test } from 'vitest'
import { everythingSelected, isSelected, mark, markRun, nothingSelected, pageState, selectedCount } from './selection.ts'

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

test('Shift marks the run between two rows, in either direction', () => {
  const down = markRun(mark(nothingSelected, [12], true), page, 12, 14)
  expect(page.filter((id) => isSelected(down, id))).toEqual([12, 13, 14])
  const up = markRun(mark(nothingSelected, [14], true), page, 14, 11)
  expect(page.filter((id) => isSelected(up, id))).toEqual([11, 12, 13, 14])
})

test('Shift without an earlier row on this page marks the one row', () => {
  expect(selectedCount(markRun(nothingSelected, page, 999, 13), 5)).toBe(1)
})

test('Shift on a ticked row clears the run', () => {
  const run = markRun(mark(nothingSelected, page, true), page, 12, 13)
  expect(page.filter((id) => isSelected(run, id))).toEqual([11, 14, 15])
})

test('the head tick speaks of the page', () => {
  expect(pageState(nothingSelected, page)).toBe('none')
  expect(pageState(mark(nothingSelected, [11], true), page)).toBe('some')
  expect(pageState(everythingSelected, page)).toBe('all')
  expect(pageState(nothingSelected, [])).toBe('none')
})
