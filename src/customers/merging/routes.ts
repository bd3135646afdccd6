import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import { many, sql, type Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { lockCustomer, requireCustomer } from '../seen.ts'
import * as contract from './contract.ts'
import type { Choices } from './fields.ts'
import { mergeRecords } from './merge.ts'
import { noteNeverSame } from './never-same.ts'
import { mergeInForce, mergesOf, previewOf, reversalOf, type StandingsOf } from './preview.ts'
import { readMerged, takeMergingTurn } from './store.ts'
import type { Merging } from './tables.ts'
import { branchOf } from './tree.ts'
import { unmerge } from './unmerge.ts'

type Writing = Context & { db: Tx; actor: Actor; merging: Merging }

interface Asked {
  from: number
  versions: { into: number; from: number }
  choices: Choices
  remark: string
}

async function mergeByHand(ctx: Writing, into: number, { from, versions, choices, remark }: Asked) {
  const { db, actor, now } = ctx
  if (into === from) throw new Refusal('invalid-request', {}, [{ field: 'from', code: 'not-a-choice' }])
  await takeMergingTurn(db)
  for (const id of [into, from].toSorted((a, b) => a - b)) await lockCustomer(db, actor, id)
  const current = await versionsOf(db, [into, from])
  if (current.get(into) !== versions.into || current.get(from) !== versions.from) throw new Refusal('conflict')
  const evidence = remark === '' ? {} : { remark }
  const [mergeId] = await mergeRecords(ctx, [{ into, from, why: 'hand', evidence, choices }])
  if (!mergeId) throw new Refusal('not-found')
  await audit(db, now, actor, { action: 'merged', subject: 'customer', subjectId: into, detail: { from, mergeId } })
  return { mergeId }
}

async function versionsOf(db: Tx, ids: readonly number[]): Promise<Map<number, number>> {
  const rows = await many<{ id: number; version: number }>(
    db,
    sql`select id, version from customers where id = any(${ids})`,
  )
  return new Map(rows.map(({ id, version }) => [id, version]))
}

/** Whoever takes a merge back must be among those who see both: what they may not see they cannot let go. */
async function reverse(ctx: Writing, customerId: number, mergeId: number, isNotSame: boolean) {
  const { db, actor, now } = ctx
  await takeMergingTurn(db)
  await lockCustomer(db, actor, customerId)
  const merged = await mergeInForce(db, customerId, mergeId)
  const all = await readMerged(db, [customerId])
  await unmerge(ctx, [mergeId])
  await requireCustomer(db, actor, merged.id)
  if (isNotSame) {
    const gone = branchOf(merged.id, all)
    const rest = branchOf(customerId, all).filter((record) => !gone.includes(record))
    await noteNeverSame(db, now, actor.staffId, [merged.id], rest)
  }
  const detail = { recordId: merged.id, mergeId }
  await audit(db, now, actor, { action: 'unmerged', subject: 'customer', subjectId: customerId, detail })
  return { recordId: merged.id }
}

export function mergingRoutes(merging: Merging, standingsOf: StandingsOf): Route[] {
  return [
    route(contract.previewMerge, (ctx, { params, query }) =>
      previewOf({ ...ctx, merging }, standingsOf, params.customerId, query.from),
    ),
    route(contract.mergeCustomers, (ctx, { params, body }) =>
      mergeByHand({ ...ctx, merging }, params.customerId, body),
    ),
    route(contract.listMerges, async (ctx, { params }) => ({
      items: await mergesOf(ctx.db, ctx.actor, params.customerId),
    })),
    route(contract.previewUnmerge, (ctx, { params }) =>
      reversalOf({ ...ctx, merging }, params.customerId, params.mergeId),
    ),
    route(contract.reverseMerge, (ctx, { params, body }) =>
      reverse({ ...ctx, merging }, params.customerId, params.mergeId, body.isNotSame),
    ),
    route(contract.sayNotSame, async ({ db, actor, now }, { params }) => {
      await requireCustomer(db, actor, params.customerId)
      await requireCustomer(db, actor, params.otherId)
      const all = await readMerged(db, [params.customerId, params.otherId])
      await noteNeverSame(db, now, actor.staffId, branchOf(params.customerId, all), branchOf(params.otherId, all))
      return null
    }),
  ]
}
