import * as z from 'zod'
import { at, day, endpoint, idParams } from '../../platform/http/contract.ts'
import { churnBands } from './bands.ts'

export { type ChurnBand, churnBands } from './bands.ts'

const whole = z.number().int()
const locale = z.enum(['ja', 'en']).default('ja')
const basis = z.enum(['repeat', 'subscription', 'second'])
/** an interval of 80 % around what is expected */
const within = { low: whole, high: whole }
/** customers, what they are expected to spend within 365 days, and their net sales of the 365 days before */
const group = { customers: whole, value: whole, past: whole }

/** why there is no forecast: what there is, and what is needed */
const small = z.object({
  customers: whole,
  repeats: whole,
  days: whole,
  needed: z.object({ customers: whole, repeats: whole, days: whole }),
  /** the rule of thumb: purchase days of everyone within a year, right within a factor of two */
  thumb: z.object({ purchases: whole, ...within }),
})
export type SmallReply = z.output<typeof small>

/** a run of the forecast; amounts in the smallest unit of the company's currency, net sales */
const run = {
  asOf: day,
  computedAt: at,
  /** who bought by then: only they are forecast */
  customers: whole,
  /** customers, drawn by chance, on whom models were chosen; null: all */
  sample: whole.nullable(),
}

const moved = z.object({
  ...group,
  top: z.array(
    z.object({ customerId: whole, familyName: z.string(), givenName: z.string(), value: whole, past: whole }),
  ),
})

const figures = z.object({
  /** by days ahead: 91, 182, 365 and 730 */
  totals: z.array(
    z.object({
      days: whole,
      purchases: whole,
      value: whole,
      ...within,
      /** of it, deliveries of running subscriptions */
      subscriptions: whole,
    }),
  ),
  /** by the chance that nothing is bought within 365 days */
  bands: z.array(z.object({ band: z.enum(churnBands.map(({ key }) => key)), ...group })),
  /** by expected value within 365 days, 1 the highest */
  deciles: z.array(z.object({ decile: whole, ...group, least: whole, most: whole })),
  bases: z.array(z.object({ basis, ...group })),
  concentration: z.array(z.object({ share: z.number(), customers: whole, value: whole, part: z.number().nullable() })),
  /** of those whose first purchase was not after `oldOn`: whose year ahead differs from the last one by `least` or more */
  movers: z.object({ oldOn: day, least: whole, fewer: moved, more: moved }),
})

const forecast = z.object({ ...run, intervalShare: z.number(), small: small.nullable(), figures: figures.nullable() })
export type ForecastReply = z.output<typeof forecast>

export const getForecast = endpoint({
  method: 'GET',
  path: '/api/analysis/forecast',
  access: 'analysis.read',
  summary:
    'What the customers known today are expected to buy in 3, 6, 12 and 24 months, by churn risk and value; null before the first night',
  reply: z.object({ forecast: forecast.nullable() }),
})

const share = z.number()
const scores = z.object({
  name: z.string(),
  label: z.string(),
  /** purchase days of all customers together */
  total: z.number(),
  /** total / actual − 1 */
  bias: z.number().nullable(),
  /** mean absolute and root mean square error of purchase days per customer */
  mae: z.number(),
  rmse: z.number(),
  /** mean square error of the chance to buy at all */
  brier: z.number(),
  /** chance that a buyer was held likelier to buy than a non-buyer */
  auc: z.number().nullable(),
})

/** customers alike in what was expected of them: purchase days, and share who bought at all */
const tried = z.object({
  customers: whole,
  expected: z.number(),
  actual: z.number(),
  buys: share,
  bought: share,
})

const cut = z.object({
  /** the last day that was known */
  cutOn: day,
  /** days ahead */
  days: whole,
  customers: whole,
  actual: whole,
  /** of the total, 80 % */
  low: z.number(),
  high: z.number(),
  /** whether the actual total lay between */
  isInside: z.boolean(),
  chosen: z.string(),
  models: z.array(scores),
  deciles: z.array(tried),
  byRepeats: z.array(tried),
  tracking: z.array(z.object({ day: whole, expected: z.number(), actual: whole })),
})

const model = z.object({
  name: z.string(),
  label: z.string(),
  share,
  /** times in days */
  params: z.record(z.string(), z.number()),
  se: z.record(z.string(), z.number().nullable()).nullable(),
})

const trust = z.object({
  ...run,
  discountPerYear: z.number(),
  /** days ahead that were tried */
  days: whole,
  small: small.nullable(),
  /** whose total is used; codes as of `tokui ltv evaluate` */
  chosen: z.string(),
  chosenLabel: z.string(),
  /** why, in sentences of the language asked for */
  reasons: z.array(z.string()),
  correction: z.object({ factor: z.number(), verdict: z.enum(['kept', 'no-gain', 'unknown']) }).nullable(),
  models: z.array(model),
  spend: z.object({ customers: whole, mean: z.number() }).nullable(),
  subscriptions: z.object({ running: whole, contracts: whole, ended: whole, model: z.string() }).nullable(),
  second: z
    .object({
      use: z.enum(['traits', 'age', 'rival']),
      orders: whole,
      repeated: whole,
      auc: z.number().nullable(),
    })
    .nullable(),
  /** cuts whose actual total lay in the interval */
  inside: whole,
  /** mean over the cuts of each model's figures, bias without its sign */
  means: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      bias: z.number(),
      mae: z.number(),
      brier: z.number(),
      auc: z.number().nullable(),
    }),
  ),
  cuts: z.array(cut),
})
export type TrustReply = z.output<typeof trust>

export const getTrust = endpoint({
  method: 'GET',
  path: '/api/analysis/trust',
  access: 'analysis.read',
  summary:
    'How well the forecast would have foretold this shop’s own past at several days, beside every rival, and why it is what it is',
  query: z.strictObject({ locale }),
  reply: z.object({ trust: trust.nullable() }),
})

const ahead = z.object({ days: whole, purchases: z.number(), value: whole, ...within })

const outlook = z.object({
  basis,
  /** chance to be still a customer */
  alive: share,
  /** chance that nothing is bought within 365 days */
  churn: share,
  churnBand: z.enum(churnBands.map(({ key }) => key)),
  buys30: share,
  buys90: share,
  /** value with its interval, by days ahead */
  ahead: z.array(ahead),
  purchasesLow: z.number(),
  purchasesHigh: z.number(),
  /** all that is to come, discounted */
  residual: whole,
  /** if another purchase comes, half of the time it comes between these days */
  nextFrom: day,
  nextTo: day,
  decile: whole,
  past: whole,
})
export type OutlookReply = z.output<typeof outlook>

export const getOutlook = endpoint({
  method: 'GET',
  path: '/api/customers/:id/outlook',
  access: 'customers.read',
  summary:
    'What is expected of a customer: value with intervals, chance to be still one, next purchase, churn risk; null before the first purchase or night',
  params: idParams,
  reply: z.object({
    run: z
      .object({ ...run, discountPerYear: z.number(), intervalShare: z.number(), small: small.nullable() })
      .nullable(),
    outlook: outlook.nullable(),
  }),
})
