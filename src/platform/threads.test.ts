import { once } from 'node:events'
import { expect, test } from 'vitest'
import { startThread } from './threads.ts'

test('a thread takes types out without WebAssembly, and its errors name the lines as they are written', async () => {
  const worker = startThread(new URL('../../test/thread-modules.ts', import.meta.url))
  const [{ loaded, where }] = (await once(worker, 'message')) as [{ loaded: string[]; where: string }]
  expect(loaded.length).toBeGreaterThan(50)
  // what Node.js takes types out with
  expect(loaded.filter((name) => name.includes('amaro'))).toEqual([])
  expect(where).toMatch(/thread-modules\.ts:5:/)
})
