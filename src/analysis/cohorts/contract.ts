import * as z from 'zod'
import { at, day, endpoint } from '../../platform/http/contract.ts'
import { dimensions, grains, stepCount } from './count/terms.ts'

export { ageCount, type Dimension, dimensions, type Grain, grains, windows } from './count/terms.ts'

/** Amounts are in the smallest unit of the company's currency; days count from the customer's own first purchase, day 0. */

const whole = z.number().int()
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const dimension = z.enum(dimensions)
/** 'id:' and the id or the ad code, 'other' for the values with fewer buyers together, 'none' */
const value = z.string().max(200)

/** 売上, 粗利, 限界利益: gross profit less the shipping and fees the shop pays itself */
export const numerators = ['sales', 'profit', 'margin'] as const
/** of the first-time buyers who have lived through the time, or of everybody who bought within the last year */
export const denominators = ['firstTime', 'buyers'] as const
/** days of the lifetime value; steps of 30 */
export const horizons = [180, 360, 720] as const

const counted = z.object({
  asOf: day,
  computedAt: at,
  /** the newest nightly count; else a past day counted anew */
  isCurrent: z.boolean(),
  buyers: whole,
  /** purchases of one day count as one */
  sameDayOnce: z.boolean(),
})
export type CountedReply = z.output<typeof counted>

const asked = { asOf: day.optional() }
const split = { dimension: dimension.default('all'), value: value.optional() }
const months = { from: month.optional(), to: month.optional() }

const named = z.object({ value, name: z.string().nullable(), buyers: whole })
const amounts = z.array(z.number())

const cohort = z.object({
  /** null: all cohorts of the period together */
  startsOn: day.nullable(),
  endsOn: day.nullable(),
  value: value.nullable(),
  name: z.string().nullable(),
  buyers: whole,
  /** by age: of whom the figures are; those of a value leave out buyers whose month has not lived through the age */
  base: z.array(whole),
  /** by age: buyers with a purchase */
  active: z.array(whole),
  purchases: z.array(whole),
  netSales: z.array(whole),
  /** of orders whose costs are known; null where they are less than 80 % of the net sales of the cohort */
  grossProfit: amounts.nullable(),
  /** ages everybody has lived through; the others are 集計中 */
  complete: whole,
  /** ages somebody has begun */
  begun: whole,
})
export type CohortReply = z.output<typeof cohort>

const listed = z.object({ asOf: day, computedAt: at, isCurrent: z.boolean(), isKept: z.boolean(), buyers: whole })

export const listCohortDays = endpoint({
  method: 'GET',
  path: '/api/analysis/cohorts/days',
  access: 'analysis.read',
  summary: 'The days as of which cohorts were counted: the latest night, and past days that somebody asked for',
  reply: z.object({ items: z.array(listed) }),
})

export const recountCohorts = endpoint({
  method: 'POST',
  path: '/api/analysis/cohorts/recounts',
  access: 'analysis.write',
  summary: 'Count cohorts as of a past day from the orders until then, in the background (see /api/jobs/:id)',
  body: z.strictObject({ asOf: day }),
  reply: z.object({ jobId: whole }),
})

export const getCohorts = endpoint({
  method: 'GET',
  path: '/api/analysis/cohorts',
  access: 'analysis.read',
  summary:
    'First-time buyers by month or week: who bought at each age since, how often and for how much. By `rows`: the periods, or the values of a dimension',
  query: z.strictObject({
    ...asked,
    ...split,
    grain: z.enum(grains).default('month'),
    /** so many months or weeks, the one that holds the day being the last */
    latest: z.coerce.number().int().min(1).max(60).default(60),
    rows: z.enum(['periods', 'values']).default('periods'),
  }),
  reply: z.object({
    cohorts: z
      .object({
        ...counted.shape,
        /** first day of the oldest cohort */
        from: day,
        /** by age: last day of the youngest cohort that is in the rows of values; null: none has lived so long */
        until: z.array(day.nullable()),
        /** days of one step of age */
        ageDays: whole,
        values: z.array(named),
        /** how many values are in 'other' */
        others: whole,
        items: z.array(cohort),
      })
      .nullable(),
  }),
})
export type CohortsReply = NonNullable<z.output<(typeof getCohorts)['reply']>['cohorts']>

const inWindow = z.object({
  days: whole,
  /** whose n-th purchase lies at least so many days back */
  ripe: whole,
  /** of these, whose next purchase came within the days */
  within: whole,
  rate: z.number().nullable(),
})

const trial = z.object({
  productId: whole,
  name: z.string().nullable(),
  starters: whole,
  windows: z.array(
    z.object({
      days: whole,
      ripe: whole,
      /** bought anything but trials within the days */
      converted: whole,
      /** took the first delivery of a subscription within the days */
      subscribed: whole,
    }),
  ),
})

