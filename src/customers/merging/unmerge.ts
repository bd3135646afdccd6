import { announceAll } from '../../platform/announce.ts'
import { many, sql, type Tx } from '../../platform/db/db.ts'
import { takeBack } from './fields.ts'
import type { MergeWriting } from './merge.ts'
import { moveRows } from './move.ts'
import { type Primaries, settlePrimaries } from './primaries.ts'
import { seatAgain, seatsOf } from './seats.ts'
import { findMerged, lockCustomers, readMerged, readShown, takeMergingTurn, writeShown } from './store.ts'
import { branchOf, type Merged } from './tree.ts'

/** A record that leaves the customer it is part of, with those merged into it. */
interface Leaving extends Merged {
  branch: number[]
}

/**
 * Takes merges back, in the caller's transaction: each record that was merged becomes a customer again, with what was
 * merged into it, as it stood and with all that arrived for it since. False: that merge is not in force (any more).
 */
export async function unmerge(ctx: MergeWriting, mergeIds: readonly number[]): Promise<boolean[]> {
  await takeMergingTurn(ctx.db)
  const done = new Set<number>()
  for (let left = [...new Set(mergeIds)]; left.length > 0; ) {
    const found = await findMerged(ctx.db, left)
    if (found.length === 0) break
    const busy = new Set<number>()
    // one merge of a customer a round, so that each sees what the one before it left
    const round = found.filter(({ customerId }) => !busy.has(customerId) && busy.add(customerId))
    await unmergeRound(ctx, round)
    for (const { mergeId } of round) done.add(mergeId)
    left = left.filter((id) => !done.has(id))
  }
  return mergeIds.map((id) => done.has(id))
}

async function unmergeRound(ctx: MergeWriting, round: readonly Merged[]): Promise<void> {
  const { db } = ctx
  const customers = round.map(({ customerId }) => customerId)
  await lockCustomers(db, customers)
  const all = await readMerged(db, customers)
  const leaving = round.map((merged): Leaving => ({ ...merged, branch: branchOf(merged.id, all) }))
  await takeFieldsBack(ctx, leaving, all)
  await bringBack(db, leaving)
  const free = await seatsOf(db, ctx.merging.tables, leaving)
  await moveRows(
    db,
    ctx.merging.tables,
    leaving.flatMap(({ id, customerId, branch }) => branch.map((record) => ({ record, from: customerId, to: id }))),
  )
  const primaries = await partWays(db, leaving)
  await seatAgain(db, ctx.merging.tables, leaving, free, all)
  await settle(db, leaving, primaries)
  await noteUndone(ctx, leaving)
  await ctx.merging.afterwards(db, [...customers, ...leaving.map(({ id }) => id)], ctx)
}

/** What others showed of the fields of those who leave, and of what was merged into these, goes. */
async function takeFieldsBack(ctx: MergeWriting, leaving: readonly Leaving[], all: readonly Merged[]): Promise<void> {
  const shown = await readShown(
    ctx.db,
    leaving.map(({ customerId }) => customerId),
  )
  for (const { id } of leaving) takeBack(shown, id)
  const customers = new Map(all.map(({ id, customerId }) => [id, customerId]))
  await writeShown(ctx.db, ctx.now, ctx.actor, shown, (record) => customers.get(record) ?? record)
}

async function bringBack(db: Tx, leaving: readonly Leaving[]): Promise<void> {
  const ids = leaving.map(({ id }) => id)
  await db.query(sql`
    insert into customers select back.* from merged_customers m
      cross join lateral jsonb_populate_record(null::customers, m.row) as back
    where m.id = any(${ids})`)
  await db.query(sql`
    insert into customer_attributes select back.* from merged_customers m
      cross join lateral jsonb_each(m.attributes) as given
      cross join lateral jsonb_populate_record(null::customer_attributes, given.value) as back
    where m.id = any(${ids})`)
}

