import { expect, test } from 'vitest'
import type { Db } from './db.ts'
import { together } from './together.ts'

const db: Db = { query: () => Promise.reject(new Error('not asked')) }

/** A reading that ends when it is told to, and a note of what each one read. */
function slowReading() {
  const readings: { keys: number[]; about: string; end(): void; fail(error: Error): void }[] = []
  const ask = together(
    (_db, keys: number[], about: string) =>
      new Promise<Map<number, string>>((resolve, reject) => {
        const end = () => resolve(new Map(keys.filter((key) => key > 0).map((key) => [key, `${about} ${key}`])))
        readings.push({ keys, about, end, fail: reject })
      }),
  )
  return { readings, ask: (key: number, about = 'all') => ask(db, key, about) }
}

test('what is asked while two readings are under way is read by the next, each key once', async () => {
  const { readings, ask } = slowReading()
  const answers = [ask(1), ask(2), ask(3), ask(4), ask(3), ask(-5)]
  expect(readings.map(({ keys }) => keys)).toEqual([[1], [2]])
  readings[1]?.end()
  expect(await answers[1]).toBe('all 2')
  expect(readings.map(({ keys }) => keys)).toEqual([[1], [2], [3, 4, -5]])
  for (const { end } of readings) end()
  expect(await Promise.all(answers)).toEqual(['all 1', 'all 2', 'all 3', 'all 4', 'all 3', undefined])
})

test('nobody is answered from a reading that began before they asked', async () => {
  const { readings, ask } = slowReading()
  const first = ask(1)
  const again = ask(1)
  const later = ask(1)
  readings[0]?.end()
  expect(await first).toBe('all 1')
  expect(readings.map(({ keys }) => keys)).toEqual([[1], [1], [1]])
  for (const { end } of readings) end()
  expect([await again, await later]).toEqual(['all 1', 'all 1'])
})

test('who may see different things is never read together', async () => {
  const { readings, ask } = slowReading()
  const answers = ['all', 'all', 'shop 2', 'all', 'shop 2', 'shop 2'].map((about) => ask(7, about))
  for (let index = 0; index < readings.length; index += 1) {
    readings[index]?.end()
    await new Promise(setImmediate)
  }
  expect(await Promise.all(answers)).toEqual(['all 7', 'all 7', 'shop 2 7', 'all 7', 'shop 2 7', 'shop 2 7'])
  expect(readings).toHaveLength(6)
})

test('a reading that fails fails those who asked it, and the next goes on', async () => {
  const { readings, ask } = slowReading()
  const answers = [ask(1), ask(2), ask(3)]
  readings[0]?.fail(new Error('the database is away'))
  await expect(answers[0]).rejects.toThrow('the database is away')
  readings[1]?.end()
  readings[2]?.end()
  expect(await Promise.all(answers.slice(1))).toEqual(['all 2', 'all 3'])
})

test('no more than 32 at once, in the order they were asked', async () => {
  const { readings, ask } = slowReading()
  const answers = Array.from({ length: 40 }, (_, index) => ask(index + 1))
  readings[0]?.end()
  await answers[0]
  expect(readings[2]?.keys).toEqual(Array.from({ length: 32 }, (_, index) => index + 3))
  readings[1]?.end()
  await answers[1]
  expect(readings[3]?.keys).toEqual([35, 36, 37, 38, 39, 40])
  for (const { end } of readings) end()
  expect(await answers[39]).toBe('all 40')
})
