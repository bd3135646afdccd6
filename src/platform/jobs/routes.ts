import { page, readCursor, writeCursor } from '../http/page.ts'
import { Refusal } from '../http/refusal.ts'
import { route } from '../http/route.ts'
import { cancelJob, getJob, listJobs } from './contract.ts'
import { cancelRun, findRun, listRuns } from './runs.ts'

export const jobRoutes = [
  route(listJobs, async (ctx, { query }) => {
    const before = query.cursor ? Number(readCursor(query.cursor, 1)[0]) : undefined
    const rows = await listRuns(ctx.db, {
      staffId: ctx.actor.staffId,
      limit: query.limit + 1,
      ...(before ? { before } : {}),
    })
    return page(rows, query.limit, (row) => writeCursor([row.id]))
  }),

  route(getJob, async (ctx, { params }) => {
    const run = await findRun(ctx.db, params.id, ctx.actor.staffId)
    if (!run) throw new Refusal('not-found')
    return run
  }),

  route(cancelJob, async (ctx, { params }) => {
    const run = await findRun(ctx.db, params.id, ctx.actor.staffId)
    if (!run) throw new Refusal('not-found')
    if (!(await cancelRun(ctx.db, params.id, ctx.actor.staffId, ctx.now))) throw new Refusal('already-done')
    return { ...run, status: 'cancelled' as const, finishedAt: ctx.now }
  }),
]
