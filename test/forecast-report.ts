import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { actualAfter, originAt, totalOf } from '../src/analysis/lifetime/evaluate/candidates.ts'
import { clockAhead, clockForecast, fitClock } from '../src/analysis/lifetime/evaluate/clock.ts'
import { type Evaluation, evaluateAt } from '../src/analysis/lifetime/evaluate/evaluate.ts'
import { type Belief, usualBelief } from '../src/analysis/lifetime/evaluate/pace-prior.ts'
import { openPurchaseLog, type PurchaseLog } from '../src/analysis/lifetime/histories.ts'
import { dayFromNumber, dayNumber } from '../src/platform/calendar.ts'
import { type Shop, simulatedLog } from './buyers.ts'

/** `npm run -s forecast-report`: measures the forecasts anew and writes the tables of docs/forecast-report.md. */
const root = join(import.meta.dirname, '..')
const data = join(root, '../shared/data/ltv')
const document = join(root, 'docs/forecast-report.md')

interface Case {
  log: PurchaseLog<unknown>
  cut: number
  horizon: number
}

interface Collection {
  name: string
  cases: Case[]
}

const six = ['2010-06-30', '2010-08-31', '2010-10-31', '2010-12-09', '2011-02-28', '2011-05-31']

function onlineRetail(): Collection[] {
  const log = openPurchaseLog({ zeros: 'ignored' })
  const file = join(data, 'online-retail/online_retail_II_orders.csv.gz')
  for (const line of gunzipSync(readFileSync(file)).toString().split('\n').slice(1)) {
    const [, customer, at = '', amount] = line.split(',')
    if (customer && Number(amount) > 0) log.add(customer, dayNumber(at.slice(0, 10)))
  }
  const closed = log.close()
  const end = dayNumber('2011-12-09')
  const upTo = (cut: number) => ({ log: closed, cut, horizon: Math.min(365, end - cut) })
  const monthEnds = Array.from({ length: 22 }, (_, month) =>
    dayNumber(new Date(Date.UTC(2010, month + 2, 0)).toISOString().slice(0, 10)),
  )
  const ahead = (horizon: number) =>
    monthEnds.filter((cut) => cut + horizon <= end).map((cut) => ({ log: closed, cut, horizon }))
  return [
    { name: 'Online Retail II, the six cuts', cases: six.map((day) => upTo(dayNumber(day))) },
    { name: 'Online Retail II, month ends, 365 days', cases: ahead(365) },
    { name: 'Online Retail II, month ends, 182 days', cases: ahead(182) },
    { name: 'Online Retail II, month ends, 91 days', cases: ahead(91) },
  ]
}

