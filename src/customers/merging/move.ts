import { many, type Sql, sql, type Tx } from '../../platform/db/db.ts'
import type { MergedTable } from './tables.ts'

/** One record that changes its customer: what is its own stands under `from` now and belongs under `to`. */
export interface Move {
  record: number
  from: number
  to: number
}

type Moving = Extract<MergedTable, { how: 'moves' }>
type Comparable = Moving & { same: readonly string[] }

/** The tables that may hold two rows of one customer that say the same. */
export function comparableTables(tables: readonly MergedTable[]): Comparable[] {
  return tables.filter((table): table is Comparable => table.how === 'moves' && table.same !== undefined)
}

const moving = (moves: readonly Move[]) => sql`unnest(${moves.map(({ record }) => record)}::bigint[],
  ${moves.map(({ from }) => from)}::bigint[], ${moves.map(({ to }) => to)}::bigint[]) as move(record, from_id, to_id)`

/** What a row says, as one text: two rows of a customer that say the same have the same. */
export function sameness(alias: string, same: readonly string[]): Sql {
  return sql.raw(`concat_ws(':', ${same.map((column) => `${alias}.${column}`).join(', ')})`)
}

const isMoving = (alias: string) => {
  const from = sql.raw(alias)
  return sql`${from}.customer_id = move.from_id and coalesce(${from}.record_id, ${from}.customer_id) = move.record`
}

/** Moves all rows of these records, those that follow others before the others. */
export async function moveRows(tx: Tx, tables: readonly MergedTable[], moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return
  for (const table of tables) if (table.how === 'follows') await moveFollowing(tx, table, moves)
  for (const table of tables) if (table.how === 'found') await changeFound(tx, table, moves)
  for (const table of tables) if (table.how === 'moves') await moveTable(tx, table.name, moves)
}

// A row is never given another customer where it stands: on a cluster it would have to change its node.
async function moveTable(tx: Tx, name: string, moves: readonly Move[]): Promise<void> {
  const table = sql.raw(name)
  await tx.query(sql`
    with gone as (
      delete from ${table} kept using ${moving(moves)} where ${isMoving('kept')}
      returning to_jsonb(kept) || jsonb_build_object('customer_id', to_id, 'record_id', nullif(record, to_id)) as row
    )
    insert into ${table} select moved.* from gone cross join lateral jsonb_populate_record(null::${table}, gone.row) as moved`)
}

async function moveFollowing(
  tx: Tx,
  { name, leader, by }: Extract<MergedTable, { how: 'follows' }>,
  moves: readonly Move[],
): Promise<void> {
  const table = sql.raw(name)
  await tx.query(sql`
    with gone as (
      delete from ${table} kept using ${moving(moves)}, ${sql.raw(leader)} leader
      where ${isMoving('leader')} and kept.customer_id = leader.customer_id and kept.${sql.raw(by)} = leader.id
      returning to_jsonb(kept) || jsonb_build_object('customer_id', to_id) as row
    )
    insert into ${table} select moved.* from gone cross join lateral jsonb_populate_record(null::${table}, gone.row) as moved`)
}

async function changeFound(
  tx: Tx,
  { name, leader, by = [] }: Extract<MergedTable, { how: 'found' }>,
  moves: readonly Move[],
): Promise<void> {
  const table = sql.raw(name)
  if (leader === undefined) {
    await tx.query(sql`
      update ${table} kept set customer_id = to_id, record_id = nullif(record, to_id) from ${moving(moves)}
      where ${isMoving('kept')}`)
    return
  }
  const both = sql.raw(by.map((column) => `kept.${column} = leader.${column}`).join(' and '))
  await tx.query(sql`
    update ${table} kept set customer_id = to_id from ${moving(moves)}, ${sql.raw(leader)} leader
    where ${isMoving('leader')} and ${both}`)
}

/** Drops what was reckoned for these customers. */
export async function dropReckoned(
  tx: Tx,
  tables: readonly MergedTable[],
  customerIds: readonly number[],
): Promise<void> {
  for (const { name, how } of tables) {
    if (how === 'reckoned') await tx.query(sql`delete from ${sql.raw(name)} where customer_id = any(${customerIds})`)
  }
}

