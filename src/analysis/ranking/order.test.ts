import { expect, test } from 'vitest'
import { everyPlace, sortPlaces } from './order.ts'
import { openSlots } from './slots.ts'

/** Numbers that look drawn by chance and are the same every time. */
function drawn(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test.each([
  ['money', 5_000, (x: number) => Math.floor(x * 90_000) - 4_000],
  ['few values', 5_000, (x: number) => Math.floor(x * 3)],
  ['ids up to 2^53', 5_000, (x: number) => Math.floor(x * 2 ** 53)],
  ['one value', 10, () => 7],
  ['nothing', 0, () => 0],
])('sorts places by value and leaves equal ones in order: %s', (_name, size, value) => {
  const next = drawn(size)
  const values = Float64Array.from({ length: size }, () => value(next()))
  const expected = [...everyPlace(size)].sort((a, b) => (values[a] as number) - (values[b] as number))
  expect([...sortPlaces(values, everyPlace(size))]).toEqual(expected)
})

test('slots are given once, for dense and for sparse ids', () => {
  const slots = openSlots()
  const next = drawn(3)
  const ids = Array.from({ length: 20_000 }, (_, index) =>
    index % 2 === 0 ? index + 1 : 2 ** 25 + Math.floor(next() * 2 ** 52),
  )
  const given = ids.map((id) => slots.slotOf(id))
  expect(ids.map((id) => slots.slotOf(id))).toEqual(given)
  expect(slots.size()).toBe(new Set(ids).size)
  expect(ids.every((id, index) => slots.ids()[given[index] as number] === id)).toBe(true)
})
