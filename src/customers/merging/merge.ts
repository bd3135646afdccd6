import { announceAll } from '../../platform/announce.ts'
import type { Company } from '../../platform/company.ts'
import { many, sql, type Tx } from '../../platform/db/db.ts'
import { type Choices, give } from './fields.ts'
import { dropReckoned, type Move, moveRows, setAsideDoubles } from './move.ts'
import { type Primaries, readPrimaries, settlePrimaries } from './primaries.ts'
import { type By, lockCustomers, readMerged, readShown, takeMergingTurn, writeShown } from './store.ts'
import type { Merging } from './tables.ts'
import { branchOf, type Merged } from './tree.ts'

/** Two customers to be one: `from` becomes part of `into`, which keeps its id. */
export interface Merge {
  into: number
  from: number
  /** by hand on a record, decided in the review, or by matching of itself */
  why: 'hand' | 'review' | 'match'
  evidence?: Record<string, unknown>
  /** whose value a field shows where both have one; `primary.email` … for the primary contact points */
  choices?: Choices
}

/** Who merges, when, in which transaction. */
export interface MergeWriting {
  db: Tx
  now: Date
  company: Company
  actor: By
  merging: Merging
}

/**
 * Merges customers, in the caller's transaction; returns the ids of the merges in their order. Null: one of the two is no
 * customer any more, or matching asked for what somebody said never to be. What people decide is done whatever was said
 * before.
 */
export async function mergeRecords(ctx: MergeWriting, merges: readonly Merge[]): Promise<(number | null)[]> {
  await takeMergingTurn(ctx.db)
  const done = new Map<Merge, number>()
  for (let left = [...merges]; left.length > 0; ) {
    const busy = new Set<number>()
    // a customer takes part in one merge a round, so that each sees what the one before it made
    const round = left.filter(({ into, from }) => {
      const isFree = !busy.has(into) && !busy.has(from)
      busy.add(into).add(from)
      return isFree
    })
    left = left.filter((merge) => !round.includes(merge))
    for (const [merge, id] of await mergeRound(ctx, round)) done.set(merge, id)
  }
  return merges.map((merge) => done.get(merge) ?? null)
}

async function mergeRound(ctx: MergeWriting, asked: readonly Merge[]): Promise<Map<Merge, number>> {
  const { db, now } = ctx
  const there = await lockCustomers(
    db,
    asked.flatMap(({ into, from }) => [into, from]),
  )
  const possible = asked.filter(({ into, from }) => into !== from && there.has(into) && there.has(from))
  const customers = possible.flatMap(({ into, from }) => [into, from])
  const all = await readMerged(db, customers)
  const refused = await neverSame(db, possible, all)
  const merges = possible.filter((merge) => !refused.has(merge))
  if (merges.length === 0) return new Map()

  const ids = await appendMerges(ctx, merges)
  await forgetNeverSame(db, merges, all)
  const primaries = await readPrimaries(db, customers)
  await hold(db, merges, ids, primaries)
  const moves = merges.flatMap(({ into, from }): Move[] =>
    branchOf(from, all).map((record) => ({ record, from, to: into })),
  )
  await setAsideDoubles(db, ctx.merging.tables, moves)
  await moveRows(db, ctx.merging.tables, moves)
  const gone = merges.map(({ from }) => from)
  await dropReckoned(db, ctx.merging.tables, gone)
  await db.query(sql`delete from customers where id = any(${gone})`)
  await joinPairs(db, now, merges, all)
  await settlePrimaries(
    db,
    merges.map((merge) => ({ customerId: merge.into, wanted: wantedOf(merge, primaries) })),
  )
  await showMerged(ctx, merges)
  await ctx.merging.afterwards(db, customers, ctx)
  return new Map(merges.map((merge, place) => [merge, ids[place] as number]))
}

async function showMerged(ctx: MergeWriting, merges: readonly Merge[]): Promise<void> {
  const intos = merges.map(({ into }) => into)
  const shown = await readShown(ctx.db, intos)
  for (const { into, from, choices = {} } of merges) give(shown, into, from, choices)
  const merged = await readMerged(ctx.db, intos)
  const customers = new Map(merged.map(({ id, customerId }) => [id, customerId]))
  await writeShown(ctx.db, ctx.now, ctx.actor, shown, (record) => customers.get(record) ?? record)
}

/** Merges that matching asks for, between records that somebody said are not one person. */
async function neverSame(db: Tx, merges: readonly Merge[], all: readonly Merged[]): Promise<Set<Merge>> {
  const matched = merges.filter(({ why }) => why === 'match')
  if (matched.length === 0) return new Set()
  const pairs = matched.flatMap((merge, place) => pairsOf(merge, all).map((pair) => ({ ...pair, place })))
  const rows = await many<{ place: number }>(
    db,
    sql`select distinct pair.place from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as pair (a bigint, b bigint, place int)
          join never_same never on never.record_a = pair.a and never.record_b = pair.b`,
  )
  return new Set(rows.map(({ place }) => matched[place] as Merge))
}