interface Held {
  id: number
  customerId: number
  primaries: Primaries
  intoPrimaries: Primaries
}

/** The records that leave stand for themselves again; returns which contact points were the primary ones. */
async function partWays(db: Tx, leaving: readonly Leaving[]): Promise<Held[]> {
  const held = await many<Held>(
    db,
    sql`select id, customer_id as "customerId", primaries, into_primaries as "intoPrimaries" from merged_customers
        where customer_id = any(${leaving.map(({ customerId }) => customerId)})`,
  )
  await db.query(sql`delete from merged_customers where id = any(${leaving.map(({ id }) => id)})`)
  const parts = leaving.flatMap(({ id, customerId, branch }) =>
    branch.map((record) => ({ record, customer: id, was: customerId })),
  )
  const part = sql`jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as part (record bigint, customer bigint, was bigint)`
  await db.query(sql`update merged_customers m set customer_id = part.customer from ${part} where m.id = part.record`)
  await db.query(sql`
    with part as (select * from ${part}), gone as (
      delete from merged_pairs pair using part where pair.customer_id = part.was and part.record in (record_a, record_b)
      returning record_a, record_b, at
    )
    insert into merged_pairs (customer_id, record_a, record_b, at)
    select distinct one.customer, record_a, record_b, at
    from gone join part one on one.record = record_a join part other on other.record = record_b
      and other.customer = one.customer`)
  return held
}

/** Those who leave have their primary contact points again, and so has who stays where one of theirs was it. */
async function settle(db: Tx, leaving: readonly Leaving[], held: readonly Held[]): Promise<void> {
  const wanted = leaving.flatMap(({ id, customerId }) => {
    const own = held.find((one) => one.id === id)
    const lists = (primaries: Primaries = {}) =>
      Object.fromEntries(Object.entries(primaries).map(([kind, point]) => [kind, [point]]))
    return [
      { customerId: id, wanted: lists(own?.primaries) },
      { customerId, wanted: lists(own?.intoPrimaries), isFallback: true },
    ]
  })
  await settlePrimaries(db, wanted)
  await passOn(db, leaving, held)
}

/** Where a merge kept in mind a contact point that left, it keeps what was the primary one before that came. */
async function passOn(db: Tx, leaving: readonly Leaving[], held: readonly Held[]): Promise<void> {
  const changes = leaving.flatMap(({ id, customerId, branch }) => {
    const gone = held.find((one) => one.id === id)
    if (!gone) return []
    const theirs = new Set(Object.values(gone.primaries))
    const heir = (primaries: Primaries): Primaries =>
      Object.fromEntries(
        Object.entries(primaries).flatMap(([kind, point]) => {
          const stays = theirs.has(point) ? gone.intoPrimaries[kind] : point
          return stays === undefined ? [] : [[kind, stays]]
        }),
      )
    return held
      .filter((one) => one.customerId === customerId && !branch.includes(one.id))
      .map((one) => ({ id: one.id, primaries: heir(one.primaries), into_primaries: heir(one.intoPrimaries) }))
  })
  if (changes.length === 0) return
  await db.query(sql`
    update merged_customers m set primaries = new.primaries, into_primaries = new.into_primaries
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as new (id bigint, primaries jsonb, into_primaries jsonb)
    where m.id = new.id`)
}

async function noteUndone({ db, now, actor }: MergeWriting, leaving: readonly Leaving[]): Promise<void> {
  await db.query(sql`
    update customer_merges set undone_at = ${now}, undone_by = ${actor?.staffId ?? null}
    where id = any(${leaving.map(({ mergeId }) => mergeId)})`)
  const news = leaving.map(({ id, customerId, mergeId }) => ({ customer: customerId, data: { recordId: id, mergeId } }))
  const told = sql`select customer as customer_id, data
    from jsonb_to_recordset(${JSON.stringify(news)}::jsonb) as news (customer bigint, data jsonb)`
  await announceAll(db, now, 'customer.unmerged', told)
}
