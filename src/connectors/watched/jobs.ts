import type { Context } from '../../platform/context.ts'
import { type Job, job } from '../../platform/jobs/jobs.ts'
import { activeConnections } from '../connections/store.ts'
import { look } from './look.ts'
import { isDue } from './schedule.ts'
import { folderKind, sftpKind } from './settings.ts'
import { readWatch } from './store.ts'

export const jobs: Job[] = [
  // a slow server holds up no other place
  job<{ connectionId: number }>('connectors.look', (ctx, { connectionId }) => look(ctx, connectionId), {
    concurrency: 4,
  }),
  job('connectors.look-around', lookAround),
]

/** Every few minutes: who is due is looked at. */
async function lookAround(ctx: Context): Promise<void> {
  const watches = [...(await activeConnections(ctx.pool, folderKind)), ...(await activeConnections(ctx.pool, sftpKind))]
  for (const { id, settings } of watches) {
    const watch = await readWatch(ctx.pool, id)
    if (!isDue(settings.schedule, watch.lookedAt, ctx.now, ctx.company.timeZone)) continue
    await ctx.jobs.enqueue(ctx.pool, 'connectors.look', { connectionId: id }, { singletonKey: String(id) })
  }
}
