import { expect, test } from 'vitest'
import { house, jobsOf } from './house.ts'
import { schedule } from './schedule.ts'

test('every line of the schedule starts a job that a room has', () => {
  const known = jobsOf(house).map((job) => job.name)
  expect(schedule.map((line) => line.job).filter((name) => !known.includes(name))).toEqual([])
})

test('no two rooms have a job of the same name', () => {
  const names = jobsOf(house).map((job) => job.name)
  expect(names).toEqual([...new Set(names)])
})
