import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { topics } from './topics.ts'

const source = join(import.meta.dirname, '..', '..')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: readFileSync(join(source, name), 'utf8') }))

/** What other systems may want to hear of. */
const writes = /\b(insert into (customers|customer_changes|orders|consents|customer_merges)|update orders)\b/

/** Writers that say nothing, and why. */
const silent: Record<string, string> = {
  'connectors/imports/undo.ts': 'an import that is undone was no news, or is taken back as a whole',
  'customers/merging/store.ts': 'what a merge shows of the other record is part of the news of the merge',
  'customers/profile/store.ts': 'its callers write the history, which announces',
}

test('who writes what other systems may hear of announces it', () => {
  const mute = files.filter(({ text }) => writes.test(text) && !/\bannounce(All|Each)?\(/.test(text))
  expect(mute.map(({ name }) => name).sort()).toEqual(Object.keys(silent).sort())
})

test('every topic is announced somewhere', () => {
  const said = files.filter(({ name }) => name !== 'connectors/deliveries/topics.ts').map(({ text }) => text)
  const missing = topics.filter((topic) => !said.some((text) => text.includes(`'${topic}'`)))
  expect(missing).toEqual([])
})
