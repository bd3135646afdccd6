import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../test/folder.ts'
import { seal, unseal } from './secrets.ts'
import { Trouble } from './trouble.ts'

function folder(): string {
  const made = temporaryFolder('secrets')
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

test('what was sealed opens again, and no two seals are alike', () => {
  const config = { dataFolder: folder() }
  const sealed = seal(config, 'connection 1', 'p@ss 秘密')
  expect(unseal(config, 'connection 1', sealed)).toBe('p@ss 秘密')
  expect(sealed.includes('p@ss')).toBe(false)
  expect(seal(config, 'connection 1', 'p@ss 秘密')).not.toEqual(sealed)
})

test('the key file is made once, for its owner alone', () => {
  const dataFolder = folder()
  seal({ dataFolder }, 'a', 'x')
  const { mode, mtimeMs } = statSync(join(dataFolder, 'secret.key'))
  expect(mode & 0o777).toBe(0o600)
  seal({ dataFolder }, 'a', 'y')
  expect(statSync(join(dataFolder, 'secret.key')).mtimeMs).toBe(mtimeMs)
  expect(readdirSync(dataFolder)).toEqual(['secret.key'])
})

test.each<[string, (sealed: Buffer) => [object, string, Buffer]]>([
  ['another key', (sealed) => [{ secret: 'other' }, 'a', sealed]],
  ['something else', (sealed) => [{ secret: 'key' }, 'b', sealed]],
  [
    'changed bytes',
    (sealed) => [{ secret: 'key' }, 'a', Buffer.from(sealed.map((byte, at) => (at === 30 ? byte ^ 1 : byte)))],
  ],
  ['cut off', (sealed) => [{ secret: 'key' }, 'a', sealed.subarray(0, 20)]],
])('%s: does not open', (_, change) => {
  const dataFolder = '/nowhere'
  const [config, about, sealed] = change(seal({ dataFolder, secret: 'key' }, 'a', 'x'.repeat(20)))
  expect(() => unseal({ dataFolder, ...config }, about, sealed)).toThrow(Trouble)
})
