import { audit } from '../../platform/audit.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { route } from '../../platform/http/route.ts'
import * as contract from './contract.ts'
import * as store from './store.ts'

const categories = [
  route(contract.listCategories, async (ctx) => ({ items: await store.listCategoryRows(ctx.db) })),
  route(contract.createCategory, async (ctx, { body }) => {
    const id = await store.insertCategory(ctx.db, body.name)
    await audit(ctx.db, ctx.now, ctx.actor, {
      action: 'created',
      subject: 'product-category',
      subjectId: id,
      detail: body,
    })
    return { id }
  }),
  route(contract.changeCategory, async (ctx, { params, body }) => {
    await store.renameCategory(ctx.db, params.id, body.name)
    await audit(ctx.db, ctx.now, ctx.actor, {
      action: 'changed',
      subject: 'product-category',
      subjectId: params.id,
      detail: body,
    })
    return null
  }),
  route(contract.deleteCategory, async (ctx, { params }) => {
    await store.removeCategory(ctx.db, params.id)
    await audit(ctx.db, ctx.now, ctx.actor, { action: 'deleted', subject: 'product-category', subjectId: params.id })
    return null
  }),
]

export const productRoutes = [
  route(contract.listProducts, async (ctx, { query }) => {
    const { cursor, limit, sort, ...filter } = query
    const after = cursor === undefined ? undefined : readPosition(cursor, sort)
    const rows = await store.listProductRows(ctx.db, filter, { sort, after, limit: limit + 1 })
    return page(rows, limit, (row) => writeCursor([row.position, row.id]))
  }),

  route(contract.getProduct, async (ctx, { params }) => {
    const product = await store.readProduct(ctx.db, params.id)
    if (!product) throw new Refusal('not-found')
    return product
  }),

  route(contract.createProduct, async (ctx, { body }) => {
    const id = await store.insertProduct(ctx.db, ctx.now, body)
    await audit(ctx.db, ctx.now, ctx.actor, { action: 'created', subject: 'product', subjectId: id, detail: body })
    return { id }
  }),

  route(contract.changeProduct, async (ctx, { params, body }) => {
    const product = await store.readProduct(ctx.db, params.id, true)
    if (!product) throw new Refusal('not-found')
    if (product.version !== body.version) throw new Refusal('conflict', { version: product.version })
    const { isDiscontinued, ...fields } = body.change
    const discontinuedAt =
      isDiscontinued === undefined
        ? product.discontinuedAt
        : isDiscontinued
          ? (product.discontinuedAt ?? ctx.now)
          : null
    const version = product.version + 1
    await store.updateProduct(ctx.db, ctx.now, { ...product, ...fields, discontinuedAt, version })
    const detail = { before: product, change: body.change }
    await audit(ctx.db, ctx.now, ctx.actor, { action: 'changed', subject: 'product', subjectId: params.id, detail })
    return { version }
  }),
  ...categories,
]

function readPosition(cursor: string, sort: store.ProductSort): [string | number, number] {
  const [value, id] = readCursor(cursor, 2)
  const fits = sort.endsWith('price') ? Number.isSafeInteger(value) : typeof value === 'string'
  if (!fits || !Number.isSafeInteger(id)) {
    throw new Refusal('invalid-request', {}, [{ field: 'cursor', code: 'not-a-cursor' }])
  }
  return [value as string | number, Number(id)]
}
