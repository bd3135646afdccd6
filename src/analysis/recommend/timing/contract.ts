import * as z from 'zod'
import { day, endpoint, id, pageOf, pageQuery } from '../../../platform/http/contract.ts'

/** Who will want what again, and when; and how long each product lasts. */

const whole = z.number().int()
const locale = z.enum(['ja', 'en']).default('ja')
const product = { productId: whole, code: z.string(), name: z.string() }

/** When a customer is likely to buy a product again. */
export const due = {
  purchases: whole,
  lastOn: day,
  everyDays: whole,
  dueOn: day,
  /** the middle half of next purchases lies between them */
  fromOn: day,
  toOn: day,
  /** chance that another purchase comes at all */
  again: z.number(),
}

const span = { from: day, to: day, productId: id.optional() }

export const listReplenishments = endpoint({
  method: 'GET',
  path: '/api/replenishments',
  access: 'recommendations.read',
  summary: 'Who will want what again between two days, by the day it is due; running subscriptions are left out',
  query: z.strictObject({ ...span, customerId: id.optional(), locale, ...pageQuery }),
  reply: pageOf(
    z.object({
      customerId: whole,
      familyName: z.string(),
      givenName: z.string(),
      ...product,
      quantity: whole,
      ...due,
      /** of the last purchase */
      storeName: z.string().nullable(),
      /** the customer's own days between purchases of the product: how many pairs, the shortest and the longest */
      own: z.object({ gaps: whole, shortest: whole.nullable(), longest: whole.nullable() }),
      /** what the day was reckoned from */
      reason: z.object({ code: z.enum(['own', 'stated', 'others', 'shop']), words: z.string() }),
    }),
  ),
})
export type DueReply = z.output<typeof listReplenishments.reply>['items'][number]

export const countReplenishments = endpoint({
  method: 'GET',
  path: '/api/replenishments/days',
  access: 'recommendations.read',
  summary: 'How many of the list are due on each day between two days',
  query: z.strictObject(span),
  reply: z.object({
    /** purchases up to this day were reckoned with; null: nothing has been learned yet */
    learnedOn: day.nullable(),
    items: z.array(z.object({ on: day, count: whole })),
  }),
})

/** `both`: what the catalogue says, and fewer repeats than it counts for */
const basis = z.enum(['observed', 'both', 'stated', 'shop'])

export const listProductRhythms = endpoint({
  method: 'GET',
  path: '/api/product-rhythms',
  access: 'analysis.read',
  summary: 'How long each product lasts: what the catalogue says, what repeats show, and what is reckoned with',
  query: z.strictObject({ q: z.string().trim().max(100).optional(), ...pageQuery }),
  reply: pageOf(
    z.object({
      ...product,
      /** pairs of purchases */
      repeats: whole,
      /** days between them: the middle one, its 95 % interval, and the middle half; null without repeats */
      observed: z.object({ middle: whole, low: whole, high: whole, quarter: whole, threeQuarters: whole }).nullable(),
      statedDays: whole.nullable(),
      usedDays: whole,
      basis,
    }),
  ).extend({ learnedOn: day.nullable() }),
})
