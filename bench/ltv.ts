import { monitorEventLoopDelay } from 'node:perf_hooks'
import { lifetime, rankAll } from '../src/analysis/index.ts'
import { readCompany, unnamedCompany } from '../src/platform/company.ts'
import { one, sql } from '../src/platform/db/db.ts'
import { inThread } from '../src/platform/jobs/thread.ts'
import { simulatedHistories } from '../test/buyers.ts'
import type { Figures, Machinery, Options } from './machinery.ts'
import { filledShop, lastEvening } from './shop.ts'

export const defaults: Options = { customers: 1_000_000, small: 25_000, seed: 1, orders: 10_000_000 }

/** Buyers like those of CDNOW (ltv.md §1.1), who joined over 700 of 730 days. */
const params = { r: 0.525, alpha: 43.3, a: 0.891, b: 1.614 }
const horizon = 365

/**
 * Lifetime value in memory, on one core: MBG/NBD learned from purchase histories of simulated customers, then for each
 * P(alive), expected purchases with their interval, the window of the next one, and expected money. The plain way is the
 * same fit without counting equal histories once. Then the whole analysis of a shop of as many customers, from its orders to
 * stored forecasts, against ranking the same shop; it runs in a thread, and the calling one is watched meanwhile.
 */
export async function run(
  { customers = 1, small = 1, seed = 1, orders = 1 }: Options,
  machinery: Machinery,
): Promise<Figures> {
  const shopOf = (size: number) => simulatedHistories({ customers: size, params, joining: 700, days: 730, seed })
  const few = shopOf(small)
  const many = shopOf(customers)

  const smallFit = await median(9, machinery, `MBG/NBD on ${small} customers`, () => fitted(few))
  const fit = await median(3, machinery, `MBG/NBD on ${customers} customers`, () => fitted(many))
  const { patterns, fit: learned } = fitted(many)
  const spend = lifetime.gammaGamma.fit(many)
  const predictions = await median(3, machinery, `Predictions of ${customers} customers`, () =>
    predicted(many, patterns, learned, spend),
  )
  const regular = lifetime.mbgCnbd(2)
  const regularFit = await median(3, machinery, 'MBG/CNBD-2 on the same', () => regular.fit(patterns))
  const alone = everyoneAlone(many)
  const baseline = await median(1, machinery, 'MBG/NBD, every customer alone', () => lifetime.mbgNbd.fit(alone))
  return {
    size: customers,
    seconds: fit.seconds,
    baselineSeconds: baseline.seconds,
    patterns: patterns.size,
    fit,
    smallFit,
    regularFit,
    predictions,
    baseline,
    estimates: learned.params,
    inMemoryMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    ...(await wholeShop(customers, orders, machinery)),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

/** What the nightly step does, and how late timers of the calling thread were while it ran. */
async function wholeShop(customers: number, orders: number, machinery: Machinery) {
  const { pool } = await filledShop(machinery, customers, orders)
  const ctx = { pool, company: (await readCompany(pool)) ?? unnamedCompany, now: lastEvening }
  await pool.query('truncate customer_forecasts, forecast_runs')
  const rankSeconds = await machinery.seconds('Ranking everyone, with history', () =>
    rankAll(ctx, { keepHistory: true }),
  )
  const step = new URL('../src/analysis/forecasts/learn/worker.ts', import.meta.url)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const wholeSeconds = await machinery.seconds('Lifetime value of everyone, stored', () => inThread(step, ctx))
  delay.disable()
  const stored = await one<{ customers: number; value: number }>(
    pool,
    sql`select count(*)::int as customers, sum(value_12)::float8 as value from customer_forecasts`,
  )
  return {
    rankSeconds,
    wholeSeconds,
    wholeToRank: wholeSeconds / rankSeconds,
    storedCustomers: stored?.customers,
    eventLoopDelayP99: delay.percentile(99) / 1e6,
    eventLoopDelayMost: delay.max / 1e6,
  }
}

type Histories = ReturnType<typeof simulatedHistories>

function fitted(histories: Histories) {
  const patterns = lifetime.patternsOf(histories)
  return { patterns, fit: lifetime.mbgNbd.fit(patterns) }
}

/** By customer, as it would be stored. */
function predicted(
  histories: Histories,
  patterns: lifetime.Patterns,
  fit: lifetime.Fit,
  spend: lifetime.SpendFit,
): { alive: Float64Array; low: Float64Array; high: Float64Array; money: Float64Array } {
  const ahead = lifetime.forecast(lifetime.mbgNbd, fit.params, patterns, { horizon })
  const ofEach = (column: Float64Array) => Float64Array.from(patterns.of, (pattern) => column[pattern] as number)
  const money = ofEach(ahead.expected)
  for (let customer = 0; customer < histories.size; customer++) {
    const mean = lifetime.gammaGamma.mean(
      spend.params,
      histories.x[customer] as number,
      histories.spend[customer] as number,
    )
    money[customer] = (money[customer] as number) * mean
  }
  return { alive: ofEach(ahead.alive), low: ofEach(ahead.low), high: ofEach(ahead.high), money }
}

function everyoneAlone(histories: Histories): lifetime.Patterns {
  const { size, x, tx, T } = histories
  return {
    ...lifetime.patternsOf(histories),
    size,
    x: Float64Array.from(x),
    tx,
    T,
    weight: new Float64Array(size).fill(1),
    of: Int32Array.from({ length: size }, (_, customer) => customer),
  }
}

interface Taken {
  seconds: number
  /** of the processor: what one core needs when nothing else runs on it */
  processorSeconds: number
}

async function median(times: number, machinery: Machinery, label: string, work: () => unknown): Promise<Taken> {
  const taken: Taken[] = []
  for (let time = 0; time < times; time++) {
    const before = process.cpuUsage()
    const seconds = await machinery.seconds(label, async () => work())
    const { user, system } = process.cpuUsage(before)
    taken.push({ seconds, processorSeconds: (user + system) / 1e6 })
  }
  const middle = (figure: keyof Taken) =>
    taken.map((one) => one[figure]).sort((a, b) => a - b)[Math.floor(times / 2)] as number
  return { seconds: middle('seconds'), processorSeconds: middle('processorSeconds') }
}
