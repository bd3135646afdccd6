import { seenBy } from '../../customers/index.ts'
import type { Actor } from '../../platform/access.ts'
import { type Db, many, one, sql } from '../../platform/db/db.ts'
import { type ActionKey, actionKinds } from './actions.ts'
import type { FanDefinition } from './definition.ts'
import type { Step } from './fan-index.ts'
import type { Findings } from './indicators.ts'
import type { FanCounts } from './learn/census.ts'
import { bitsOf } from './learn/progress.ts'

export interface StoredRun {
  id: number
  settingsId: number | null
  learnedOn: string
  computedAt: Date
  milliseconds: number
  definition: FanDefinition
  counts: FanCounts
  findings: Findings
  steps: Step[]
}

/** The newest run. */
export async function readRun(db: Db): Promise<StoredRun | undefined> {
  return one<StoredRun>(
    db,
    sql`select id, settings_id as "settingsId", learned_on as "learnedOn", created_at as "computedAt", milliseconds,
          definition, counts, findings, steps
        from fan_runs order by id desc limit 1`,
  )
}

export async function listRuns(db: Db) {
  return many<{ id: number; learnedOn: string; computedAt: Date; known: number; fans: number; steps: never[] }>(
    db,
    sql`select id, learned_on as "learnedOn", created_at as "computedAt", (counts->>'known')::int as known,
          (counts->>'fans')::int as fans, steps
        from fan_runs order by id desc limit 100`,
  )
}

/** Counted where the lists count, so that a number and its list agree. (Reads customers.) */
const shown = sql`customer_fans f where exists (select from customers c where c.id = f.customer_id)`

export async function countPath(db: Db, steps: readonly Step[]) {
  const done = await many<{ done: number; customers: number; within: number; fans: number; falling: number }>(
    db,
    sql`select steps_done as done, count(*) as customers, count(*) filter (where is_within) as within,
          count(fan_on) as fans, count(*) filter (where falling <> 0) as falling
        from ${shown} group by 1 order by 1`,
  )
  const lacking = await many<{ missing: number; customers: number; open: number }>(
    db,
    sql`select missing, count(*) as customers, count(*) filter (where open <> 0) as open
        from ${shown} and steps_missing = 1 group by 1`,
  )
  const sum = (of: 'customers' | 'fans' | 'falling') => done.reduce((total, row) => total + row[of], 0)
  return {
    buyers: sum('customers'),
    fans: sum('fans'),
    falling: sum('falling'),
    done: Array.from({ length: steps.length + 1 }, (_, place) => {
      const { customers = 0, within = 0 } = done.find((row) => row.done === place) ?? {}
      return { done: place, customers, within }
    }),
    oneAway: steps.map(({ key }) => {
      const { customers = 0, open = 0 } = lacking.find(({ missing }) => missing === bitsOf([key])) ?? {}
      return { key: key as ActionKey, customers, open }
    }),
  }
}

export interface StoredFan {
  fanOn: string | null
  falling: number
  rhythmDays: number | null
  rankBefore: string | null
}

export async function readFan(db: Db, customerId: number): Promise<StoredFan | undefined> {
  return one<StoredFan>(
    db,
    sql`select fan_on as "fanOn", falling, rhythm_days as "rhythmDays", rank_before as "rankBefore"
        from customer_fans where customer_id = ${customerId}`,
  )
}

export interface FallingRow extends StoredFan {
  customerId: number
  familyName: string
  givenName: string
  index: number
  lastOn: string
  rank: string
  netSales: number
}

export async function listFalling(
  db: Db,
  actor: Actor,
  limit: number,
  after?: { netSales: number; customerId: number },
): Promise<FallingRow[]> {
  return many<FallingRow>(
    db,
    sql`select f.customer_id as "customerId", customer.family_name as "familyName", customer.given_name as "givenName",
          f.fan_index as index, f.fan_on as "fanOn", f.falling, f.rhythm_days as "rhythmDays", f.rank_before as "rankBefore",
          m.last_on as "lastOn", m.rank, m.net_sales as "netSales"
        from customer_fans f join customers customer on customer.id = f.customer_id
          join customer_metrics m on m.customer_id = f.customer_id
        where f.falling <> 0 and ${seenBy(actor)}
          and ${after ? sql`(m.net_sales, f.customer_id) < (${after.netSales}, ${after.customerId})` : sql`true`}
        order by m.net_sales desc, f.customer_id desc limit ${limit}`,
  )
}

/** Bit of each action, as the table stores steps. */
export const stepBits = Object.keys(actionKinds).map((key) => ({ key, bit: bitsOf([key]) }))
