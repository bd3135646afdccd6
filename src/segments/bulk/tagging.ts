import { hideDoubles } from '../../customers/index.ts'
import type { Actor } from '../../platform/access.ts'
import { announceEach } from '../../platform/announce.ts'
import type { Context } from '../../platform/context.ts'
import { type Db, many, sql, transaction } from '../../platform/db/db.ts'
import { finishRun, progressRun, startRun } from '../../platform/jobs/runs.ts'
import type { Selection } from '../contract.ts'
import { type FieldSource, gatherFields } from '../field.ts'
import { countAbout } from '../lists/count.ts'
import { readPage } from '../lists/list.ts'
import { askingOf } from '../lists/routes.ts'
import { noteMissing } from './failures.ts'
import { selected } from './selection.ts'
import { appendFailures, forgetFailures } from './store.ts'

export interface TaggingParams {
  /** who asked, with the rights they had then */
  actor: Actor
  selection: Selection
  add: number[]
  remove: number[]
}

const batch = 1000

/**
 * Tags everyone selected, batch by batch in the order of ids, so that the tags written do not move who comes next.
 * Customers picked but gone or not to be seen, and those the database refused, are noted one by one; the rest is done.
 */
export async function tagSelected(ctx: Context, sources: readonly FieldSource[], runId: number): Promise<void> {
  const params = await startRun<TaggingParams>(ctx.pool, runId, ctx.now)
  if (!params) return
  const fields = await gatherFields(ctx.pool, sources)
  const asking = askingOf({ ...ctx, actor: params.actor })
  const predicate = selected(params.selection)
  const picked = 'ids' in params.selection ? [...new Set(params.selection.ids)] : undefined
  const total = picked?.length ?? (await countAbout(ctx.pool, fields, asking, predicate))
  await forgetFailures(ctx.pool, runId)
  const handled = new Set<number>()
  let [done, changed, failed] = [0, 0, 0]
  for (let after: { value: number; id: number } | undefined; ; ) {
    const asked = { predicate, sort: 'id', columns: [], limit: batch, after }
    const { rows, next } = await readPage(ctx.pool, fields, asking, asked)
    const ids = rows.map((row) => row.id)
    const outcome = await tagBatch(ctx, params, ids)
    const placeOf = (id: number) => 1 + (picked ? picked.indexOf(id) : done + ids.indexOf(id))
    await appendFailures(
      ctx.pool,
      runId,
      outcome.refused.map((id) => ({ place: placeOf(id), customerId: id, reason: 'not-saved' })),
    )
    changed += outcome.changed
    failed += outcome.refused.length
    done += ids.length
    if (picked) for (const id of ids) handled.add(id)
    if (!(await progressRun(ctx.pool, runId, done, Math.max(total, done)))) return
    if (!next) break
    after = { value: next.id, id: next.id }
  }
  if (picked) failed += await noteMissing(ctx.pool, runId, picked, handled)
  await finishRun(ctx.pool, runId, {
    status: failed > 0 ? 'partial' : 'done',
    now: ctx.now,
    result: { customers: picked?.length ?? done, changed, failed },
  })
}

/** Tags these in one transaction; when the database refuses it, each by itself, so that one customer does not hold up the rest. */
async function tagBatch(
  ctx: Context,
  params: TaggingParams,
  ids: number[],
): Promise<{ changed: number; refused: number[] }> {
  const tag = (some: number[]) => transaction(ctx.pool, (tx) => writeTags(tx, ctx.now, params, some))
  try {
    return { changed: await tag(ids), refused: [] }
  } catch (error) {
    ctx.log.error({ err: error }, 'a batch could not be tagged')
  }
  const outcome = { changed: 0, refused: [] as number[] }
  for (const id of ids) {
    try {
      outcome.changed += await tag([id])
    } catch {
      outcome.refused.push(id)
    }
  }
  return outcome
}

/** Puts tags on and takes them off these customers; each change in its customer's history. Returns how many changed. */
async function writeTags(db: Db, now: Date, params: TaggingParams, ids: number[]): Promise<number> {
  const { actor, add, remove } = params
  const via = actor.apiKeyId === null ? 'screen' : 'api'
  const changed = await many<{ customerId: number }>(
    db,
    sql`with added as (
          insert into customer_tags (customer_id, tag_id, created_at, staff_id)
          select customer.id, tags.id, ${now}::timestamptz, ${actor.staffId}::int
          from customers customer, tags where customer.id = any(${ids}) and tags.id = any(${add})
          on conflict do nothing returning customer_id, tag_id, record_id),
        removed as (
          delete from customer_tags where customer_id = any(${ids}) and tag_id = any(${remove})
          returning customer_id, tag_id, record_id),
        changed as (
          select customer_id, tag_id, record_id, jsonb_build_array(null, name) as change from added join tags on tags.id = tag_id
          union all
          select customer_id, tag_id, record_id, jsonb_build_array(name, null) from removed join tags on tags.id = tag_id)
        insert into customer_changes (customer_id, record_id, at, staff_id, api_key_id, via, subject, subject_id, diff)
        select customer_id, record_id, ${now}, ${actor.staffId}, ${actor.apiKeyId}, ${via}, 'tag', tag_id,
          jsonb_build_object('tag', change)
        from changed returning customer_id as "customerId"`,
  )
  await hideDoubles(db, ids, 'customer_tags', remove.map(String))
  const touched = [...new Set(changed.map((row) => row.customerId))]
  await announceEach(db, now, 'customer.updated', touched, { subject: 'tag', fields: ['tag'] })
  return touched.length
}
