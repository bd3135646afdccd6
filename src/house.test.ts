import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { breachesOf, roomsOf } from '../test/house-rules.ts'
import { house } from './house.ts'

const root = join(import.meta.dirname, '..')
const rooms = roomsOf(readFileSync(join(root, 'HOUSE.md'), 'utf8'))

test('the rules of the house hold', () => {
  expect(breachesOf(root, rooms)).toEqual([])
})

test('the map and the list name the rooms in the same order', () => {
  const listed = house.map((room) => room.name)
  expect(listed).toEqual(rooms.filter((room) => listed.includes(room)))
})

function plant(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tokui-house-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return breachesOf(folder, ['platform', 'staff', 'customers'])
}

test('what is allowed is not reported', () => {
  const allowed = {
    'src/main.ts': "import { a } from './customers/index.ts'\n",
    'src/customers/profile/store.ts':
      "import { a } from '../../staff/index.ts'\nimport { b } from '../../platform/db/db.ts'\n",
    'src/customers/contract.ts':
      "import { a } from '../staff/contract.ts'\nimport { b } from './profile/contract.ts'\n",
    'web/customers/Page.tsx': "import { a } from '../../src/customers/profile/contract.ts'\n",
    'src/staff/a.test.ts': "import { house } from '../house.ts'\n",
    'src/staff/long.ts': 'const a = 1\n'.repeat(400),
  }
  expect(plant(allowed)).toEqual([])
})

test.each([
  ['an upward import', 'src/staff/a.ts', "import { a } from '../customers/index.ts'", 'upward'],
  ['an upward import of types', 'src/staff/a.ts', "import type { A } from '../customers/index.ts'", 'upward'],
  ['an upward import while running', 'src/platform/db/a.ts', "await import('../../staff/index.ts')", 'upward'],
  ['an import of the roof', 'src/staff/a.ts', "import { a } from '../server.ts'", 'upward'],
  ['a side door', 'src/customers/a.ts', "export { a } from '../staff/store.ts'", 'through the side'],
  ['a side door from the roof', 'src/cli/a.ts', "import '../staff/profile/index.ts'", 'through the side'],
  ['server code in the web', 'web/staff/Page.tsx', "import { a } from '../../src/staff/index.ts'", 'contracts only'],
  ['a long file', 'web/ui/a.css', 'a {}\n'.repeat(401), 'has 401 lines'],
])('%s is reported', (_what, file, text, complaint) => {
  expect(plant({ [file]: `${text}\n`.replace(/\n\n$/, '\n') })).toEqual([expect.stringContaining(complaint)])
})
