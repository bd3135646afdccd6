import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/folder.ts'
import type { Io } from '../command.ts'
import { command } from '../match.ts'

/** Public sets of generated persons with known duplicates (Febrl, Christen 2008), thresholds without the truth. */
const folder = resolve('../shared/data/identity/febrl')
const map = {
  family_name: 'surname',
  address1: ['street_number', 'address_1'],
  address2: ['address_2', 'suburb'],
  prefecture: 'state',
  birth_date: 'date_of_birth',
}

for (const [number, least] of [
  [1, 0.998],
  [2, 0.997],
  [3, 0.998],
  [4, 0.999],
] as const) {
  const parts = (number === 4 ? ['4a', '4b'] : [String(number)]).map((part) => join(folder, `dataset${part}.csv`))
  const absent = parts.filter((part) => !existsSync(part))
  const title = absent.length === 0 ? `febrl ${number}` : `febrl ${number} (left out: ${absent.join(', ')} is not here)`
  test.runIf(absent.length === 0)(title, { timeout: 300_000 }, () => meets(parts, least))
}

async function meets(parts: string[], least: number): Promise<void> {
  const work = temporaryFolder('febrl')
  onTestFinished(() => rmSync(work, { recursive: true }))
  const lines = parts.flatMap((part, at) =>
    readFileSync(part, 'utf8')
      .trim()
      .split('\n')
      .slice(at === 0 ? 0 : 1),
  )
  const [head = '', ...rows] = lines.map((line) =>
    line
      .split(',')
      .map((cell) => cell.trim())
      .join(','),
  )
  writeFileSync(join(work, 'records.csv'), [head.replace('rec_id', 'record_id'), ...rows].join('\n'))
  const ids = rows.map((row) => row.split(',')[0] as string)
  const persons = [...Map.groupBy(ids, (id) => id.split('-')[1]).values()]
  const pairs = persons.flatMap((all) => all.flatMap((a, at) => all.slice(at + 1).map((b) => `${a},${b}`)))
  writeFileSync(join(work, 'pairs.csv'), ['record_id_a,record_id_b', ...pairs].join('\n'))
  writeFileSync(join(work, 'map.json'), JSON.stringify(map))
  let said = ''
  const args = [
    'evaluate',
    join(work, 'records.csv'),
    '--truth',
    join(work, 'pairs.csv'),
    '--columns',
    join(work, 'map.json'),
    '--json',
  ]
  await command.run(args, { say: (line: string) => void (said = line) } as unknown as Io)
  const report = JSON.parse(said)
  expect(report.clusters.f1).toBeGreaterThanOrEqual(least)
  expect(report.autoLinks.precision).toBeGreaterThanOrEqual(0.998)
}
