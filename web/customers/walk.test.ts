import { expect, test } from 'vitest'
import { placeOf } from './walk.ts'

const walk = { ids: [31, 32, 33], start: 100 }

test('a record knows its number and its neighbours', () => {
  expect(placeOf(walk, 32)).toEqual({ number: 102, previous: 31, next: 33 })
})

test('the ends have one neighbour', () => {
  expect(placeOf(walk, 31)).toMatchObject({ previous: null, next: 32 })
  expect(placeOf(walk, 33)).toMatchObject({ previous: 32, next: null })
})

test('a record opened by its address has no place', () => {
  expect(placeOf(walk, 99)).toBeNull()
  expect(placeOf(null, 31)).toBeNull()
})
