import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/folder.ts'
import { recordsWithTruth } from '../../demo/index.ts'
import type { Io } from '../command.ts'
import { command } from '../match.ts'

function given(files: Record<string, string>): (name: string) => string {
  const folder = temporaryFolder('match')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return (name) => join(folder, name)
}

async function say(...args: string[]): Promise<string[]> {
  const lines: string[] = []
  await command.run(args, { say: (line: string) => void lines.push(line) } as unknown as Io)
  return lines
}

const columns = {
  source: 'source',
  memberNo: 'member_no',
  familyName: 'family_name',
  givenName: 'given_name',
  familyKana: 'family_kana',
  givenKana: 'given_kana',
  fullName: 'full_name_raw',
  postcode: 'postcode',
  prefecture: 'prefecture',
  address1: 'address1',
  address2: 'address2',
  phone: 'phone',
  mobile: 'mobile',
  email: 'email',
  birthDate: 'birth_date',
  gender: 'gender',
  lineId: 'line_id',
} as const

/** The invented records as the files that the command reads. */
function files(records: number, seed: number): { records: string; pairs: string } {
  const rows = [...recordsWithTruth({ records, seed })]
  const cells = rows.map(({ record }, at) => [
    at,
    ...Object.keys(columns).map((key) => `"${record[key as keyof typeof columns] ?? ''}"`),
  ])
  const byPerson = Map.groupBy(rows.keys(), (at) => rows[at]?.person)
  const pairs = [...byPerson.values()].flatMap((all) => all.flatMap((a, at) => all.slice(at + 1).map((b) => [a, b])))
  const csv = (head: string[], lines: unknown[][]) => [head, ...lines].map((line) => line.join(',')).join('\n')
  return {
    records: csv(['record_id', ...Object.values(columns)], cells),
    pairs: csv(['record_id_a', 'record_id_b'], pairs),
  }
}

test('evaluate prints one JSON object with the figures of the protocol', { timeout: 120_000 }, async () => {
  const file = given(files(6000, 3))
  const args = ['evaluate', file('records'), '--truth', file('pairs'), '--json']
  const [line = '', ...more] = await say(...args)
  expect(more).toEqual([])
  const report = JSON.parse(line)
  expect(report).toMatchObject({
    records: 6000,
    autoLinks: { precision: expect.any(Number), recall: expect.any(Number) },
    clusters: { precision: expect.any(Number), recall: expect.any(Number), f1: expect.any(Number) },
    review: { pairs: expect.any(Number), recall: expect.any(Number) },
    blocking: { candidates: expect.any(Number), recall: expect.any(Number) },
    seconds: expect.any(Number),
  })
  expect(report.truePairs).toBeGreaterThan(3000)
  expect(report.autoLinks.precision).toBeGreaterThan(0.995)
  expect(report.autoLinks.recall).toBeGreaterThan(0.7)
  expect(report.clusters.f1).toBeGreaterThan(0.93)
  const [again = ''] = await say(...args)
  expect({ ...JSON.parse(again), seconds: 0 }).toEqual({ ...report, seconds: 0 })
  expect((await say(...args.slice(0, -1)))[0]).toMatch(/^6000 records, \d+ true pairs/)
})

const people = `no,surname,first,born,town,extra
1,Yamada,Hanako,1980-04-05,Kyoto,x
2,Yamada,Hanako,1980-04-05,Kyoto,x
3,Suzuki,Ichiro,1973-10-22,Kobe,y
`
const pairs = 'record_id_a,record_id_b\n1,2\n'

test('columns may have other names, either way round, and stand for several', async () => {
  const file = given({
    people,
    pairs,
    one: '{"record_id": "no", "family_name": "surname", "given_name": "first", "birth_date": "born", "address1": ["town", "extra"]}',
    other:
      '{"no": "record_id", "surname": "family_name", "first": "given_name", "born": "birth_date", "town": "other", "extra": null}',
  })
  for (const map of ['one', 'other']) {
    const [line = ''] = await say(
      'evaluate',
      file('people'),
      '--truth',
      file('pairs'),
      '--columns',
      file(map),
      '--json',
    )
    expect(JSON.parse(line)).toMatchObject({ records: 3, truePairs: 1, clusters: { precision: 1 } })
  }
})

test.each<[string, string[], Record<string, string>, string]>([
  ['no truth', ['evaluate', 'r'], {}, 'name the true pairs with --truth'],
  ['no records', ['evaluate', '--truth', 'p'], {}, 'name one file of records'],
  ['another task', ['guess'], {}, 'there is no "tokui match guess"'],
  ['an unknown option', ['evaluate', 'r', '--thruth', 'p'], {}, "Unknown option '--thruth'"],
  ['a wrong precision', ['evaluate', 'r', '--truth', 'p', '--precision', '3'], {}, '--precision is a share'],
  ['a missing file', ['evaluate', 'nowhere.csv', '--truth', 'p'], {}, 'There is no file nowhere.csv'],
  [
    'an unknown column',
    ['evaluate', 'r', '--truth', 'p'],
    { r: 'record_id,shoe_size\n1,2\n' },
    'column "shoe_size" is not known',
  ],
  ['no ids', ['evaluate', 'r', '--truth', 'p'], { r: 'email\na@b.jp\n' }, 'needs a column record_id'],
  [
    'an id twice',
    ['evaluate', 'r', '--truth', 'p'],
    { r: 'record_id,email\n1,a@b.jp\n1,b@b.jp\n' },
    '"1" occurs twice',
  ],
  [
    'a pair of nobody',
    ['evaluate', 'r', '--truth', 'p'],
    { r: 'record_id,email\n1,a@b.jp\n', p: 'record_id_a,record_id_b\n1,9\n' },
    'there is no record "9"',
  ],
  [
    'pairs without heads',
    ['evaluate', 'r', '--truth', 'p'],
    { r: 'record_id,email\n1,a@b.jp\n', p: 'a,b\n1,1\n' },
    'needs the columns record_id_a and record_id_b',
  ],
  [
    'a map that is no map',
    ['evaluate', 'r', '--truth', 'p', '--columns', 'm'],
    { r: 'record_id\n1\n', m: '[1]' },
    'must be an object',
  ],
  [
    'a map to no column',
    ['evaluate', 'r', '--truth', 'p', '--columns', 'm'],
    { r: 'record_id\n1\n', m: '{"email": "mail"}' },
    'has no column "mail"',
  ],
  [
    'a map to no field',
    ['evaluate', 'r', '--truth', 'p', '--columns', 'm'],
    { r: 'record_id\n1\n', m: '{"shoe": "record_id2"}' },
    '"shoe" is no field',
  ],
])('%s is refused', async (_, args, contents, words) => {
  const file = given(contents)
  const full = args.map((arg) => (arg in contents ? file(arg) : arg))
  await expect(say(...full)).rejects.toThrow(words)
})
