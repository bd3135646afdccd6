import * as z from 'zod'
import { at, day, endpoint, id, idParams, pageOf, pageQuery } from '../../platform/http/contract.ts'
import { offerRules } from './answer/offer-rules.ts'

const whole = z.number().int()
const locale = z.enum(['ja', 'en']).default('ja')
const size = z.coerce.number().int().min(1).max(50).default(8)
/** ids with commas between: what is in the cart, on the page, or sold out */
const exclude = z
  .string()
  .max(5000)
  .regex(/^\d+(,\d+)*$/)
  .transform((text) => text.split(',').map(Number))
  .default([])

const shelf = z.enum(['buyAgain', 'goesWith', 'peopleLikeYou', 'newForYou', 'popular'])

const product = {
  productId: whole,
  code: z.string(),
  name: z.string(),
  categoryId: whole.nullable(),
  price: whole.nullable(),
}
/** why, in a sentence in the language asked for */
const reason = z.object({ code: z.string(), words: z.string() })

const due = z.object({
  purchases: whole,
  lastOn: day,
  everyDays: whole,
  dueOn: day,
  /** the middle half of next purchases lies between them */
  fromOn: day,
  toOn: day,
  /** chance that another purchase comes at all */
  again: z.number(),
})

const offer = z.object({
  ...product,
  shelf,
  /** the sum of `parts`; comparable within one reply */
  score: z.number(),
  parts: z.object({ own: z.number(), companions: z.number(), crowd: z.number(), popular: z.number() }),
  /** what `parts.companions` consists of: products bought or looked at, the greatest first */
  because: z.array(z.object({ productId: whole, name: z.string(), value: z.number() })),
  due: due.nullable(),
  reason,
})
export type OfferReply = z.output<typeof offer>

export const getOffers = endpoint({
  method: 'GET',
  path: '/api/customers/:id/offers',
  access: 'recommendations.read',
  summary:
    'What to offer a customer now: the best of everything and by shelf, each with its reason; empty before the first night',
  params: idParams,
  query: z.strictObject({ size, exclude, locale }),
  reply: z.object({
    modelId: whole.nullable(),
    learnedOn: day.nullable(),
    offers: z.array(offer),
    shelves: z.object({
      buyAgain: z.array(offer),
      goesWith: z.array(offer),
      peopleLikeYou: z.array(offer),
      newForYou: z.array(offer),
    }),
  }),
})

const companion = z.object({
  ...product,
  /** how many times likelier than for everyone, at least, with 95 % confidence; null for alternatives */
  lift: z.number().nullable(),
  share: z.number().nullable(),
  /** baskets or customers it rests on */
  support: whole.nullable(),
  reason,
})

export const getCompanions = endpoint({
  method: 'GET',
  path: '/api/products/:id/companions',
  access: 'recommendations.read',
  summary: 'Products bought together with a product, bought next, and instead of it',
  params: idParams,
  query: z.strictObject({ size, exclude, locale }),
  reply: z.object({
    learnedOn: day.nullable(),
    together: z.array(companion),
    next: z.array(companion),
    alternatives: z.array(companion),
  }),
})

export const openOffer = endpoint({
  method: 'POST',
  path: '/api/customers/:id/offer-openings',
  access: 'recommendations.write',
  summary: 'Say that a customer opened an offer; recommendations learn from it like from a look at the product',
  params: idParams,
  body: z.strictObject({ productId: id, shelf }),
  reply: z.object({ id: whole }),
})

export const listReplenishments = endpoint({
  method: 'GET',
  path: '/api/replenishments',
  access: 'recommendations.read',
  summary: 'Who will want what again between two days, by the day it is due; running subscriptions are left out',
  query: z.strictObject({ from: day, to: day, productId: id.optional(), ...pageQuery }),
  reply: pageOf(
    z.object({
      customerId: whole,
      familyName: z.string(),
      givenName: z.string(),
      productId: whole,
      code: z.string(),
      name: z.string(),
      quantity: whole,
      ...due.shape,
    }),
  ),
})

const figures = z.object({
  users: whole,
  recall: z.record(z.string(), z.number()),
  ndcg: z.record(z.string(), z.number()),
  phr: z.record(z.string(), z.number()),
})

export const getRecommendations = endpoint({
  method: 'GET',
  path: '/api/recommendations',
  access: 'analysis.read',
  summary:
    'What the recommendations were learned from, how well they foretold purchases held back, and what may be offered',
  reply: z.object({
    model: z
      .object({
        id: whole,
        learnedOn: day,
        customers: whole,
        lines: whole,
        products: whole,
        milliseconds: whole,
        createdAt: at,
        /** `gpTop`: what the customer bought most, then what everyone buys most */
        proof: z.object({ model: figures, gpTop: figures }).nullable(),
      })
      .nullable(),
    /** opened in the last 30 days, by shelf */
    openings: z.array(z.object({ shelf, count: whole })),
    /** null: none saved yet, the usual ones hold */
    rulesId: whole.nullable(),
    rules: offerRules,
  }),
})

export const saveOfferRules = endpoint({
  method: 'POST',
  path: '/api/recommendations/rules',
  access: 'analysis.write',
  summary: 'Put rules of what may be offered in force; refused when others were saved meanwhile',
  body: z.strictObject({ rules: offerRules, basedOn: whole.nullable() }),
  reply: z.object({ id: whole }),
})