const curvePlace = z.object({
  place: whole,
  /** contracts at risk in this period */
  seen: whole,
  observed: z.number().nullable(),
  expected: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
const curve = z.object({
  model: z.enum(['sbg', 'bdw']),
  basis: z.enum(['own', 'all']),
  reason: z.enum(['simpler-as-good', 'age-matters', 'too-few']),
  /** false: too little has ended to tell how it goes on */
  isKnown: z.boolean(),
  points: z.array(curvePlace),
})
const subscription = z.object({
  /** null: all products, or the rest of them */
  productId: whole.nullable(),
  name: z.string().nullable(),
  isOther: z.boolean(),
  contracts: whole,
  customers: whole,
  runningCustomers: whole,
  ended: whole,
  deliveries: curve,
  months: curve,
})
export type SubscriptionReply = z.output<typeof subscription>

export const getRepeat = endpoint({
  method: 'GET',
  path: '/api/analysis/repeat',
  access: 'analysis.read',
  summary:
    'From each purchase to the next (F2 … Fn), from trial to regular (引上率) and how long subscriptions last (定期継続率)',
  query: z.strictObject({ ...asked, ...split, ...months }),
  reply: z.object({
    repeat: z
      .object({
        ...counted.shape,
        values: z.array(named),
        firstTime: whole,
        steps: z.array(
          z.object({
            /** from the n-th purchase … */
            n: whole.min(1).max(stepCount),
            made: whole,
            /** … to the next one, however late */
            next: whole,
            windows: z.array(inWindow),
          }),
        ),
        trials: z.array(trial),
        subscriptions: z.array(subscription),
      })
      .nullable(),
  }),
})
export type RepeatReply = NonNullable<z.output<(typeof getRepeat)['reply']>['repeat']>

const outlook = z.object({
  /** null: too few customers, repeats or days; nothing is projected */
  model: z.string().nullable(),
  customers: whole,
  repeats: whole,
  days: whole,
  /** the same model made `back` days ago: purchase days expected of those days, and what came */
  test: z.object({ back: whole, expected: z.number(), actual: whole }).nullable(),
})

const lifetime = z.object({
  buyers: whole,
  purchases: whole,
  sales: whole,
  profitRate: z.number().nullable(),
  amount: z.number().nullable(),
  each: z.number().nullable(),
  limit: z.number().nullable(),
})
export type LifetimeReply = z.output<typeof lifetime>

const money = {
  numerator: z.enum(numerators).default('sales'),
  /** shipping and fees the shop pays itself for each purchase; only `margin` asks for them */
  perPurchase: z.coerce.number().int().min(0).max(10_000_000).default(0),
}

export const getCurves = endpoint({
  method: 'GET',
  path: '/api/analysis/curves',
  access: 'analysis.read',
  summary:
    'Cumulative sales or profit a first-time buyer by days since the first purchase, projected with an 80 % band, and the yearly value',
  query: z.strictObject({
    ...asked,
    ...months,
    ...money,
    dimension: dimension.default('all'),
    denominator: z.enum(denominators).default('firstTime'),
    horizon: z.coerce
      .number()
      .refine((days) => (horizons as readonly number[]).includes(days), { error: 'not-a-choice' })
      .default(360),
  }),
  reply: z.object({
    curves: z
      .object({
        ...counted.shape,
        outlook,
        from: month,
        to: month,
        /** by value of the dimension; by half-year of the first purchase when it is 'all' */
        items: z.array(
          z.object({
            value: value.nullable(),
            name: z.string().nullable(),
            from: month,
            to: month,
            buyers: whole,
            /** null: costs unknown */
            points: z
              .array(
                z.object({
                  days: whole,
                  observed: z.number().nullable(),
                  expected: z.number().nullable(),
                  low: z.number().nullable(),
                  high: z.number().nullable(),
                }),
              )
              .nullable(),
          }),
        ),
        /** everyone first, then the values of the dimension */
        values: z.array(
          z.object({
            value,
            name: z.string().nullable(),
            ...lifetime.shape,
            /** what the buyers are: first purchase between these days, or any purchase */
            boughtFrom: day.nullable(),
            boughtTo: day.nullable(),
          }),
        ),
      })
      .nullable(),
  }),
})
export type CurvesReply = NonNullable<z.output<(typeof getCurves)['reply']>['curves']>

/** By what the cost of winning is divided. */
export const wonAs = ['firstTime', 'regular', 'subscriber'] as const

export const getAcquisition = endpoint({
  method: 'GET',
  path: '/api/analysis/acquisition',
  access: 'analysis.read',
  summary:
    'Cost of winning a customer (CPA, CPO) by ad code of the first purchase, beside the value such customers bring',
  query: z.strictObject({
    ...asked,
    ...months,
    ...money,
    wonAs: z.enum(wonAs).default('firstTime'),
    horizon: z.coerce
      .number()
      .refine((days) => (horizons as readonly number[]).includes(days), { error: 'not-a-choice' })
      .default(360),
  }),
  reply: z.object({
    acquisition: z
      .object({
        ...counted.shape,
        from: month,
        to: month,
        items: z.array(
          z.object({
            /** null: everything together; '' what belongs to no code */
            adCode: z.string().nullable(),
            /** 'other': codes with fewer buyers together, which have no cost of their own */
            value,
            cost: whole.nullable(),
            /** months of the period with a cost */
            costMonths: whole,
            firstTime: whole,
            regular: whole,
            subscriber: whole,
            /** cost ÷ those won */
            costEach: z.number().nullable(),
            lifetime,
          }),
        ),
      })
      .nullable(),
  }),
})
export type AcquisitionReply = NonNullable<z.output<(typeof getAcquisition)['reply']>['acquisition']>

const cost = z.object({ month, adCode: z.string(), amount: whole, version: whole, updatedAt: at })

export const listAcquisitionCosts = endpoint({
  method: 'GET',
  path: '/api/acquisition-costs',
  access: 'analysis.read',
  summary: 'What was spent on winning customers, by month and ad code; ad code empty: what belongs to none',
  query: z.strictObject({ from: month, to: month }),
  reply: z.object({ items: z.array(cost) }),
})

/** `version` null: there was none before; 409 when others changed it meanwhile. `amount` null takes it away. */
export const putAcquisitionCost = endpoint({
  method: 'PUT',
  path: '/api/acquisition-costs',
  access: 'analysis.write',
  summary: 'Enter, change or take away what was spent in a month on an ad code',
  body: z.strictObject({
    month,
    adCode: z.string().trim().max(100),
    amount: whole.min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
    version: whole.nullable(),
  }),
  reply: z.object({ item: cost.nullable() }),
})
