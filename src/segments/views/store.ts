import { type Db, many, one, sql } from '../../platform/db/db.ts'

export type List = 'customers' | 'orders' | 'products'

export interface View {
  id: number
  version: number
  list: List
  name: string
  query: string
  isShared: boolean
  staffId: number
  staffName: string
}

export async function listViewRows(db: Db, list: List, staffId: number): Promise<View[]> {
  return many<View>(
    db,
    sql`select v.id, v.version, v.list, v.name, v.query, v.is_shared as "isShared", v.staff_id as "staffId",
          staff.name as "staffName"
        from saved_views v join staff on staff.id = v.staff_id
        where v.list = ${list} and (v.staff_id = ${staffId} or v.is_shared) order by v.id`,
  )
}

interface NewView {
  list: List
  name: string
  query: string
  isShared: boolean
}

export async function insertView(db: Db, now: Date, staffId: number, view: NewView): Promise<number | undefined> {
  const row = await one<{ id: number }>(
    db,
    sql`insert into saved_views (list, name, query, staff_id, is_shared, created_at)
        values (${view.list}, ${view.name}, ${view.query}, ${staffId}, ${view.isShared}, ${now}) returning id`,
  )
  return row?.id
}

/** The view if this person may change it: their own, or for managers a shared one. */
export async function findOwnView(
  db: Db,
  id: number,
  staffId: number,
  isManager: boolean,
): Promise<{ version: number } | undefined> {
  return one(
    db,
    sql`select version from saved_views
        where id = ${id} and (staff_id = ${staffId} or (is_shared and ${isManager}::boolean)) for update`,
  )
}

export async function updateView(
  db: Db,
  id: number,
  version: number,
  change: { name?: string; query?: string; isShared?: boolean },
): Promise<void> {
  await db.query(
    sql`update saved_views set name = coalesce(${change.name ?? null}, name),
          query = coalesce(${change.query ?? null}, query), is_shared = coalesce(${change.isShared ?? null}, is_shared),
          version = ${version} where id = ${id}`,
  )
}

export async function removeView(db: Db, id: number): Promise<void> {
  await db.query(sql`delete from saved_views where id = ${id}`)
}
