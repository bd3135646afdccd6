import { lifetime } from '../../analysis/index.ts'
import { dayFromNumber } from '../../platform/calendar.ts'
import { csvLine } from '../../platform/csv.ts'
import { type Io, readNumber } from '../command.ts'
import { type Learned, type LearningWishes, learn, tellable } from './learn.ts'
import { wordsOf } from './words.ts'

const columns = [
  'customer_id',
  'p_alive',
  'expected_purchases',
  'low',
  'high',
  'p_buy',
  'next_from',
  'next_to',
  'expected_value',
]
/** of the interval low … high */
const share = 0.8
const linesAtOnce = 5_000
const shownCustomers = 20

/** `tokui ltv predict`: a line a customer as CSV on standard output, or the most promising ones as a table. */
export async function predictFile(
  io: Io,
  path: string,
  wishes: LearningWishes & { horizon?: string; csv?: boolean },
): Promise<void> {
  const words = wordsOf(io.locale)
  const horizon = readNumber('horizon', wishes.horizon, 365, 1)
  const learned = await learn(io, path, wishes)
  const rowOf = openRows(learned, horizon)
  const { histories, until, model, fit } = learned
  const notes = [
    words.forecastTitle(model.name, model.k, dayFromNumber(until), horizon),
    words.interval(share),
    words.window,
    ...tellable(fit.warnings).map(words.warning),
  ]
  if (!wishes.csv) return showBest(io, learned, horizon, notes)
  // standard output is the table alone
  process.stderr.write(notes.map((note) => `${note}\n`).join(''))
  let lines = csvLine(columns)
  for (let customer = 0; customer < histories.size; customer++) {
    lines += csvLine(rowOf(customer))
    if (customer % linesAtOnce === linesAtOnce - 1) {
      io.say(lines.trimEnd())
      lines = ''
    }
  }
  if (lines !== '') io.say(lines.trimEnd())
}

function openRows({ file, histories, patterns, model, fit, spend, until }: Learned, horizon: number) {
  const ahead = lifetime.forecast(model, fit.params, patterns, { horizon, share })
  const dates = new Map<number, string>()
  const dateIn = (days: number): string => {
    const whole = Math.max(1, Math.round(days))
    let date = dates.get(whole)
    if (date === undefined) {
      date = dayFromNumber(until + whole)
      dates.set(whole, date)
    }
    return date
  }
  return (customer: number): (string | number | null)[] => {
    const pattern = patterns.of[customer] as number
    const expected = ahead.expected[pattern] as number
    const mean = meanSpend(spend, histories.x[customer] as number, histories.spend[customer] as number)
    return [
      file.log.ids[histories.member[customer] as number] as string,
      (ahead.alive[pattern] as number).toFixed(6),
      expected.toFixed(6),
      ahead.low[pattern] as number,
      ahead.high[pattern] as number,
      (ahead.buysWithin[pattern] as number).toFixed(6),
      dateIn(ahead.from[pattern] as number),
      dateIn(ahead.to[pattern] as number),
      mean === null ? null : (expected * mean).toFixed(2),
    ]
  }
}

/** Null where nothing is known of what people spend. */
function meanSpend(spend: Learned['spend'], x: number, observed: number): number | null {
  return spend ? lifetime.gammaGamma.mean(spend.params, x, observed) : null
}

function showBest(io: Io, learned: Learned, horizon: number, notes: string[]): void {
  const words = wordsOf(io.locale)
  const rowOf = openRows(learned, horizon)
  const rows = Array.from({ length: learned.histories.size }, (_, customer) => rowOf(customer))
  const total = rows.reduce((sum, row) => sum + Number(row[2]), 0)
  for (const note of notes) io.say(note)
  io.say(words.total(total, learned.histories.size))
  io.say('')
  const best = rows.sort((a, b) => Number(b[2]) - Number(a[2])).slice(0, shownCustomers)
  const cells = [columns, ...best].map((row) => row.map((cell) => String(cell ?? '')))
  const widths = columns.map((_, place) => Math.max(...cells.map((row) => (row[place] as string).length)))
  for (const row of cells) io.say(row.map((cell, place) => cell.padStart(widths[place] as number)).join('  '))
}
