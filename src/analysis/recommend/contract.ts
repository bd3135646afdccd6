import * as z from 'zod'
import { at, day, endpoint, id, idParams } from '../../platform/http/contract.ts'
import { due } from './timing/contract.ts'

const whole = z.number().int()

/** What may be offered, as the company says it. */
export const offerRules = z.strictObject({
  /** ids of product categories that are never offered */
  excludedCategories: z.array(z.number().int().positive()).max(1000),
  /** ids of products that are never offered */
  excludedProducts: z.array(z.number().int().positive()).max(1000).default([]),
  /** least share of the price that remains after cost, 0 to 1 */
  leastMargin: z.number().min(0).max(1),
  /** places of one category among any eight of a list */
  mostPerCategory: z.number().int().min(1).max(8),
  /** id of a category → days during which what was bought is not offered again; others: again when due */
  restDays: z.record(z.string().regex(/^\d+$/), z.number().int().min(1).max(3650)),
  /** offer trial products to those who have bought */
  trialsForBuyers: z.boolean(),
  /** offer what a running subscription delivers anyway */
  offerSubscribed: z.boolean().default(false),
})
export type OfferRulesSaved = z.output<typeof offerRules>

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

const offer = z.object({
  ...product,
  shelf,
  /** the sum of `parts`; comparable within one reply */
  score: z.number(),
  parts: z.object({ own: z.number(), companions: z.number(), crowd: z.number(), popular: z.number() }),
  /** what `parts.companions` consists of: products bought or looked at, the greatest first */
  because: z.array(z.object({ productId: whole, name: z.string(), value: z.number() })),
  due: z.object(due).nullable(),
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

const figuresOfPair = {
  /** baskets (bought next: customers) with both products, and with the first */
  support: whole,
  tries: whole,
  share: z.number(),
  /** how many times likelier than for everyone: at least, about, at most, with 95 % confidence */
  lift: z.number(),
  about: z.number(),
  most: z.number(),
}

/** figures are null for alternatives, which are alike by what is written about them */
const companion = z.object({ ...product, figures: z.object(figuresOfPair).nullable(), reason })
export type CompanionReply = z.output<typeof companion>

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

const whyNot = z.enum([
  'discontinued',
  'sold-out',
  'asked',
  'subscribed',
  'product',
  'category',
  'trial',
  'margin',
  'resting',
  'not-due',
  'lapsed',
])

export const getPassedOver = endpoint({
  method: 'GET',
  path: '/api/customers/:id/offers/passed-over',
  access: 'recommendations.read',
  summary: 'What would be offered to a customer and is not, and which rule or rhythm keeps it out',
  params: idParams,
  query: z.strictObject({ size, locale }),
  reply: z.object({
    items: z.array(
      z.object({
        ...product,
        score: z.number(),
        due: z.object(due).nullable(),
        why: z.object({ code: whyNot, words: z.string() }),
      }),
    ),
  }),
})

export const listPairs = endpoint({
  method: 'GET',
  path: '/api/recommendations/pairs',
  access: 'analysis.read',
  summary: 'The strongest pairs of products: bought together, or the second after the first',
  query: z.strictObject({
    kind: z.enum(['together', 'next']).default('together'),
    by: z.enum(['lift', 'support']).default('support'),
    size: z.coerce.number().int().min(1).max(500).default(50),
  }),
  reply: z.object({
    learnedOn: day.nullable(),
    items: z.array(z.object({ first: z.object(product), second: z.object(product), figures: z.object(figuresOfPair) })),
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
    /** opened in the last 30 days, by shelf or by place on a shop's page; `bought`: by customers who then bought it */
    openings: z.array(z.object({ shelf: z.string(), count: whole, bought: whole })),
    /** null: none saved yet, the usual ones hold */
    rulesId: whole.nullable(),
    rulesSaved: z.object({ at, staffName: z.string().nullable() }).nullable(),
    rules: offerRules,
    /** those that the rules name */
    productNames: z.array(z.object({ id: whole, name: z.string() })),
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
