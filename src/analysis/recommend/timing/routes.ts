import { Refusal } from '../../../platform/http/refusal.ts'
import { route } from '../../../platform/http/route.ts'
import { wholeCompany } from '../../whole-company.ts'
import * as contract from './contract.ts'
import { basisOf, reasonOf } from './reason.ts'
import { countDue, listDue, listRhythms, readLearnedOn } from './store.ts'

function inOrder({ from, to }: { from: string; to: string }): void {
  if (from > to) throw new Refusal('invalid-request', {}, [{ field: 'to', code: 'before-from' }])
}

function readCursor(cursor: string | undefined, form: RegExp): string[] | undefined {
  if (cursor === undefined) return undefined
  const found = form.exec(cursor)
  if (!found) throw new Refusal('invalid-request', {}, [{ field: 'cursor', code: 'wrong-format' }])
  return found.slice(1)
}

export const routes = [
  route(contract.listReplenishments, async (ctx, { query }) => {
    inOrder(query)
    const cursor = readCursor(query.cursor, /^(\d{4}-\d\d-\d\d)_(\d{1,16})_(\d{1,16})$/)
    const after = cursor && ([cursor[0] as string, Number(cursor[1]), Number(cursor[2])] as [string, number, number])
    const rows = await listDue(ctx.db, ctx.actor, { ...query, limit: query.limit + 1 }, after)
    const items = rows.slice(0, query.limit).map((row) => {
      const { gaps, shortest, longest, repeats: _repeats, middleDays: _middle, statedDays: _stated, ...rest } = row
      return { ...rest, own: { gaps, shortest, longest }, reason: reasonOf(row, query.locale) }
    })
    const last = items.at(-1)
    const next = rows.length > query.limit && last ? `${last.dueOn}_${last.customerId}_${last.productId}` : null
    return { items, next }
  }),
  route(contract.countReplenishments, async (ctx, { query }) => {
    inOrder(query)
    return { learnedOn: await readLearnedOn(ctx.db), items: await countDue(ctx.db, ctx.actor, query) }
  }),
  route(contract.listProductRhythms, async (ctx, { query }) => {
    wholeCompany(ctx.actor)
    const cursor = readCursor(query.cursor, /^(\d{1,9})_(\d{1,16})$/)
    const after = cursor && ([Number(cursor[0]), Number(cursor[1])] as [number, number])
    const rows = await listRhythms(ctx.db, { ...query, limit: query.limit + 1 }, after)
    const items = rows.slice(0, query.limit).map(({ middle, low, high, quarter, threeQuarters, ...row }) => ({
      ...row,
      observed:
        middle === null || low === null || high === null || quarter === null || threeQuarters === null
          ? null
          : { middle, low, high, quarter, threeQuarters },
      basis: basisOf(row),
    }))
    const last = rows.length > query.limit ? items.at(-1) : undefined
    return { learnedOn: await readLearnedOn(ctx.db), items, next: last ? `${last.repeats}_${last.productId}` : null }
  }),
]
