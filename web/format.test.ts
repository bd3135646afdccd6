import { expect, test } from 'vitest'
import { formatsFor } from './format.ts'

const yen = { timeZone: 'Asia/Tokyo', currency: 'JPY' }
const ja = formatsFor('ja', yen)
const en = formatsFor('en', yen)
// 23:30 UTC is the next morning in Tokyo
const late = '2026-11-21T23:30:00Z'

test('days stay the day they are, whatever the zone', () => {
  expect(ja.day('2026-11-22')).toBe('2026/11/22')
  expect(en.day('2026-11-22')).toBe('Nov 22, 2026')
  expect(ja.dayWithWeekday('2026-11-22')).toBe('2026/11/22（日）')
  expect(formatsFor('ja', { ...yen, timeZone: 'America/Los_Angeles' }).day('2026-11-22')).toBe('2026/11/22')
  expect(ja.month('2026-11-30')).toBe('2026/11')
})

test('what stands side by side is parted as the language does', () => {
  expect(ja.beside(['追加 3', '', '更新 1'])).toBe('追加 3　更新 1')
  expect(en.beside(['Added 3', '', 'Updated 1'])).toBe('Added 3 · Updated 1')
})

test('instants are told in the company’s zone, 24 hours', () => {
  expect(ja.dateTime(late)).toBe('2026/11/22 8:30')
  expect(ja.dayOf(late)).toBe('2026-11-22')
  expect(en.dateTime('2026-11-22T06:04:00Z')).toBe('Nov 22, 2026 15:04')
})

test('和暦 stands beside 西暦 for birthdays', () => {
  expect(ja.birthday('1968-04-12')).toBe('1968/04/12（昭和43年）')
  expect(ja.birthday('2019-05-01')).toBe('2019/05/01（令和元年）')
  expect(en.birthday('1968-04-12')).toBe('Apr 12, 1968')
})

test('figures have commas, a real minus and one decimal for shares', () => {
  expect(ja.number(-1234567)).toBe('−1,234,567')
  expect(ja.percent(0.3124)).toBe('31.2')
  expect(ja.percent(-0.005)).toBe('−0.5')
  expect(ja.decimal(12)).toBe('12.0')
})

test('the heading of amounts names their unit', () => {
  expect(`売上${ja.inUnit}`).toBe('売上（円）')
  expect(`Sales${en.inUnit}`).toBe('Sales (¥)')
  expect(`売上${formatsFor('ja', { ...yen, currency: 'USD' }).inUnit}`).toBe('売上 (USD)')
})

test('money is in the currency’s smallest unit', () => {
  expect(ja.money(8640)).toBe('8,640円')
  expect(en.money(8640)).toBe('¥8,640')
  const dollars = formatsFor('ja', { timeZone: 'Asia/Tokyo', currency: 'USD' })
  expect(dollars.amount(123456)).toBe('1,234.56')
  expect(dollars.money(-123456)).toBe('−$1,234.56')
})

test('time past in the largest whole unit', () => {
  const now = new Date('2026-11-22T12:00:00Z')
  expect(ja.ago('2026-11-22T08:59:00Z', now)).toBe('3 時間前')
  expect(ja.ago('2026-11-15T12:00:00Z', now)).toBe('7 日前')
  expect(en.ago('2026-11-22T11:30:00Z', now)).toBe('30 minutes ago')
})

test('estimates are told by their first three digits', () => {
  expect([ja.moneyAbout(13_235_028), ja.moneyAbout(-452_536)]).toEqual(['1320万円', '−45.3万円'])
  expect([en.moneyAbout(13_235_028), en.moneyAbout(-452_536)]).toEqual(['¥13.2M', '−¥453K'])
})
