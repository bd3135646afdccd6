import { readCursor, writeCursor } from '../../platform/http/page.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { mustFind } from '../imports/actions.ts'
import { present } from '../imports/routes.ts'
import { listCorrections } from '../imports/store.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { countReasons, countRows } from './store.ts'

export const routes: Route[] = [
  route(contract.listRejectedRows, async (ctx, { params, query }) => {
    const { cursor, limit, ...filter } = query
    const after = cursor ? Number(readCursor(cursor, 1)[0]) : -1
    const page = await actions.pageOfRejected(ctx, { importId: params.id, ...filter }, after, limit)
    return {
      items: page.items,
      before: page.before,
      total: page.total,
      next: page.last ? writeCursor([page.last.row]) : null,
      previous: page.previousAfter === null ? null : writeCursor([page.previousAfter]),
    }
  }),
  route(contract.rejectionSummary, async (ctx, { params }) => {
    const row = await mustFind(ctx.db, params.id)
    return {
      isOpen: actions.isCorrectable(ctx, row),
      rows: await countRows(ctx.db, params.id),
      reasons: await countReasons(ctx.db, params.id),
      imports: (await listCorrections(ctx.db, params.id)).map((each) => present(each, ctx.now)),
    }
  }),
  route(contract.correctRow, (ctx, { params, body }) => actions.correctRow(ctx, params.id, params.row, body.cells)),
  route(contract.correctAlike, async (ctx, { params, body }) => ({
    rows: await actions.correctAlike(ctx, params.id, params.row, body),
  })),
  route(contract.takeCorrectedIn, async (ctx, { params }) => {
    const made = await actions.takeCorrectedIn(ctx, params.id)
    return present(await mustFind(ctx.db, made), ctx.now)
  }),
]
