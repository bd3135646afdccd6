import type { Actor } from '../../platform/access.ts'
import type { Context } from '../../platform/context.ts'
import { type Db, one, sql, type Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { putTogether, takeApart } from '../groups/store.ts'
import { noteNeverSame } from '../merging/never-same.ts'
import { takeMergingTurn } from '../merging/store.ts'
import { inOrder } from '../resolving/found.ts'
import { awaitMatching } from '../resolving/waiting-list.ts'
import { lockCustomer, requireCustomer } from '../seen.ts'
import type { DecisionName, keptFields } from './contract.ts'
import { findDecision, insertDecision, markUndone, readProposal } from './decisions.ts'
import { joinPair, type MergeKernel } from './join.ts'

type Writing = Context & { db: Tx; actor: Actor }

interface Asked {
  customerId: number
  otherId: number
  decision: DecisionName
  intoId?: number | undefined
  taken: readonly (typeof keptFields)[number][]
}

/** What somebody said of two records; returns the decision, by which it can be taken back. */
export async function decide(
  ctx: Writing,
  kernel: MergeKernel,
  asked: Asked,
): Promise<{ decisionId: number; intoId: number | null }> {
  const { db, actor, now } = ctx
  const { customerId, otherId } = inOrder(asked.customerId, asked.otherId)
  if (customerId === otherId) throw new Refusal('invalid-request', {}, [{ field: 'otherId', code: 'not-a-choice' }])
  if (asked.decision === 'join') await takeMergingTurn(db)
  await lockCustomer(db, actor, customerId)
  await lockCustomer(db, actor, otherId)
  if (await isToldApart(db, customerId, otherId)) throw new Refusal('already-done')
  if (asked.decision === 'join') return join(ctx, kernel, { ...asked, customerId, otherId })
  const proposal = await readProposal(db, customerId, otherId)
  let groupId: number | null = null
  if (asked.decision === 'later') {
    await db.query(
      sql`update match_proposals set is_later = true where customer_id = ${customerId} and other_id = ${otherId}`,
    )
  } else {
    // two people of one household are two people
    await noteNeverSame(db, now, actor.staffId, [customerId], [otherId])
    await db.query(sql`delete from match_proposals where customer_id = ${customerId} and other_id = ${otherId}`)
    if (asked.decision === 'household') {
      groupId = await putTogether(db, { kind: 'household', customerId, otherId, staffId: actor.staffId, now })
    }
  }
  const { decision } = asked
  return {
    decisionId: await insertDecision(db, { ...proposal, decision, via: 'screen', groupId, actor, now }),
    intoId: null,
  }
}

/** Somebody said that they are two people while this one still looked at them: that stands until it is taken back. */
async function isToldApart(db: Db, customerId: number, otherId: number): Promise<boolean> {
  const found = await one(
    db,
    sql`select from never_same where record_a = ${customerId} and record_b = ${otherId} and not exists (
          select from match_proposals where customer_id = ${customerId} and other_id = ${otherId})`,
  )
  return found !== undefined
}

async function join(ctx: Writing, kernel: MergeKernel, asked: Asked): Promise<{ decisionId: number; intoId: number }> {
  const { customerId, otherId, intoId: into = customerId, taken } = asked
  if (into !== customerId && into !== otherId) {
    throw new Refusal('invalid-request', {}, [{ field: 'intoId', code: 'not-a-choice' }])
  }
  const from = into === customerId ? otherId : customerId
  const choices = Object.fromEntries(taken.map((field) => [field, 'from' as const]))
  return { decisionId: await joinPair(ctx, kernel, { into, from, choices, via: 'screen' }), intoId: into }
}

/** Takes a decision back: what it did is undone, and the pair is asked again. */
export async function undo(
  ctx: Writing,
  kernel: MergeKernel,
  id: number,
): Promise<{ customerId: number; otherId: number }> {
  const { db, actor, now } = ctx
  await takeMergingTurn(db)
  const made = await findDecision(db, id)
  if (!made) throw new Refusal('not-found')
  const { customerId, otherId, decision, mergeId } = made
  for (const record of [customerId, otherId]) await requireCustomer(db, actor, await livingId(db, record))
  if (made.undoneAt) throw new Refusal('already-done')
  if (decision === 'join') {
    const [isDone] = mergeId === null ? [false] : await kernel.unmerge(ctx, [mergeId])
    if (!isDone) throw new Refusal('already-done')
  } else if (decision === 'later') {
    await db.query(
      sql`update match_proposals set is_later = false where customer_id = ${customerId} and other_id = ${otherId}`,
    )
  } else {
    await db.query(sql`delete from never_same where record_a = ${customerId} and record_b = ${otherId}`)
    if (made.groupId !== null) await takeApart(db, made.groupId, [customerId, otherId], made.at)
  }
  await markUndone(db, id, actor.staffId, now)
  await proposeAgain(ctx, id)
  await awaitMatching(db, [customerId, otherId], now)
  return { customerId, otherId }
}

/** The customer a record is part of today. */
async function livingId(db: Db, record: number): Promise<number> {
  const row = await one<{ id: number }>(db, sql`select customer_id as id from merged_customers where id = ${record}`)
  return row?.id ?? record
}

/** The pair stands in the queue as it did, until it is matched again. */
async function proposeAgain({ db, now }: Writing, decisionId: number): Promise<void> {
  await db.query(sql`
    insert into match_proposals (customer_id, other_id, chance, household, rule, veto, evidence, value, weight, found_at, renewed_at)
    select d.customer_id, d.other_id, kept.chance, 0, kept.rule, kept.veto, kept.evidence, 0, 0, ${now}, ${now}
    from match_decisions d cross join lateral jsonb_to_record(d.proposal)
      as kept (chance float8, rule text, veto text, evidence jsonb)
    where d.id = ${decisionId} and kept.chance > 0
    on conflict (customer_id, other_id) do nothing`)
}
