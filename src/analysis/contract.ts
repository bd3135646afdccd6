import * as z from 'zod'
import { at, day, endpoint, idParams } from '../platform/http/contract.ts'
import { cpmCells } from './indicators/cpm.ts'
import { f2Windows } from './indicators/f2.ts'
import { analysisRules } from './rules/rules.ts'

export { cpmClasses } from './indicators/cpm.ts'
export { f2Windows } from './indicators/f2.ts'
export {
  type AnalysisRules,
  defaultPainting,
  levelsOf,
  type PresetName,
  presetFor,
} from './rules/rules.ts'

const whole = z.number().int()
/** amounts are in the smallest unit of the company's currency */
const counted = { customers: whole, netSales: whole }
const cpmCell = z.enum(cpmCells)
const share = z.number().nullable()

const overview = z.object({
  asOf: day,
  computedAt: at,
  /** figures include every order until `computedAt`; else those of the last whole-base ranking */
  isLive: z.boolean(),
  rules: analysisRules,
  ...counted,
  cells: z.array(z.object({ r: whole, f: whole, m: whole, ...counted })),
  ranks: z.array(z.object({ key: z.string(), ...counted })),
  cpm: z.array(z.object({ cell: cpmCell, ...counted })),
  deciles: z.array(z.object({ decile: whole, ...counted, least: whole, most: whole, share, cumulative: share })),
})
export type OverviewReply = z.output<typeof overview>

/** `overview` is null before the first order has been ranked. */
export const getOverview = endpoint({
  method: 'GET',
  path: '/api/analysis/overview',
  access: 'analysis.read',
  summary: 'RFM cells, ranks, CPM cells and deciles of all customers as of today, with the rules behind them',
  reply: z.object({ overview: overview.nullable() }),
})

export const listAnalysisDays = endpoint({
  method: 'GET',
  path: '/api/analysis/days',
  access: 'analysis.read',
  summary: 'The days whose classes are kept: month ends, and the day of the current ranking',
  reply: z.object({ items: z.array(z.object({ asOf: day, isCurrent: z.boolean(), hasHistory: z.boolean() })) }),
})

const move = z.object({ from: z.string().nullable(), to: z.string().nullable(), customers: whole })
const perRank = z.array(whole)
const migration = z.object({
  from: day,
  to: day,
  /** the later day is today's ranking */
  toToday: z.boolean(),
  computedAt: at,
  ranks: z.array(z.object({ key: z.string(), label: z.string() })),
  matrix: z.array(perRank),
  newcomers: perRank,
  gone: perRank,
  fromTotals: perRank,
  toTotals: perRank,
  up: whole,
  down: whole,
  same: whole,
  largest: move.nullable(),
})
export type MigrationReply = z.output<typeof migration>

export const getMigration = endpoint({
  method: 'GET',
  path: '/api/analysis/migration',
  access: 'analysis.read',
  summary: 'Who moved between ranks from a kept month end to a later one, or to today when `to` is left out',
  query: z.strictObject({ from: day, to: day.optional() }),
  reply: migration,
})

/** The same days as the order list with these bounds, so that the sum and the list agree. */
export const getSales = endpoint({
  method: 'GET',
  path: '/api/analysis/sales',
  access: 'orders.read',
  summary: 'Net sales from one day to another, both included, guests included; refunds are subtracted',
  query: z.strictObject({ from: day, to: day }),
  reply: z.object({ from: day, to: day, netSales: whole, computedAt: at }),
})

const months = z.coerce.number().int().min(1).max(60).default(13)

export const getCpmMonths = endpoint({
  method: 'GET',
  path: '/api/analysis/cpm',
  access: 'analysis.read',
  summary: 'Customers by CPM cell at each kept month end and today, and how many lapsed in each month',
  query: z.strictObject({ months }),
  reply: z.object({
    items: z.array(
      z.object({
        asOf: day,
        /** false: the month is not over, 集計中 */
        isComplete: z.boolean(),
        cpm: z.array(z.object({ cell: cpmCell, ...counted })),
        /** by class (cpmClasses): customers who reached the lapse limit within the month */
        lapsed: z.array(whole),
      }),
    ),
  }),
})

