import { expect, test } from 'vitest'
import { defaultRules } from '../rules/rules.ts'
import { cpmCells, cpmOf } from './cpm.ts'
import { purchasesOf } from './facts.ts'

const { cpm: rules } = defaultRules('JPY')
const cell = (purchases: number, tenure: number, silence: number, netSales: number) =>
  cpmCells[cpmOf({ purchases, tenure, silence, netSales }, rules)]

test.each([
  // one purchase: neither tenure nor amount count
  [1, 0, 0, 500_000, 'first-active'],
  [1, 0, 239, 3_000, 'first-active'],
  [1, 0, 240, 3_000, 'first-lapsed'],
  // tenure below 90 days: no amount test
  [2, 0, 10, 900_000, 'early-active'],
  [2, 89, 10, 70_000, 'early-active'],
  [2, 89, 240, 70_000, 'early-lapsed'],
  // exactly 90 days, around ¥70,000: the exact amount belongs to 流行 and 優良
  [2, 90, 10, 69_999, 'steady-active'],
  [2, 90, 10, 70_000, 'trend-active'],
  [2, 90, 10, 70_001, 'trend-active'],
  [2, 209, 10, 70_000, 'trend-active'],
  [2, 209, 240, 70_000, 'trend-lapsed'],
  // exactly 210 days
  [2, 210, 10, 69_999, 'steady-active'],
  [2, 210, 10, 70_000, 'best-active'],
  [9, 2_000, 239, 70_000, 'best-active'],
  [9, 2_000, 240, 70_000, 'best-lapsed'],
  [9, 2_000, 241, 69_999, 'steady-lapsed'],
])('%i purchases over %i days, silent for %i, %i yen: %s', (purchases, tenure, silence, netSales, expected) => {
  expect(cell(purchases, tenure, silence, netSales)).toBe(expected)
})

test('orders of one day are two purchases, or one when the shop counts days', () => {
  const twoOnOneDay = { orderCount: 2, orderDays: 1 }
  expect(cell(purchasesOf(twoOnOneDay, false), 0, 10, 8_000)).toBe('early-active')
  expect(cell(purchasesOf(twoOnOneDay, true), 0, 10, 8_000)).toBe('first-active')
})