async function forgetNeverSame(db: Tx, merges: readonly Merge[], all: readonly Merged[]): Promise<void> {
  const pairs = merges.filter(({ why }) => why !== 'match').flatMap((merge) => pairsOf(merge, all))
  if (pairs.length === 0) return
  await db.query(sql`
    delete from never_same never using jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as pair (a bigint, b bigint)
    where never.record_a = pair.a and never.record_b = pair.b`)
}

/** Every record of the one with every record of the other. */
function pairsOf({ into, from }: Pick<Merge, 'into' | 'from'>, all: readonly Merged[]): { a: number; b: number }[] {
  return branchOf(into, all).flatMap((one) =>
    branchOf(from, all).map((other) => ({ a: Math.min(one, other), b: Math.max(one, other) })),
  )
}

async function appendMerges(ctx: MergeWriting, merges: readonly Merge[]): Promise<number[]> {
  const rows = merges.map(({ into, from, why, evidence = {} }, place) => ({ into, from, why, evidence, place }))
  const made = await many<{ id: number; recordId: number }>(
    ctx.db,
    sql`insert into customer_merges (into_id, record_id, at, staff_id, api_key_id, why, evidence)
        select "into", "from", ${ctx.now}, ${ctx.actor?.staffId ?? null}, ${ctx.actor?.apiKeyId ?? null}, why, evidence
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as merge ("into" bigint, "from" bigint, why text, evidence jsonb, place int)
        order by place returning id, record_id as "recordId"`,
  )
  const told = sql`select into_id as customer_id, jsonb_build_object('recordId', record_id, 'mergeId', id) as data
    from customer_merges where id = any(${made.map(({ id }) => id)})`
  await announceAll(ctx.db, ctx.now, 'customer.merged', told)
  const byRecord = new Map(made.map(({ id, recordId }) => [recordId, id]))
  return merges.map(({ from }) => byRecord.get(from) as number)
}

/** Keeps the rows of those who become part of others, and lets old ids of both lead to the one that stays. */
async function hold(
  db: Tx,
  merges: readonly Merge[],
  ids: readonly number[],
  primaries: ReadonlyMap<number, Primaries>,
): Promise<void> {
  const rows = merges.map(({ into, from }, place) => ({
    into,
    from,
    merge_id: ids[place],
    primaries: primaries.get(from) ?? {},
    into_primaries: primaries.get(into) ?? {},
  }))
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as given ("into" bigint, "from" bigint, merge_id bigint, primaries jsonb, into_primaries jsonb)`
  await db.query(sql`update merged_customers m set customer_id = "into" from ${given} where m.customer_id = "from"`)
  await db.query(sql`
    insert into merged_customers (id, customer_id, into_id, merge_id, row, attributes, primaries, into_primaries)
    select c.id, "into", "into", merge_id, to_jsonb(c), (select coalesce(jsonb_object_agg(attribute_id, to_jsonb(a)), '{}')
      from customer_attributes a where a.customer_id = c.id), primaries, into_primaries
    from ${given} join customers c on c.id = "from"`)
  const gone = merges.map(({ from }) => from)
  await db.query(sql`delete from customer_attributes where customer_id = any(${gone})`)
}

async function joinPairs(db: Tx, now: Date, merges: readonly Merge[], all: readonly Merged[]): Promise<void> {
  const moved = merges.map(({ into, from }) => ({ into, from }))
  await db.query(sql`
    with gone as (
      delete from merged_pairs pair using jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as move ("into" bigint, "from" bigint)
      where pair.customer_id = move."from" returning move."into", record_a, record_b, at
    )
    insert into merged_pairs (customer_id, record_a, record_b, at) select "into", record_a, record_b, at from gone`)
  const pairs = merges.flatMap((merge) => pairsOf(merge, all).map((pair) => ({ ...pair, into: merge.into })))
  await db.query(sql`
    insert into merged_pairs (customer_id, record_a, record_b, at)
    select "into", a, b, ${now}
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as pair ("into" bigint, a bigint, b bigint)`)
}

/** The survivor's stay the primary ones, unless the other's are chosen. */
function wantedOf({ into, from, choices = {} }: Merge, primaries: ReadonlyMap<number, Primaries>) {
  const [own, theirs] = [primaries.get(into) ?? {}, primaries.get(from) ?? {}]
  return Object.fromEntries(
    [...new Set([...Object.keys(own), ...Object.keys(theirs)])].map((kind) => {
      const isTheirs = choices[`primary.${kind}`] === 'from'
      const ids = isTheirs ? [theirs[kind], own[kind]] : [own[kind], theirs[kind]]
      return [kind, ids.filter((id) => id !== undefined)]
    }),
  )
}
