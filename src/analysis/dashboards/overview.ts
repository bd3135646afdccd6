import { type Db, many, one, sql } from '../../platform/db/db.ts'
import { type CpmCell, cpmCells } from '../indicators/cpm.ts'
import { type Decile, withShares } from '../indicators/decile.ts'
import type { F2Cohort } from '../indicators/f2.ts'
import { type AnalysisRules, defaultRules } from '../rules/rules.ts'
import { readRulesById } from '../rules/store.ts'

export interface Counted {
  customers: number
  netSales: number
}

/** Today's classes of everyone, counted. */
export interface Counts extends Counted {
  cells: (Counted & { r: number; f: number; m: number })[]
  ranks: (Counted & { key: string })[]
  cpm: (Counted & { cell: CpmCell })[]
  deciles: Omit<Decile, 'share' | 'cumulative'>[]
}

export interface RunResults extends Counts {
  purchases: number
  lapsedThisMonth: number[]
  channels: { month: string; channelId: number | null; netSales: number; orders: number }[]
  cohorts: F2Cohort[]
}

export interface StoredRun {
  asOf: string
  settingsId: number | null
  computedAt: Date
  results: RunResults
}

const runColumns = sql`as_of_on as "asOf", settings_id as "settingsId", computed_at as "computedAt", results`

/** Today's ranking of everyone; undefined before the first one. */
export async function readCurrentRun(db: Db): Promise<StoredRun | undefined> {
  return one<StoredRun>(db, sql`select ${runColumns} from rank_runs where is_current`)
}

/** Up to this many customers, counting anew is quicker than a glance: figures then include orders of this minute. */
export const countedLive = 200_000

export interface Overview extends Counts {
  asOf: string
  computedAt: Date
  /** figures include every order until now; otherwise those until `computedAt` */
  isLive: boolean
  rules: AnalysisRules
  deciles: Decile[]
}

/** RFM cells, ranks, CPM cells and deciles of everyone as of today. */
export async function readOverview(db: Db, currency: string, now: Date): Promise<Overview | undefined> {
  const run = await readCurrentRun(db)
  if (!run) return undefined
  // the rules of the run, not those saved since: figures and their definitions belong together
  const rules =
    (run.settingsId === null ? undefined : await readRulesById(db, run.settingsId)) ?? defaultRules(currency)
  const isLive = run.results.customers <= countedLive
  const counts = isLive ? await countNow(db, rules) : run.results
  return {
    asOf: run.asOf,
    computedAt: isLive ? now : run.computedAt,
    isLive,
    rules,
    customers: counts.customers,
    netSales: counts.netSales,
    cells: counts.cells,
    ranks: counts.ranks,
    cpm: counts.cpm,
    deciles: withShares(counts.deciles),
  }
}

interface Group extends Counted {
  r: number
  f: number
  m: number
  rank: string
  cpm: CpmCell
  decile: number | null
  least: number
  most: number
}

/** Counts customer_metrics: the same figures a ranking stores, by one grouping. */
export async function countNow(db: Db, rules: AnalysisRules): Promise<Counts> {
  const groups = await many<Group>(
    db,
    sql`select r, f, m, rank, cpm, decile, count(*)::int as customers, sum(net_sales)::bigint as "netSales",
          min(net_sales) as least, max(net_sales) as most
        from customer_metrics group by r, f, m, rank, cpm, decile`,
  )
  const cells = sumBy(groups, ({ r, f, m }) => `${r} ${f} ${m}`)
  const ranks = sumBy(groups, ({ rank }) => rank)
  const cpm = sumBy(groups, (group) => group.cpm)
  const deciles = sumBy(groups, ({ decile }) => String(decile))
  const none = { customers: 0, netSales: 0 }
  return {
    ...counted(sumBy(groups, () => '').get('') ?? none),
    cells: [...cells].map(([key, sum]) => {
      const [r, f, m] = key.split(' ').map(Number) as [number, number, number]
      return { r, f, m, ...counted(sum) }
    }),
    ranks: rules.ranks.list.map(({ key }) => ({ key, ...counted(ranks.get(key) ?? none) })),
    cpm: cpmCells.map((cell) => ({ cell, ...counted(cpm.get(cell) ?? none) })),
    deciles: Array.from({ length: 10 }, (_, index) => ({
      decile: index + 1,
      sum: deciles.get(String(index + 1)),
    })).flatMap(({ decile, sum }) => (sum ? [{ decile, ...counted(sum), least: sum.least, most: sum.most }] : [])),
  }
}

const counted = ({ customers, netSales }: Counted): Counted => ({ customers, netSales })

function sumBy(
  groups: Group[],
  keyOf: (group: Group) => string,
): Map<string, Counted & { least: number; most: number }> {
  const sums = new Map<string, Counted & { least: number; most: number }>()
  for (const group of groups) {
    const { customers, netSales, least, most } = group
    const sum = sums.get(keyOf(group))
    if (!sum) {
      sums.set(keyOf(group), { customers, netSales, least, most })
      continue
    }
    sum.customers += customers
    sum.netSales += netSales
    sum.least = Math.min(sum.least, least)
    sum.most = Math.max(sum.most, most)
  }
  return sums
}