function cdnow(): Collection {
  const log = openPurchaseLog()
  for (const line of readFileSync(join(data, 'cdnow/CDNOW_master.txt'), 'utf8').split('\n')) {
    const [customer = '', date = ''] = line.trim().split(/\s+/)
    if (!/^\d{8}$/.test(date)) continue
    log.add(customer, dayNumber(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`))
  }
  const closed = log.close()
  const cases: [string, number][] = [
    ['1997-05-31', 90],
    ['1997-05-31', 180],
    ['1997-05-31', 365],
    ['1997-06-30', 180],
    ['1997-06-30', 365],
    ['1997-07-31', 180],
    ['1997-08-31', 300],
    ['1997-09-30', 91],
    ['1997-09-30', 273],
    ['1997-12-31', 91],
    ['1997-12-31', 181],
    ['1998-03-31', 91],
  ]
  return {
    name: 'CDNOW, twelve cuts',
    cases: cases.map(([day, horizon]) => ({ log: closed, cut: dayNumber(day), horizon })),
  }
}

const year = 365
const season = (day: number): number => Math.exp(0.4 * Math.sin((2 * Math.PI * day) / year))
const peak = (day: number): number => 1 + 1.2 * Math.exp(-((((day - 320 + 547.5 * 4) % year) - 182.5) ** 2) / 800)
const trend =
  (perYear: number) =>
  (day: number): number =>
    Math.exp((perYear * day) / year)

/** Shops whose truth is known: MBG/NBD customers on calendars of their own. `cut` in years. */
const kinds: { name: string; cut: number; shop: Partial<Shop> }[] = [
  { name: 'nothing but MBG/NBD, 1 year', cut: 1, shop: {} },
  { name: 'nothing but MBG/NBD, 2 years', cut: 2, shop: {} },
  { name: 'season, 1 year', cut: 1, shop: { pace: season } },
  { name: 'season, 3 years', cut: 3, shop: { pace: season } },
  { name: 'autumn peak, 1 year', cut: 1, shop: { pace: peak } },
  { name: 'log begins late, 1 year', cut: 1, shop: { before: 1_095 } },
  { name: 'log begins late, peak, 1 year', cut: 1, shop: { before: 1_095, pace: peak } },
  { name: 'grows 20 % a year, 3 years', cut: 3, shop: { pace: trend(0.18) } },
  { name: 'falls 20 % a year, 2 years', cut: 2, shop: { pace: trend(-0.22) } },
]

function generated(): Collection {
  const cases = kinds.flatMap(({ cut, shop }) =>
    [1, 2, 3].map((seed) => {
      const days = Math.round(cut * year)
      const params = { r: 0.6, alpha: 60, a: 0.5, b: 2.5 }
      const log = simulatedLog({ customers: 3_000, params, joining: days, days: days + year, seed, ...shop })
      return { log, cut: days, horizon: seed === 3 ? 182 : year }
    }),
  )
  return { name: `Generated shops, ${kinds.length} kinds × 3`, cases }
}

/** What was tried of the clock: one belief changed at a time. */
const variants: [string, Partial<Belief>][] = [
  ['as shipped', {}],
  ['no season', { season: 0 }],
  ['weak season', { season: 0.15 }],
  ['strong season', { season: 0.6 }],
  ['smooth season', { reach: 0.7 }],
  ['cohorts all alike', { cohort: 0.001 }],
  ['cohorts freer', { cohort: 0.4 }],
  ['level fixed', { level: 0.005 }],
  ['level freer', { level: 0.08 }],
  ['no trend ever', { youngTrend: 0.01, oldTrend: 0.01 }],
  ['trend from the first year', { youngTrend: 0.15 }],
  ['no fading', { fade: 0 }],
  ['fading twice as fast', { fade: 0.12 }],
]

const mean = (values: number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length
const meanSize = (values: number[]): string => (mean(values.map(Math.abs)) * 100).toFixed(1)
const signed = (bias: number | null): string =>
  `${(bias ?? 0) >= 0 ? '+' : '−'}${Math.abs((bias ?? 0) * 100).toFixed(1)}`
const row = (cells: (string | number)[]): string => `| ${cells.join(' | ')} |`
const tableOf = (head: string[], rows: (string | number)[][]): string =>
  [row(head), row(head.map((_, place) => (place === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n')

const plain = ['bgnbd', 'mbgnbd', 'pnbd', 'nbd', 'ownRate', 'recency'] as const
const plainTitles = ['BG', 'MBG', 'Pareto', 'NBD', 'own rate', 'recency']

function sixTable(found: Evaluation[]): string {
  const rows = found.map(({ cut, horizon, actual, models, inside, shipped }) => {
    const { low, high, mae, bias } = models.shipped
    const best = Math.min(models.bgnbd.mae, models.mbgnbd.mae, models.pnbd.mae, models.ownRate.mae)
    return [
      dayFromNumber(cut),
      horizon,
      actual,
      ...plain.map((name) => signed(models[name].bias)),
      `**${signed(bias)}**`,
      `${signed(low / actual - 1)} … ${signed(high / actual - 1)}${inside ? '' : ' (missed)'}`,
      `${mae.toFixed(3)} / ${best.toFixed(3)}`,
      shipped.parts
        .map(({ name, share }) => (share > 0 ? `${name} ${share}` : ''))
        .filter(Boolean)
        .join(', '),
    ]
  })
  const means = [
    'mean size',
    '',
    '',
    ...plain.map((name) => meanSize(found.map(({ models }) => models[name].bias ?? 0))),
  ]
  const own = `**${meanSize(found.map(({ models }) => models.shipped.bias ?? 0))}**`
  rows.push([...means, own, `${found.filter(({ inside }) => inside).length} of ${found.length} inside`, '', ''])
  return tableOf(
    ['cut', 'days', 'actual', ...plainTitles, 'shipped', '80 % interval', 'MAE / best plain', 'mixture'],
    rows,
  )
}

function summaryRow(name: string, found: Evaluation[]): (string | number)[] {
  const sizes = [...plain, 'shipped' as const].map((model) =>
    meanSize(found.map(({ models }) => models[model].bias ?? 0)),
  )
  const ratios = found.map(({ models }) => {
    const best = Math.min(models.bgnbd.mae, models.mbgnbd.mae, models.pnbd.mae, models.ownRate.mae)
    return models.shipped.mae / best
  })
  return [
    name,
    found.length,
    ...sizes,
    `${found.filter(({ inside }) => inside).length} of ${found.length}`,
    mean(ratios).toFixed(3),
    Math.max(...ratios).toFixed(3),
  ]
}

function variantRows(collections: Collection[]): (string | number)[][] {
  return variants.map(([name, change]) => {
    const belief = { ...usualBelief, ...change }
    const biases = collections.map(({ cases }) => cases.map((one) => clockBias(one, belief)))
    const first = (biases[0] ?? []).map((bias) => signed(bias)).join(' ')
    return [name, first, ...biases.map(meanSize)]
  })
}

const origins = new Map<string, ReturnType<typeof originAt>>()
function clockBias({ log, cut, horizon }: Case, belief: Belief): number {
  const key = `${log.ids.length} ${log.days.length} ${cut}`
  const origin = origins.get(key) ?? originAt(log, cut)
  origins.set(key, origin)
  const fit = fitClock(log, origin.histories, origin.patterns, origin.fit('mbgnbd').params, belief)
  const { expected } = clockForecast(fit, origin.patterns, clockAhead(fit, horizon).days)
  const actual = actualAfter(log, origin, horizon).reduce((sum, one) => sum + one, 0)
  return totalOf(origin.patterns, expected) / actual - 1
}

function main(): void {
  if (!existsSync(data)) throw new Error(`The data sets are not on this machine: ${data}`)
  const collections = [...onlineRetail(), cdnow(), generated()]
  const found = collections.map(({ cases }) => cases.map(({ log, cut, horizon }) => evaluateAt(log, cut, horizon)))
  const tables = {
    six: sixTable(found[0] as Evaluation[]),
    all: tableOf(
      ['data', 'cuts', ...plainTitles, 'shipped', 'in the interval', 'MAE to best plain, mean', 'worst'],
      collections.map(({ name }, at) => summaryRow(name, found[at] as Evaluation[])),
    ),
    variants: tableOf(
      ['clock', 'bias at the six cuts', 'six', 'month ends 365', '182', '91', 'CDNOW', 'generated'],
      variantRows(collections),
    ),
  }
  let text = readFileSync(document, 'utf8')
  for (const [name, table] of Object.entries(tables)) {
    const pattern = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`)
    text = text.replace(pattern, (_, before: string, after: string) => `${before}${table}\n${after}`)
  }
  writeFileSync(document, text)
}

main()
