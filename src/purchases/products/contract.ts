import * as z from 'zod'
import { at, endpoint, idParams, pageOf, pageQuery } from '../../platform/http/contract.ts'

export const productKinds = ['regular', 'trial', 'subscription', 'gift'] as const
const yen = z.number().int().min(0).max(1_000_000_000_000)

const product = z.object({
  id: z.number().int(),
  version: z.number().int(),
  code: z.string(),
  name: z.string(),
  categoryId: z.number().int().nullable(),
  kind: z.enum(productKinds),
  price: z.number().int().nullable(),
  cost: z.number().int().nullable(),
  taxRate: z.number().nullable(),
  consumptionDays: z.number().int().nullable(),
  /** pieces there are; null: not known */
  stock: z.number().int().nullable(),
  discontinuedAt: at.nullable(),
  updatedAt: at,
})
export type ProductReply = z.output<typeof product>

export const productFields = {
  code: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1).max(300),
  categoryId: z.number().int().positive().nullable(),
  kind: z.enum(productKinds),
  price: yen.nullable(),
  cost: yen.nullable(),
  taxRate: z.number().min(0).max(100).nullable(),
  /** days one unit lasts */
  consumptionDays: z.number().int().positive().max(3650).nullable(),
  /** what there is none of is not offered; null: not known */
  stock: z.number().int().nonnegative().max(1_000_000_000).nullable(),
}
const optional = {
  categoryId: null,
  kind: 'regular',
  price: null,
  cost: null,
  taxRate: null,
  consumptionDays: null,
  stock: null,
} as const

export const listProducts = endpoint({
  method: 'GET',
  path: '/api/products',
  access: 'products.read',
  summary: 'Products by code, name, category and kind',
  query: z.strictObject({
    ...pageQuery,
    q: z.string().trim().max(100).optional(),
    categoryId: z.coerce.number().int().positive().optional(),
    kind: z.enum(productKinds).optional(),
    /** only those on sale, only those discontinued */
    state: z.enum(['on-sale', 'discontinued']).optional(),
    sort: z.enum(['code', '-code', 'name', '-name', 'price', '-price']).default('code'),
  }),
  reply: pageOf(product),
})

export const getProduct = endpoint({
  method: 'GET',
  path: '/api/products/:id',
  access: 'products.read',
  summary: 'One product',
  params: idParams,
  reply: product,
})

export const createProduct = endpoint({
  method: 'POST',
  path: '/api/products',
  access: 'products.write',
  summary: 'Add a product',
  body: z.strictObject({
    ...productFields,
    categoryId: productFields.categoryId.default(optional.categoryId),
    kind: productFields.kind.default(optional.kind),
    price: productFields.price.default(optional.price),
    cost: productFields.cost.default(optional.cost),
    taxRate: productFields.taxRate.default(optional.taxRate),
    consumptionDays: productFields.consumptionDays.default(optional.consumptionDays),
    stock: productFields.stock.default(optional.stock),
  }),
  reply: z.object({ id: z.number().int() }),
})

/** Orders keep the price and cost they were made with. */
export const changeProduct = endpoint({
  method: 'PATCH',
  path: '/api/products/:id',
  access: 'products.write',
  summary: 'Change a product; `isDiscontinued` takes it off sale or back on',
  params: idParams,
  body: z.strictObject({
    version: z.number().int().positive(),
    change: z.strictObject({ ...productFields, isDiscontinued: z.boolean() }).partial(),
  }),
  reply: z.object({ version: z.number().int() }),
})

const category = z.object({ id: z.number().int(), name: z.string(), products: z.number().int() })

export const listCategories = endpoint({
  method: 'GET',
  path: '/api/product-categories',
  access: 'products.read',
  summary: 'Product categories and how many products each has',
  reply: z.object({ items: z.array(category) }),
})

export const createCategory = endpoint({
  method: 'POST',
  path: '/api/product-categories',
  access: 'products.write',
  summary: 'Add a product category',
  body: z.strictObject({ name: z.string().trim().min(1).max(100) }),
  reply: z.object({ id: z.number().int() }),
})

export const changeCategory = endpoint({
  method: 'PATCH',
  path: '/api/product-categories/:id',
  access: 'products.write',
  summary: 'Rename a product category',
  params: idParams,
  body: z.strictObject({ name: z.string().trim().min(1).max(100) }),
})

export const deleteCategory = endpoint({
  method: 'DELETE',
  path: '/api/product-categories/:id',
  access: 'products.write',
  summary: 'Delete a product category that no product has',
  params: idParams,
})
