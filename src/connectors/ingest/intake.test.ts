import { expect, test } from 'vitest'
import { openIntake } from './intake.ts'

const limits = { mostWaiting: 10, mostTogether: 5 }
const bad = Object.assign(new Error('unfit'), { own: true })
const isOwnFault = (error: unknown) => (error as { own?: boolean }).own === true

/** A database that takes its time: each writing ends when the test says so. */
function slowWriter() {
  const groups: number[][] = []
  const ends: ((error?: Error) => void)[] = []
  const write = (pieces: number[]) =>
    new Promise<void>((resolve, reject) => {
      groups.push(pieces)
      ends.push((error) => (error ? reject(error) : resolve()))
    })
  const end = async (error?: Error) => {
    ends.shift()?.(error)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { groups, write, end }
}

test('what comes while one group is written is written by the next, and answered when it is safe', async () => {
  const { groups, write, end } = slowWriter()
  const intake = openIntake(write, isOwnFault, limits)
  const answered: number[] = []
  const taken = [[1], [2, 3], [4, 5, 6], [7]].map(async (pieces) => {
    await intake.take(pieces)
    answered.push(pieces[0] as number)
  })
  expect(groups).toEqual([[1]])
  await end()
  expect(answered).toEqual([1])
  await end()
  await end()
  await Promise.all(taken)
  // no request is torn apart, none is larger than a group may be unless it comes alone
  expect(groups).toEqual([[1], [2, 3, 4, 5, 6], [7]])
  expect(answered).toEqual([1, 2, 4, 7])
})

test('who finds it full is told when to come again; there is room again once it is written', async () => {
  const { write, end } = slowWriter()
  const intake = openIntake(write, isOwnFault, limits)
  const taken = [intake.take([0])]
  expect(intake.fullSeconds()).toBe(0)
  for (const number of [1, 2]) taken.push(intake.take([number, 0, 0, 0, 0]))
  expect(intake.fullSeconds()).toBeGreaterThanOrEqual(1)
  expect(intake.fullSeconds()).toBeLessThanOrEqual(3)
  for (let count = 0; count < 3; count++) await end()
  await Promise.all(taken)
  expect(intake.fullSeconds()).toBe(0)
})

test('a request that cannot be written fails alone; when the database is away all of its group are told so', async () => {
  const groups: number[][] = []
  let isAway = false
  const intake = openIntake<number>(
    async (pieces) => {
      groups.push(pieces)
      await new Promise((resolve) => setImmediate(resolve))
      if (isAway) throw new Error('away')
      if (pieces.includes(13)) throw bad
    },
    isOwnFault,
    limits,
  )
  const told = (pieces: number[]) =>
    intake.take(pieces).then(
      () => 'kept',
      (error: Error) => error.message,
    )
  expect(await Promise.all([told([1]), told([2]), told([13]), told([3])])).toEqual(['kept', 'kept', 'unfit', 'kept'])
  expect(groups).toEqual([[1], [2, 13, 3], [2], [13], [3]])
  isAway = true
  expect(await Promise.all([told([4]), told([5]), told([6])])).toEqual(['away', 'away', 'away'])
  isAway = false
  expect(await told([7])).toBe('kept')
})
