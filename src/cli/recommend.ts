import { recommend } from '../analysis/index.ts'
import { Trouble } from '../platform/trouble.ts'
import { type Command, type Io, readArguments, UsageTrouble } from './command.ts'
import { formats, guessFormat, readTrial } from './recommend/trial-files.ts'

const options = {
  train: { type: 'string' },
  test: { type: 'string' },
  format: { type: 'string' },
  k: { type: 'string' },
  json: { type: 'boolean' },
} as const

export const command: Command = {
  name: 'recommend',
  summary: 'Check how well recommendations foretell what a file says was bought next',
  usage: `evaluate --train FILE --test FILE [--format lines|csv|baskets-json] [--k 10,20] [--json]

  Learns from --train alone, then ranks every item for every customer of --test.

  lines         one customer a line: customer item item …; items of the training line are neither shown nor asked for
  csv           columns customer_id, date, product_id and perhaps quantity; a day's rows are one basket
  baskets-json  { "customer": [[item, …], [item, …]] }, oldest basket first; baskets of [-1] are passed over

  In csv and baskets-json what was bought before may come again: it is shown, and its part is told apart (repeat, explore).`,
  async run(args, io) {
    const [task = '', ...rest] = args
    if (task !== 'evaluate') {
      throw new UsageTrouble(task === '' ? 'say evaluate' : `there is no "tokui recommend ${task}"`)
    }
    await evaluate(rest, io)
  },
}

async function evaluate(args: string[], io: Io): Promise<void> {
  const { values } = readArguments(args, options, false)
  if (!values.train || !values.test) throw new UsageTrouble('name both --train and --test')
  const format = values.format === undefined ? guessFormat(values.train) : formats.find((one) => one === values.format)
  if (!format) throw new UsageTrouble(`--format must be one of ${formats.join(', ')}, not "${values.format}"`)
  const ks = readLengths(values.k)
  const started = performance.now()
  const trial = await readTrial(values.train, values.test, format)
  if (!trial.wanted.some((items) => items.length > 0)) throw new Trouble(`${values.test} asks for nothing`)
  const threads = recommend.openThreads()
  try {
    const report = await recommend.evaluateTrial(trial, ks, threads)
    const seconds = Number(((performance.now() - started) / 1000).toFixed(1))
    const full = { format, ...report, seconds }
    if (values.json) io.say(JSON.stringify(full, rounded))
    else for (const line of table(full, ks)) io.say(line)
  } finally {
    await threads.close()
  }
}

function readLengths(text = '10,20'): number[] {
  const lengths = text.split(',').map(Number)
  if (lengths.some((k) => !Number.isInteger(k) || k < 1 || k > 1000)) {
    throw new UsageTrouble(`--k takes whole numbers from 1 to 1000, with commas between, not "${text}"`)
  }
  return [...new Set(lengths)].sort((a, b) => a - b)
}

const rounded = (_key: string, value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(6)) : value

function table(report: recommend.TrialReport & { seconds: number }, ks: number[]): string[] {
  const heads = ks.flatMap((k) => [`recall@${k}`, `ndcg@${k}`, `phr@${k}`])
  const row = (name: string, figures: recommend.Figures) =>
    name.padEnd(14) +
    ks
      .flatMap((k) => [figures.recall[k], figures.ndcg[k], figures.phr[k]])
      .map(cell)
      .join('') +
    `  ${figures.users} customers`
  return [
    ''.padEnd(14) + heads.map((head) => head.padStart(12)).join(''),
    row('tokui', report),
    ...(report.masked ? [] : [row('  repeat', report.repeat), row('  explore', report.explore)]),
    ...Object.entries(report.baselines).map(([name, figures]) => row(name, figures)),
    `${report.items} items; ndcg@${ks[0]} ± ${report.margin.toFixed(4)}; ${(report.coverage * 100).toFixed(1)} % of items shown; ${report.seconds} s`,
  ]
}

const cell = (value = 0) => value.toFixed(4).padStart(12)
