import type { Context } from '../../platform/context.ts'
import type { Db } from '../../platform/db/db.ts'

/** Lets what changed in a shop be fetched as soon as somebody is free. */
export async function pullSoon(ctx: Pick<Context, 'jobs'>, db: Db, connectionId: number): Promise<void> {
  await ctx.jobs.enqueue(db, 'connectors.pull', { connectionId }, { singletonKey: `pull ${connectionId}` })
}
