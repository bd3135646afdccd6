import { matching } from '../customers/index.ts'
import { type Command, type Io, readArguments, readNumber, UsageTrouble } from './command.ts'
import { learnFromBase, runOverBase } from './match/base.ts'
import { readRecords, readTruth } from './match/trial-files.ts'

const options = {
  truth: { type: 'string' },
  columns: { type: 'string' },
  precision: { type: 'string' },
  show: { type: 'string' },
  json: { type: 'boolean' },
} as const

export const command: Command = {
  name: 'match',
  summary: 'Find records of one person: learn from the base, match it, or check on a file where it is known',
  usage: `train [--json]
       tokui match run [--json]
       tokui match evaluate RECORDS.csv --truth PAIRS.csv [--columns MAP.json] [--precision 0.999] [--show N] [--json]

  train        learns from all customers how much each agreement says; nothing else changes
  run          matches all customers with what was learned last: proposals, households, firms, and merges where the
               settings say that they may be made without asking

  RECORDS.csv  record_id and any of source, member_no, family_name, given_name, family_kana, given_kana, full_name_raw,
               postcode, prefecture, address1, address2, phone, mobile, email, birth_date, gender, line_id
  PAIRS.csv    record_id_a, record_id_b: all pairs of records that are one person
  MAP.json     other names of columns: {"family_name": "surname", "address1": ["street_number", "street"],
               "other": ["occupation"], "cluster": null}; other columns are compared as they are, null leaves one out
  --precision  how often automatic links shall be right
  --show       prints so many proposals with what speaks for and against them

  Everything is learned from the records alone. Pairs are counted after clustering, over all true pairs.`,
  async run(args, io) {
    const [task = '', ...rest] = args
    if (task === 'evaluate') return evaluate(rest, io)
    if (task !== 'train' && task !== 'run') {
      throw new UsageTrouble(task === '' ? 'say train, run or evaluate' : `there is no "tokui match ${task}"`)
    }
    const { values } = readArguments(rest, { json: { type: 'boolean' } }, false)
    await (task === 'train' ? learnFromBase : runOverBase)(io, values.json ?? false)
  },
}

async function evaluate(args: string[], io: Io): Promise<void> {
  const { values, positionals } = readArguments(args, options)
  const [path, ...more] = positionals
  if (!path || more.length > 0) throw new UsageTrouble('name one file of records')
  if (!values.truth) throw new UsageTrouble('name the true pairs with --truth')
  const precision = readPrecision(values.precision)
  const started = performance.now()
  const { base, places } = await readRecords(path, values.columns)
  const truth = await readTruth(values.truth, places)
  const show = readNumber('show', values.show, 0)
  const { proposals = [], ...report } = matching.evaluateMatching(base, { truth, precision, show })
  const ids = [...places.keys()]
  const named = proposals.map(({ a, b, ...why }) => ({ a: ids[a], b: ids[b], ...why }))
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1))
  if (values.json) {
    io.say(JSON.stringify({ ...report, ...(show > 0 && { proposals: named }), seconds }, rounded))
    return
  }
  for (const line of table(report, seconds)) io.say(line)
  for (const { a, b, ...why } of named) {
    io.say(`${a} = ${b}  ${(why.chance * 100).toFixed(1)} %  ${matching.sayPair(why, io.locale, 6)}`)
  }
}

function readPrecision(text = '0.999'): number {
  const value = Number(text)
  if (!(value > 0.5 && value < 1)) throw new UsageTrouble(`--precision is a share between 0.5 and 1, not "${text}"`)
  return value
}

const rounded = (_key: string, value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(6)) : value

function table(report: matching.MatchReport, seconds: number): string[] {
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`.padStart(10)
  const row = (name: string, quality: matching.Quality) =>
    `${name.padEnd(28)}precision${percent(quality.precision)}   recall${percent(quality.recall)}   F1 ${quality.f1.toFixed(4)}`
  return [
    `${report.records} records, ${report.truePairs} true pairs, ${seconds} s`,
    row('joined automatically', report.autoLinks),
    row('with every proposal', report.clusters),
    `${'proposals'.padEnd(28)}${report.review.pairs} pairs; true pairs among links and proposals ${percent(report.review.recall).trim()}`,
    `${'compared'.padEnd(28)}${report.blocking.candidates} pairs; true pairs among them ${percent(report.blocking.recall).trim()}`,
    `${'automatic from'.padEnd(28)}${report.threshold.chance.toFixed(4)}; expected precision ${percent(report.threshold.expectedPrecision).trim()}`,
    'chance              pairs   expected   observed',
    ...report.calibration.map(
      ({ from, to, pairs, expected, observed }) =>
        `${`${from} – ${to}`.padEnd(14)}${String(pairs).padStart(11)} ${percent(expected)} ${percent(observed)}`,
    ),
  ]
}
