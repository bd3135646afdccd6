import { expect, test } from 'vitest'
import { happenedAt, readInstant } from './time.ts'

const received = Date.parse('2026-11-22T03:00:00Z')
const at = (own: string | null, sent: string | null) =>
  new Date(happenedAt(readInstant(own), readInstant(sent), received)).toISOString()

test.each([
  ['no time of its own', null, '2026-11-22T03:00:00Z', '2026-11-22T03:00:00.000Z'],
  ['a right clock', '2026-11-22T02:59:00Z', '2026-11-22T03:00:00Z', '2026-11-22T02:59:00.000Z'],
  ['a clock an hour ahead', '2026-11-22T03:59:00Z', '2026-11-22T04:00:00Z', '2026-11-22T02:59:00.000Z'],
  ['a clock that says 1970', '1970-01-01T00:00:00Z', '1970-01-01T00:00:05Z', '2026-11-22T02:59:55.000Z'],
  ['kept for two years and sent now', '2024-11-22T03:00:00Z', '2026-11-22T03:00:00Z', '2024-11-22T03:00:00.000Z'],
  ['no time of sending', '2026-11-20T00:00:00Z', null, '2026-11-20T00:00:00.000Z'],
  ['a time of sending before the event', '2026-11-20T00:00:00Z', '1970-01-01T00:00:00Z', '2026-11-20T00:00:00.000Z'],
  ['the year 9999', '9999-12-31T23:59:59Z', '2026-11-22T03:00:00Z', '2026-11-22T03:00:00.000Z'],
  ['the year 0', '0000-01-01T00:00:00Z', '2026-11-22T03:00:00Z', '2026-11-22T03:00:00.000Z'],
  ['sent in the year 9999', '2026-11-22T02:00:00Z', '9999-12-31T23:59:59Z', '2026-11-22T03:00:00.000Z'],
])('%s', (_name, own, sent, expected) => {
  expect(at(own, sent)).toBe(expected)
})

test('instants are texts with or without a zone, or numbers', () => {
  expect(readInstant('2026-11-22T12:00:00+09:00')).toBe(received)
  expect(readInstant('2026-11-22T03:00:00')).toBe(received)
  expect(readInstant('2026-11-22T03:00:00.000')).toBe(received)
  expect(readInstant(received)).toBe(received)
  expect(readInstant(received / 1000)).toBe(received)
  for (const nonsense of ['soon', '', '22/11/2026', {}, null, true, Number.NaN, 1e300])
    expect(readInstant(nonsense)).toBeNull()
})
