import * as z from 'zod'
import { at, day, endpoint } from '../../platform/http/contract.ts'
import { dimensions } from '../cohorts/count/terms.ts'

const whole = z.number().int()
const share = z.object({ people: whole, did: whole })
const span = z.object({ from: z.string(), to: z.string() })
/** smallest unit of the company's currency */
const worth = z.object({ mean: z.number(), error: z.number() })

const answered = {
  observed: share,
  reference: share,
  /** of 1, observed minus reference, with its 95 % interval */
  difference: z.number(),
  low: z.number(),
  high: z.number(),
  /** two-sided, of the score test of two shares */
  chance: z.number(),
  falseShare: z.number(),
  /** money won or, below 0, lost, with its 95 % interval */
  stake: whole,
  stakeLow: whole,
  stakeHigh: whole,
}
/** whose first-time buyers; `name`: of the product, channel or store, null where it has none */
const subject = { dimension: z.enum(dimensions), value: z.string(), name: z.string().nullable() }

const finding = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('returns-changed'), ...subject, months: span, before: span, ...answered }),
  z.object({ kind: z.literal('returns-differ'), ...subject, months: span, ...answered }),
  z.object({ kind: z.literal('best-leaving'), rank: z.string(), days: span, before: span, ...answered }),
])
export type FindingReply = z.output<typeof finding>

export const listDiscoveries = endpoint({
  method: 'GET',
  path: '/api/analysis/discoveries',
  access: 'analysis.read',
  summary:
    'What changed lately and what it is worth: the answers of last night that chance explains badly, most money first',
  reply: z.object({
    /** null: nothing was asked yet */
    run: z
      .object({
        asOf: day,
        computedAt: at,
        /** the newest month of first purchases whose window is over; null: none is */
        newestMonth: z.string().nullable(),
        windowDays: whole,
        /** expected share of false ones among the findings, at most */
        falseShare: z.number(),
        /** questions asked, those without a clear answer included */
        asked: whole,
        worth: z.object({ returning: worth, best: worth }),
      })
      .nullable(),
    items: z.array(finding),
  }),
})