/** Before a merge: rows that say the same as one shown where they would go are set aside. */
export async function setAsideDoubles(tx: Tx, tables: readonly MergedTable[], moves: readonly Move[]): Promise<void> {
  for (const { name, same } of comparableTables(tables)) {
    const table = sql.raw(name)
    await tx.query(sql`
      with gone as (
        delete from ${table} kept using ${moving(moves)}
        where ${isMoving('kept')} and exists (select from ${table} shown
          where shown.customer_id = move.to_id and ${sameness('shown', same)} = ${sameness('kept', same)})
        returning from_id, record, ${sameness('kept', same)} as key, to_jsonb(kept) as row
      )
      insert into set_aside (customer_id, record_id, entity, key, row)
      select from_id, nullif(record, from_id), ${name}, key, row from gone`)
  }
}

export interface Aside {
  customerId: number
  id: number
  /** whose it is */
  record: number
  entity: string
  key: string
  hiddenIn: number | null
}

export async function readAsides(tx: Tx, customerIds: readonly number[]): Promise<Aside[]> {
  return many<Aside>(
    tx,
    sql`select customer_id as "customerId", id, coalesce(record_id, customer_id) as record, entity, key,
          hidden_in as "hiddenIn"
        from set_aside where customer_id = any(${customerIds}) order by customer_id, id`,
  )
}

/** Whose row is shown for some keys of one table. */
export async function readSeats(
  tx: Tx,
  { name, same }: Comparable,
  wanted: readonly Pick<Aside, 'customerId' | 'key'>[],
): Promise<{ customerId: number; key: string; record: number }[]> {
  return many(
    tx,
    sql`select distinct shown.customer_id as "customerId", ${sameness('shown', same)} as key,
          coalesce(record_id, customer_id) as record
        from ${sql.raw(name)} shown join unnest(${wanted.map(({ customerId }) => customerId)}::bigint[],
          ${wanted.map(({ key }) => key)}::text[]) as wanted(customer, key)
          on shown.customer_id = wanted.customer and ${sameness('shown', same)} = wanted.key`,
  )
}

/** Sets what is shown of these keys aside. */
export async function unseat(
  tx: Tx,
  { name, same }: Comparable,
  seats: readonly Pick<Aside, 'customerId' | 'key'>[],
): Promise<void> {
  if (seats.length === 0) return
  await tx.query(sql`
    with gone as (
      delete from ${sql.raw(name)} kept using unnest(${seats.map(({ customerId }) => customerId)}::bigint[],
        ${seats.map(({ key }) => key)}::text[]) as seat(customer, key)
      where kept.customer_id = seat.customer and ${sameness('kept', same)} = seat.key
      returning kept.customer_id, kept.record_id, seat.key, to_jsonb(kept) as row
    )
    insert into set_aside (customer_id, record_id, entity, key, row)
    select customer_id, record_id, ${name}, key, row from gone`)
}

/** Shows what was set aside. */
export async function seat(tx: Tx, { name }: Comparable, asides: readonly Aside[]): Promise<void> {
  if (asides.length === 0) return
  const table = sql.raw(name)
  await tx.query(sql`
    with gone as (
      delete from set_aside aside using unnest(${asides.map(({ customerId }) => customerId)}::bigint[],
        ${asides.map(({ id }) => id)}::bigint[]) as seat(customer, seat_id)
      where aside.customer_id = seat.customer and aside.id = seat.seat_id
      returning row || jsonb_build_object('customer_id', customer_id, 'record_id', record_id) as row
    )
    insert into ${table} select moved.* from gone cross join lateral jsonb_populate_record(null::${table}, gone.row) as moved`)
}

/** These are hidden no more. */
export async function unhide(tx: Tx, asides: readonly Aside[]): Promise<void> {
  if (asides.length === 0) return
  await tx.query(sql`
    update set_aside aside set hidden_in = null
    from unnest(${asides.map(({ customerId }) => customerId)}::bigint[], ${asides.map(({ id }) => id)}::bigint[])
      as wanted(customer, aside_id)
    where aside.customer_id = wanted.customer and aside.id = wanted.aside_id`)
}
