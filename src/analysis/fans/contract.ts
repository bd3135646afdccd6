import * as z from 'zod'
import { at, day, endpoint, idParams, pageOf, pageQuery } from '../../platform/http/contract.ts'
import { type ActionKey, actionKinds } from './actions.ts'
import { fanDefinition } from './definition.ts'
import { type Fall, falls } from './falling.ts'

export type { ActionKey } from './actions.ts'
export { type FanDefinition, fanDefinition, firstDaysChoices, usualKinds } from './definition.ts'
export { highIndex, newsDays, silentTimes } from './falling.ts'

const whole = z.number().int()
const actionKey = z.enum(Object.keys(actionKinds) as [ActionKey, ...ActionKey[]])
const kind = z.enum(['at-least', 'within'])
const fall = z.enum(Object.keys(falls) as [Fall, ...Fall[]])

/** `high` null: no upper end */
const lift = { lift: z.number(), low: z.number(), high: z.number().nullable() }
/** buyers who did it and of them fans, and the same of those who did not */
const fourfold = z.object({ did: whole, didFans: whole, not: whole, notFans: whole, ...lift })

const counts = {
  buyers: whole,
  /** whose time is over and of whom it can be told; of them fans, and by each way */
  known: whole,
  fans: whole,
  ways: z.object({ rank: whole, attribute: whole, events: whole }),
  tooRecent: whole,
  untold: whole,
}
/** null: enough; else what there would have to be, in two halves by day of first purchase */
const tooSmall = z.object({ buyers: whole, fans: whole }).nullable()

const step = { key: actionKey, kind, threshold: z.number(), points: whole }

const run = z.object({
  id: whole,
  learnedOn: day,
  computedAt: at,
  milliseconds: whole,
  definition: fanDefinition,
  counts: z.object(counts),
  /** first purchases up to this day chose the thresholds, those after it tested them */
  splitOn: day,
  indicators: z.array(
    z.object({
      key: actionKey,
      kind,
      threshold: z.number(),
      /** `carried`: holds only by going along with `carriedBy` */
      status: z.enum(['confirmed', 'carried', 'not-confirmed']),
      carriedBy: actionKey.nullable(),
      later: fourfold,
      earlier: fourfold,
      /** among buyers alike in the other indicators */
      alike: z.object(lift),
      chance: z.number(),
      falseShare: z.number(),
    }),
  ),
  /** actions too rare or too common to say anything */
  unknown: z.array(actionKey),
  tooSmall,
  /** confirmed indicators; their points are the fan index and add up to 100 */
  steps: z.array(z.object(step)),
})
export type FanRunReply = z.output<typeof run>

export const getFans = endpoint({
  method: 'GET',
  path: '/api/analysis/fans',
  access: 'analysis.read',
  summary:
    'What buyers who became fans did in their first days: lift, interval, support, and whether it held among later buyers; null before the first night',
  reply: z.object({
    run: run.nullable(),
    /** false: another definition was put in force since */
    isCurrent: z.boolean(),
  }),
})

export const listFanRuns = endpoint({
  method: 'GET',
  path: '/api/analysis/fans/runs',
  access: 'analysis.read',
  summary: 'Former searches for fan indicators, newest first: how many fans there were and what was confirmed',
  reply: z.object({
    items: z.array(
      z.object({
        id: whole,
        learnedOn: day,
        computedAt: at,
        known: whole,
        fans: whole,
        steps: z.array(z.object(step)),
      }),
    ),
  }),
})

export const getFanDefinition = endpoint({
  method: 'GET',
  path: '/api/analysis/fans/definition',
  access: 'analysis.read',
  summary: 'What a fan is to this shop, the versions saved before, and what else could be chosen',
  reply: z.object({
    /** null: none saved yet, the usual one holds */
    id: whole.nullable(),
    definition: fanDefinition,
    history: z.array(z.object({ id: whole, savedAt: at, staffName: z.string().nullable() })),
    /** custom attributes with numbers */
    attributes: z.array(z.object({ id: whole, key: z.string(), name: z.string() })),
  }),
})

const saved = z.object({ id: whole, jobId: whole })

/** `basedOn`: the id of the definition that was edited; 409 when another was saved meanwhile. */
export const saveFanDefinition = endpoint({
  method: 'POST',
  path: '/api/analysis/fans/definition',
  access: 'analysis.write',
  summary: 'Say what a fan is, and learn anew in the background (see /api/jobs/:id)',
  body: z.strictObject({ definition: fanDefinition, basedOn: whole.nullable() }),
  reply: saved,
})

export const restoreFanDefinition = endpoint({
  method: 'POST',
  path: '/api/analysis/fans/definition/:id/restoration',
  access: 'analysis.write',
  summary: 'Put an older definition of a fan back in force',
  params: idParams,
  reply: saved,
})

export const previewFanDefinition = endpoint({
  method: 'POST',
  path: '/api/analysis/fans/definition/preview',
  access: 'analysis.read',
  summary: 'How many fans a definition gives, and of how many buyers it can be told; nothing is saved',
  body: z.strictObject({ definition: fanDefinition }),
  reply: z.object({ ...counts, tooSmall }),
})
export type FanPreviewReply = z.output<(typeof previewFanDefinition)['reply']>

export const getFanPath = endpoint({
  method: 'GET',
  path: '/api/analysis/fans/path',
  access: 'analysis.read',
  summary: 'How many buyers have done how many steps, how many lack one and which, how many are fans and falling',
  reply: z.object({
    path: z
      .object({
        learnedOn: day,
        computedAt: at,
        buyers: whole,
        fans: whole,
        falling: whole,
        /** `within`: of them, whose first days are not over */
        done: z.array(z.object({ done: whole, customers: whole, within: whole })),
        /** who lacks this step alone; `open`: of them, who can still do it in time */
        oneAway: z.array(z.object({ key: actionKey, customers: whole, open: whole })),
      })
      .nullable(),
  }),
})

export const getCustomerFan = endpoint({
  method: 'GET',
  path: '/api/customers/:id/fan',
  access: 'customers.read',
  summary: 'How far a customer is on the way to being a fan, step by step; null for those who never bought',
  params: idParams,
  reply: z.object({
    fan: z
      .object({
        learnedOn: day,
        firstDays: whole,
        joinedOn: day,
        /** first days end with this day */
        until: day,
        isWithin: z.boolean(),
        index: whole,
        steps: z.array(
          z.object({
            ...step,
            isDone: z.boolean(),
            /** days until it was done, or how often or how much; null: never */
            value: z.number().nullable(),
            /** missing, but can be done until this day */
            openUntil: day.nullable(),
          }),
        ),
        fanOn: day.nullable(),
        falls: z.array(fall),
        rhythmDays: whole.nullable(),
        lastOn: day,
        rankBefore: z.string().nullable(),
      })
      .nullable(),
  }),
})
export type CustomerFanReply = NonNullable<z.output<(typeof getCustomerFan)['reply']>['fan']>

export const listFallingFans = endpoint({
  method: 'GET',
  path: '/api/analysis/fans/falling',
  access: 'customers.read',
  summary: 'Fans, and those far on the way, who fell silent or lost their rank lately; largest net sales first',
  query: z.strictObject(pageQuery),
  reply: pageOf(
    z.object({
      customerId: whole,
      familyName: z.string(),
      givenName: z.string(),
      falls: z.array(fall),
      index: whole,
      fanOn: day.nullable(),
      lastOn: day,
      rhythmDays: whole.nullable(),
      rank: z.string(),
      rankBefore: z.string().nullable(),
      netSales: whole,
    }),
  ),
})
