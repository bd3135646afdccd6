import { may } from '../../platform/access.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { route } from '../../platform/http/route.ts'
import { maskValues } from '../contacts/mask.ts'
import { lockCustomer, requireCustomer } from '../seen.ts'
import type { Value } from './change.ts'
import { listChanges, restoreChange } from './contract.ts'
import { isRestorable, restore } from './restore.ts'
import { type ChangeRow, listChangeRows } from './store.ts'

/** Contact data is masked in the past as it is in the present. */
function masked(row: ChangeRow): ChangeRow {
  if (row.subject !== 'contact-point') return row
  const hide = (value: Value): Value => (value === null ? null : '***')
  return { ...row, diff: maskValues(row.diff, ([before, after]) => [hide(before), hide(after)]) }
}

export const historyRoutes = [
  route(listChanges, async (ctx, { params, query }) => {
    await requireCustomer(ctx.db, ctx.actor, params.customerId)
    const { cursor, limit, ...filter } = query
    const before = cursor === undefined ? undefined : (readCursor(cursor, 2) as [string, number])
    const rows = await listChangeRows(ctx.db, { ...filter, customerId: params.customerId, before, limit: limit + 1 })
    const shown = may(ctx.actor, 'contacts.read') ? rows : rows.map(masked)
    const told = shown.map((row) => ({ ...row, isRestorable: isRestorable(row) }))
    return page(told, limit, (row) => writeCursor([row.position, row.id]))
  }),
  route(restoreChange, async (ctx, { params, body }) => {
    await lockCustomer(ctx.db, ctx.actor, params.customerId)
    return { restored: await restore(ctx, params.customerId, params.id, body.fields) }
  }),
]
