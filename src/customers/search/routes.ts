import { route } from '../../platform/http/route.ts'
import { searchCustomers } from './contract.ts'
import { findCustomers } from './store.ts'

export const searchRoutes = [
  route(searchCustomers, async (ctx, { query }) => {
    const rows = await findCustomers(ctx.db, ctx.actor, query.q, query.limit + 1)
    return { items: rows.slice(0, query.limit), more: rows.length > query.limit }
  }),
]
