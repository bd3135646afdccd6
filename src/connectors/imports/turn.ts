import { freshenSoon } from '../../analysis/index.ts'
import type { Context } from '../../platform/context.ts'
import { transaction } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { doImport, Interrupted } from './run.ts'
import { dropLeftStaging, dropStaging, stagingTables } from './staging.ts'
import { findImport, type Import, importsToUndo, moveImport, waiting, waitingImports } from './store.ts'

const oneImportAtOnce = 7_305_502

/**
 * Does the import that was started first of those that wait. Whoever asks, they are done one after the other in that
 * order: a job that comes back after a kill finds others queued before it, and files must not overtake each other.
 */
export async function runNextImport(ctx: Context): Promise<void> {
  const turn = await ctx.pool.connect()
  try {
    await turn.query('select pg_advisory_lock($1)', [oneImportAtOnce])
    const [next] = await waitingImports(ctx.pool)
    if (next) await doImport(ctx, next.id).catch((error: unknown) => noteFailure(ctx, next, error))
  } finally {
    // closing the connection gives the lock back whatever state it is in
    turn.release(true)
  }
}

/** Does an import to its end, after those that were started before it. */
export async function runImport(ctx: Context, id: number): Promise<void> {
  for (;;) {
    const row = await findImport(ctx.pool, id)
    if (!row || !waiting.includes(row.status)) return
    await runNextImport(ctx)
  }
}

/** What passes is tried again; anything else is the file's or ours, and would hold up the imports behind it for ever. */
async function noteFailure(ctx: Context, { id, kind }: Pick<Import, 'id' | 'kind'>, error: unknown): Promise<void> {
  if (passes(error)) throw error
  const state = (error as { code?: string }).code
  const problem =
    error instanceof Refusal
      ? { code: error.code, ...error.detail }
      : { code: 'internal-error', ...(state ? { state } : {}) }
  if (!(error instanceof Refusal)) ctx.log.error({ err: error, importId: id }, 'an import could not be applied')
  await transaction(ctx.pool, async (tx) => {
    await moveImport(tx, id, waiting, 'failed', { finishedAt: ctx.now, problem })
    if (kind === 'orders') await freshenSoon(ctx.jobs, tx)
  })
  await dropStaging(ctx.pool, stagingTables(id))
}

/** The database is away, or two met in a deadlock. Of a lost connection there is not always a code. */
function passes(error: unknown): boolean {
  const { code, syscall, message } = error as { code?: string; syscall?: string; message?: string }
  if (error instanceof Interrupted || syscall === 'connect') return true
  if (code === undefined) return /connect|not queryable/i.test(message ?? '')
  return /^(08|40|57|53300|ECONN|EPIPE|ETIMEDOUT)/.test(code)
}

/** What a kill left half done goes on: imports and undos without a living job are queued, staging nobody needs goes. */
export async function resumeImports(ctx: Context): Promise<void> {
  const queue = (name: string, id: number) => ctx.jobs.enqueue(ctx.pool, name, { id }, { singletonKey: String(id) })
  for (const { id } of await waitingImports(ctx.pool)) await queue('connectors.import', id)
  for (const { id } of await importsToUndo(ctx.pool)) await queue('connectors.undo-import', id)
  await dropLeftStaging(ctx.pool)
}
