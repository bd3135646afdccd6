import type { Company } from '../../platform/company.ts'
import { type Db, many, one, type Sql, sql } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'

/** The source of what people type into Tokui itself. */
export async function ownSourceId(db: Db): Promise<number> {
  const row = await one<{ id: number }>(
    db,
    sql`with made as (insert into sources (code, name) values ('tokui', 'Tokui') on conflict (code) do nothing returning id)
        select id from made union all select id from sources where code = 'tokui' limit 1`,
  )
  if (!row) throw new Refusal('database-busy')
  return row.id
}

export async function updateCompany(
  db: Db,
  now: Date,
  version: number,
  change: Partial<Pick<Company, 'name' | 'fiscalYearStartMonth'>>,
): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`update company set name = coalesce(${change.name ?? null}, name),
          fiscal_year_start_month = coalesce(${change.fiscalYearStartMonth ?? null}, fiscal_year_start_month),
          version = version + 1, updated_at = ${now}
        where version = ${version}`,
  )
  return rowCount === 1
}

export interface Channel {
  id: number
  code: string
  name: string
  kind: 'ec' | 'store' | 'phone' | 'marketplace' | 'other'
}

export async function listChannels(db: Db): Promise<Channel[]> {
  return many<Channel>(db, sql`select id, code, name, kind from channels order by id`)
}

export interface Store {
  id: number
  code: string
  name: string
  version: number
  closedAt: Date | null
}

export async function listStores(db: Db): Promise<Store[]> {
  return many<Store>(
    db,
    sql`select id, code, name, version, closed_at as "closedAt" from stores order by closed_at is not null, id`,
  )
}

/** False when someone else changed the store meanwhile. */
export async function updateStore(
  db: Db,
  now: Date,
  id: number,
  version: number,
  change: { name?: string; isClosed?: boolean },
): Promise<boolean> {
  const closed =
    change.isClosed === undefined ? sql`closed_at` : change.isClosed ? sql`coalesce(closed_at, ${now})` : sql`null`
  const { rowCount } = await db.query(
    sql`update stores set name = coalesce(${change.name ?? null}, name), closed_at = ${closed}, version = version + 1
        where id = ${id} and version = ${version}`,
  )
  return rowCount === 1
}

export async function listSources(db: Db): Promise<{ id: number; code: string; name: string }[]> {
  return many(db, sql`select id, code, name from sources order by id`)
}

export async function listTags(db: Db): Promise<{ id: number; name: string }[]> {
  return many(db, sql`select id, name from tags order by name`)
}

type Coded = 'channels' | 'stores' | 'sources'

/** Inserts a row whose code is unique; a code in use is refused by its field. */
export async function insertCoded(
  db: Db,
  table: Coded,
  row: { code: string; name: string; kind?: string },
  now: Date,
): Promise<number> {
  const [column, value] =
    table === 'channels'
      ? [sql`, kind`, sql`, ${row.kind}`]
      : table === 'stores'
        ? [sql`, created_at`, sql`, ${now}`]
        : [sql.empty, sql.empty]
  const made = await one<{ id: number }>(
    db,
    sql`insert into ${sql.raw(table)} (code, name${column}) values (${row.code}, ${row.name}${value})
        on conflict (code) do nothing returning id`,
  )
  if (!made) throw new Refusal('already-exists', {}, [{ field: 'code', code: 'already-exists' }])
  return made.id
}

/** Sets columns of one row of a small table; refused when it is not there. */
export async function updateRow(db: Db, table: Coded, id: number, values: Record<string, string>): Promise<void> {
  const set = Object.entries(values).map(([column, value]): Sql => sql`${sql.raw(column)} = ${value}`)
  if (set.length === 0) return
  const { rowCount } = await db.query(sql`update ${sql.raw(table)} set ${sql.join(set)} where id = ${id}`)
  if (rowCount === 0) throw new Refusal('not-found')
}

/** A tag of this name: the one that is there, or a new one. */
export async function findOrInsertTag(db: Db, name: string, now: Date): Promise<{ id: number; isNew: boolean }> {
  const made = await one<{ id: number }>(
    db,
    sql`insert into tags (name, created_at) values (${name}, ${now}) on conflict (name) do nothing returning id`,
  )
  if (made) return { id: made.id, isNew: true }
  const there = await one<{ id: number }>(db, sql`select id from tags where name = ${name}`)
  if (!there) throw new Refusal('database-busy')
  return { id: there.id, isNew: false }
}

export async function renameTag(db: Db, id: number, name: string): Promise<void> {
  const double = await one(db, sql`select 1 from tags where name = ${name} and id <> ${id}`)
  if (double) throw new Refusal('already-exists', {}, [{ field: 'name', code: 'already-exists' }])
  const { rowCount } = await db.query(sql`update tags set name = ${name} where id = ${id}`)
  if (rowCount === 0) throw new Refusal('not-found')
}

export async function insertDefinition(
  db: Db,
  now: Date,
  definition: { key: string; name: string; type: string; choices: string[] },
): Promise<number> {
  const made = await one<{ id: number }>(
    db,
    sql`insert into attribute_definitions (key, name, type, choices, created_at)
        values (${definition.key}, ${definition.name}, ${definition.type}, ${definition.choices}, ${now})
        on conflict (key) do nothing returning id`,
  )
  if (!made) throw new Refusal('already-exists', {}, [{ field: 'key', code: 'already-exists' }])
  return made.id
}

/** Which of these choices customers have. */
export async function choicesInUse(db: Db, id: number, choices: string[]): Promise<string[]> {
  const rows = await many<{ value: string }>(
    db,
    sql`select choice as value from unnest(${choices}::text[]) choice
        where exists (select from customer_attributes where attribute_id = ${id} and text_value = choice)`,
  )
  return rows.map((row) => row.value)
}

export async function updateDefinition(
  db: Db,
  id: number,
  version: number,
  change: { name?: string; choices?: string[] },
): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`update attribute_definitions set name = coalesce(${change.name ?? null}, name),
          choices = coalesce(${change.choices ?? null}, choices), version = version + 1
        where id = ${id} and version = ${version}`,
  )
  return rowCount === 1
}
