import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/folder.ts'
import type { Io } from '../command.ts'
import { command } from '../recommend.ts'
import { readTrial } from './trial-files.ts'

function given(files: Record<string, string>): (name: string) => string {
  const folder = temporaryFolder('recommend')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return (name) => join(folder, name)
}

const histories = ({ baskets }: Awaited<ReturnType<typeof readTrial>>) => [
  [...baskets.first],
  [...baskets.start],
  [...baskets.bought],
  baskets.days && [...baskets.days],
]

test('lines: what the training line has is not asked for', async () => {
  const file = given({ train: 'a x y\nb y\n', test: 'b y z\nc x\n' })
  const trial = await readTrial(file('train'), file('test'), 'lines')
  // x, y, z are 0, 1, 2; a, b, c too
  expect(histories(trial)).toEqual([[0, 1, 2, 2], [0, 2, 3], [0, 1, 1], null])
  expect(trial.wanted.map((items) => [...items])).toEqual([[], [2], [0]])
  expect(trial.masked).toBe(true)
})

test('csv: columns in any order, a day is a basket, what was given back is left out', async () => {
  const head = '\ufeffdate,product_id,customer_id,quantity\r\n'
  const file = given({
    train: `${head}2024-02-01,p,1,1\r\n2024-01-05 10:00,q,1,2\r\n2024-01-05 12:00,"p",1,1\r\n2024-01-06,q,1,-2\r\n`,
    test: `${head}2024/3/1,p,1,1\r\n`,
  })
  const trial = await readTrial(file('train'), file('test'), 'csv')
  expect(histories(trial)).toEqual([
    [0, 2],
    [0, 2, 3],
    [0, 1, 0],
    [19727, 19754],
  ])
  expect(trial.wanted.map((items) => [...items])).toEqual([[0]])
  expect(trial.masked).toBe(false)
})

test('baskets-json: baskets of -1 are passed over', async () => {
  const file = given({ train: '{"7": [[-1], [3, 4], [3], [-1]]}', test: '{"7": [[-1], [4, 9], [-1]]}' })
  const trial = await readTrial(file('train'), file('test'), 'baskets-json')
  expect(histories(trial)).toEqual([[0, 2], [0, 2, 3], [0, 1, 0], null])
  expect(trial.wanted.map((items) => [...items])).toEqual([[1, 2]])
})

async function say(args: string[]): Promise<string[]> {
  const lines: string[] = []
  await command.run(args, { say: (line: string) => void lines.push(line) } as unknown as Io)
  return lines
}

test('evaluate prints one JSON object with the figures of the protocol', async () => {
  // three tastes of ten items; everyone has six of one, in an order of their own
  const lists = Array.from({ length: 90 }, (_, u) => {
    const start = (u * 7919) % 10
    return Array.from({ length: 6 }, (_, n) => (u % 3) * 10 + ((start + n * (1 + 2 * (u % 2))) % 10))
  })
  const lines = (from: number, to: number) =>
    lists.map((list, u) => [`u${u}`, ...list.slice(from, to)].join(' ')).join('\n')
  const file = given({ train: lines(0, 4), test: lines(4, 6) })
  const args = ['evaluate', '--train', file('train'), '--test', file('test'), '--k', '5,3', '--json']
  const [line = '', ...more] = await say(args)
  expect(more).toEqual([])
  const report = JSON.parse(line)
  expect(Object.keys(report.ndcg)).toEqual(['3', '5'])
  expect(report.ndcg['5']).toBeGreaterThan(report.baselines.pop.ndcg['5'])
  expect(report).toMatchObject({ format: 'lines', masked: true, explore: { share: 1 } })
  expect(report.seconds).toBeGreaterThan(0)
  const [again = ''] = await say(args)
  expect({ ...JSON.parse(again), seconds: 0 }).toEqual({ ...report, seconds: 0 })
  expect((await say(args.slice(0, -1)))[1]).toMatch(/^tokui +0\.\d{4}/)
})

test.each([
  [['evaluate', '--train', 'x'], 'name both'],
  [['fit'], 'there is no "tokui recommend fit"'],
  [['evaluate', '--train', 'no.csv', '--test', 'no.csv'], 'There is no file no.csv'],
  [['evaluate', '--train', 'a', '--test', 'b', '--k', '0'], '--k takes'],
  [['evaluate', '--train', 'a', '--test', 'b', '--format', 'xml'], '--format must be'],
])('%j is refused: %s', async (args, complaint) => {
  await expect(say(args)).rejects.toThrow(complaint)
})
