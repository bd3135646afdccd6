import * as z from 'zod'
import { at, endpoint, id, idParams, origin } from '../../../platform/http/contract.ts'

/** Offers on the pages of a shop: what a program on such a page may ask, and the keys it asks with. */

const whole = z.number().int()
const keyText = z.string().regex(/^tkp_[\w-]{43}$/)
const code = z.string().min(1).max(100)
const name = z.string().trim().min(1).max(100)
const origins = z.array(origin).min(1).max(20)
const perMinute = z.number().int().min(60).max(600_000)

const shopKey = z.object({
  id: whole,
  name: z.string(),
  /** stands in the pages for everybody to see */
  key: z.string(),
  origins: z.array(z.string()),
  sourceId: whole.nullable(),
  perMinute: whole,
  createdBy: z.string(),
  createdAt: at,
  lastUsedAt: at.nullable(),
  revokedAt: at.nullable(),
})
export type ShopKey = z.output<typeof shopKey>

export const listShopKeys = endpoint({
  method: 'GET',
  path: '/api/shop-keys',
  access: 'api-keys.write',
  summary: "Keys of a shop's own pages, revoked ones last; never their secrets",
  reply: z.object({
    items: z.array(shopKey),
    /** systems whose customer numbers can be signed */
    sources: z.array(z.object({ id: whole, name: z.string() })),
  }),
})

export const createShopKey = endpoint({
  method: 'POST',
  path: '/api/shop-keys',
  access: 'api-keys.write',
  ownTransactions: true,
  summary: "Make a key for a shop's pages; its secret, for the shop's server alone, is shown once",
  body: z.strictObject({ name, origins, sourceId: id.nullable().default(null), perMinute: perMinute.default(6000) }),
  reply: z.object({ id: whole, key: z.string(), secret: z.string() }),
})

export const changeShopKey = endpoint({
  method: 'PATCH',
  path: '/api/shop-keys/:id',
  access: 'api-keys.write',
  summary: 'Change the name, the origins, whose customer numbers are signed, or the limit',
  params: idParams,
  body: z.strictObject({ name, origins, sourceId: id.nullable(), perMinute }).partial(),
})

export const revokeShopKey = endpoint({
  method: 'DELETE',
  path: '/api/shop-keys/:id',
  access: 'api-keys.write',
  summary: "Revoke a key of a shop's pages; the next request with it is refused",
  params: idParams,
})

/** why a product stands in the list; `forYou` says no more, so that nobody reads from a page what someone bought */
export const placeNames = ['together', 'next', 'alternative', 'forYou', 'popular'] as const
const place = z.enum(placeNames)
const codes = z
  .string()
  .max(2000)
  .transform((text) => text.split(',').filter(Boolean))
  .default([])

export const getShopOffers = endpoint({
  method: 'GET',
  path: '/api/shop-offers',
  access: 'open',
  summary:
    "What a shop's page offers: companions of a product, for a customer with a token signed by the shop's server (header Tokui-Customer), else best sellers; facts of products only",
  query: z.strictObject({
    key: keyText,
    /** code of the product on the page */
    product: code.optional(),
    /** codes with commas between: in the cart, sold out */
    exclude: codes,
    size: z.coerce.number().int().min(1).max(12).default(4),
  }),
  reply: z.object({
    items: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        /** in the smallest unit of `currency`; null: not said */
        price: whole.nullable(),
        place,
      }),
    ),
    currency: z.string(),
  }),
})

export const openShopOffer = endpoint({
  method: 'POST',
  path: '/api/shop-offers/openings',
  access: 'open',
  summary: "Say that an offer was opened on a shop's page; recommendations learn from it",
  query: z.strictObject({ key: keyText }),
  body: z.strictObject({ product: code, place }),
})
