import { learnEverything, rankEverything } from '../analysis/index.ts'
import { demoOwner, loadDemoShop } from '../demo/index.ts'
import { addDays, dayOf } from '../platform/calendar.ts'
import { readCompany } from '../platform/company.ts'
import { one, type Pool, sql } from '../platform/db/db.ts'
import { startProgress } from '../platform/progress.ts'
import { Trouble } from '../platform/trouble.ts'
import { createSignInLink } from '../staff/index.ts'
import { type Command, type Io, readNumber, readOptions, UsageTrouble } from './command.ts'
import { withInstallation } from './installation.ts'
import { runEverything } from './serving.ts'

const options = {
  customers: { type: 'string' },
  years: { type: 'string' },
  seed: { type: 'string' },
  until: { type: 'string' },
  orders: { type: 'string' },
  traces: { type: 'string' },
  reset: { type: 'boolean' },
  serve: { type: 'boolean' },
} as const

export const command: Command = {
  name: 'demo',
  summary: 'Load the demo shop, an invented maker of skin care with invented customers, to look around',
  usage: `[--customers N] [--years Y] [--seed S] [--until DAY] [--orders M] [--traces none|light|full] [--reset] [--serve]

  --customers N   how many customers (3,000)
  --years Y       years of purchases (3)
  --seed S        the same seed makes the same shop (1)
  --until DAY     last day of the shop's books (yesterday)
  --orders M      mean number of orders of a customer (as it comes, about 3)
  --traces T      page views, mails, inquiries and calls: none, light or full (full)
  --reset         replace the demo shop that is there
  --serve         open Tokui on it and print a link that signs in`,
  async run(args, io) {
    const wanted = readWishes(args)
    await withInstallation(io, async (installation) => {
      const { pool } = installation
      const now = new Date()
      await load(pool, wanted, now)
      await compute(pool, now, io.signal)
      if (!wanted.serve || io.signal.aborted) return
      const company = (await readCompany(pool)) ?? installation.company
      await runEverything(io, { ...installation, company }, [await signInLine(pool, now, io)])
    })
  },
}

type Wishes = ReturnType<typeof readWishes>

function readWishes(args: string[]) {
  const given = readOptions(args, options)
  const { until, traces = 'full' } = given
  if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until)) {
    throw new UsageTrouble(`--until must be a day as 2026-11-22, not "${until}"`)
  }
  if (traces !== 'none' && traces !== 'light' && traces !== 'full') {
    throw new UsageTrouble(`--traces must be none, light or full, not "${traces}"`)
  }
  return {
    customers: readNumber('customers', given.customers, 3_000, 1),
    years: readNumber('years', given.years, 3, 1),
    seed: readNumber('seed', given.seed, 1),
    until,
    ordersPerCustomer: given.orders === undefined ? undefined : readNumber('orders', given.orders, 0, 1),
    traces,
    reset: given.reset ?? false,
    serve: given.serve ?? false,
  } as const
}

async function load(pool: Pool, wanted: Wishes, now: Date): Promise<void> {
  const progress = startProgress('Loading the demo shop', { total: wanted.customers })
  const loaded = await loadDemoShop(pool, {
    ...wanted,
    // the books end with the last whole day: nothing in them lies in the future
    endOn: wanted.until ?? addDays(dayOf(now, 'Asia/Tokyo'), -1),
    onProgress: (customers) => progress.at(customers),
  })
  const found = await one<{ customers: number; orders: number }>(
    pool,
    sql`select (select count(*) from customers) as customers, (select count(*) from orders) as orders`,
  )
  const size = `${found?.customers.toLocaleString('en')} customers, ${found?.orders.toLocaleString('en')} orders`
  progress.end(loaded ? size : `already there, ${size}`)
}

/** Ranks everyone as of today and of the month ends that have no ranking yet, and learns what is learned at night. */
async function compute(pool: Pool, now: Date, signal: AbortSignal): Promise<void> {
  const company = await readCompany(pool)
  if (!company) throw new Trouble('The demo shop has no company row. Load it again with --reset.')
  const progress = startProgress('Ranking everyone, month by month')
  await rankEverything(
    { pool, now, company },
    {
      months: 36,
      onProgress: async (done, total) => {
        progress.at(done, total)
        return !signal.aborted
      },
    },
  )
  progress.end()
  const learning = startProgress('Learning from what they did')
  await learnEverything(
    { pool, now, company },
    {
      unlessToday: true,
      onProgress: async (done, total) => {
        learning.at(done, total)
        return !signal.aborted
      },
    },
  )
  learning.end()
}

async function signInLine(pool: Pool, now: Date, io: Io): Promise<string> {
  const owner = await demoOwner(pool)
  if (owner === undefined) throw new Trouble('The demo shop has no owner to sign in. Load it again with --reset.')
  const link = await createSignInLink(pool, now, io.config.origin, owner)
  return `Sign in once: ${link.url}`
}