const channelMonths = z.object({
  asOf: day,
  computedAt: at,
  channels: z.array(z.object({ id: whole, name: z.string() })),
  months: z.array(z.string()),
  /** guests included; `channelId` null: the order names no channel */
  items: z.array(z.object({ month: z.string(), channelId: whole.nullable(), netSales: whole, orders: whole })),
})

export const getChannelSales = endpoint({
  method: 'GET',
  path: '/api/analysis/channels',
  access: 'analysis.read',
  summary: 'Net sales and purchases by month and channel, guests included',
  query: z.strictObject({ months }),
  reply: z.object({ sales: channelMonths.nullable() }),
})

export const getF2 = endpoint({
  method: 'GET',
  path: '/api/analysis/f2',
  access: 'analysis.read',
  summary: 'Of first-time buyers by month, how many bought again within a number of days (30, 60, 90, 180 or 365)',
  query: z.strictObject({
    window: z.coerce
      .number()
      .refine((value) => (f2Windows as readonly number[]).includes(value), { error: 'not-a-choice' })
      .default(90),
    months,
  }),
  reply: z.object({
    f2: z
      .object({
        asOf: day,
        computedAt: at,
        window: whole,
        items: z.array(
          z.object({ month: z.string(), buyers: whole, second: whole, rate: share, complete: z.boolean() }),
        ),
      })
      .nullable(),
  }),
})

export const getRules = endpoint({
  method: 'GET',
  path: '/api/analysis/rules',
  access: 'analysis.read',
  summary: 'The rules of classification in force, and the versions saved before',
  reply: z.object({
    /** null: none saved yet, the defaults hold */
    id: whole.nullable(),
    rules: analysisRules,
    history: z.array(z.object({ id: whole, savedAt: at, staffName: z.string().nullable() })),
  }),
})

export const previewAnalysisRules = endpoint({
  method: 'POST',
  path: '/api/analysis/rules/preview',
  access: 'analysis.write',
  summary: 'How many customers would change rank or CPM cell under these rules; nothing is saved',
  body: z.strictObject({ rules: analysisRules }),
  reply: z.object({
    customers: whole,
    moving: whole,
    moves: z.array(move),
    ranks: z.array(z.object({ key: z.string(), before: whole, after: whole })),
    cpm: z.array(z.object({ cell: cpmCell, before: whole, after: whole })),
  }),
})
export type PreviewReply = z.output<(typeof previewAnalysisRules)['reply']>

const saved = z.object({ id: whole, jobId: whole })

/** `basedOn`: the id of the rules that were edited; 409 when others were saved meanwhile. */
export const saveRules = endpoint({
  method: 'POST',
  path: '/api/analysis/rules',
  access: 'analysis.write',
  summary: 'Put rules in force and rank everyone again, month ends too, in the background (see /api/jobs/:id)',
  body: z.strictObject({ rules: analysisRules, basedOn: whole.nullable() }),
  reply: saved,
})

export const restoreRules = endpoint({
  method: 'POST',
  path: '/api/analysis/rules/:id/restoration',
  access: 'analysis.write',
  summary: 'Put an older version of the rules back in force',
  params: idParams,
  reply: saved,
})

export const rankNow = endpoint({
  method: 'POST',
  path: '/api/analysis/rankings',
  access: 'analysis.write',
  summary: 'Rank everyone again as of now, in the background (see /api/jobs/:id)',
  reply: z.object({ jobId: whole }),
})

export const learnNow = endpoint({
  method: 'POST',
  path: '/api/analysis/learning',
  access: 'analysis.write',
  summary: 'Learn everything that is learned at night anew, in the background (see /api/jobs/:id)',
  reply: z.object({ jobId: whole }),
})
