import type { Role } from '../platform/access.ts'
import { type Db, many, one, sql, type Tx } from '../platform/db/db.ts'
import { Refusal } from '../platform/http/refusal.ts'
import type { Staff } from './staff.ts'

const columns = sql`id, name, email, role, locale, password_hash as "passwordHash", totp_secret as "totpSecret",
  totp_pending_secret as "totpPendingSecret", version, deactivated_at as "deactivatedAt"`

export async function someoneWorksHere(db: Db): Promise<boolean> {
  return (await one<{ id: number }>(db, sql`select id from staff limit 1`)) !== undefined
}

/** The address as it is compared: full-width letters and capitals make no other account. */
export function spellEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase()
}

export async function findStaffByEmail(db: Db, email: string): Promise<Staff | undefined> {
  return one<Staff>(db, sql`select ${columns} from staff where lower(email) = ${spellEmail(email)}`)
}

export async function findStaff(db: Db, id: number): Promise<Staff | undefined> {
  return one<Staff>(db, sql`select ${columns} from staff where id = ${id}`)
}

/** Holds the row until the transaction ends, so that a sign-in and a deactivation cannot pass each other. */
export async function lockStaff(tx: Tx, id: number): Promise<Staff | undefined> {
  return one<Staff>(tx, sql`select ${columns} from staff where id = ${id} for update`)
}

/** Every active owner, locked in one order, so that two owners cannot remove each other at once. */
export async function lockOwners(tx: Tx): Promise<number[]> {
  const rows = await many<{ id: number }>(
    tx,
    sql`select id from staff where role = 'owner' and deactivated_at is null order by id for update`,
  )
  return rows.map((row) => row.id)
}

export interface NewStaff {
  name: string
  email: string
  role: Role
  locale: 'ja' | 'en'
  passwordHash: string | null
  storeIds?: number[]
}

export async function insertStaff(tx: Tx, now: Date, staff: NewStaff): Promise<number> {
  const made = await one<{ id: number }>(
    tx,
    sql`insert into staff (email, name, role, password_hash, locale, created_at, updated_at)
        values (${spellEmail(staff.email)}, ${staff.name}, ${staff.role}, ${staff.passwordHash}, ${staff.locale}, ${now},
          ${now})
        on conflict (lower(email)) do nothing
        returning id`,
  )
  if (!made) throw new Refusal('already-exists', {}, [{ field: 'email', code: 'already-exists' }])
  await replaceStores(tx, made.id, staff.storeIds ?? [])
  return made.id
}

/** Which stores' customers and orders somebody sees; none given: all. */
export async function replaceStores(tx: Tx, staffId: number, storeIds: number[]): Promise<void> {
  await tx.query(sql`delete from staff_stores where staff_id = ${staffId}`)
  await tx.query(
    sql`insert into staff_stores (staff_id, store_id) select ${staffId}, unnest(${[...new Set(storeIds)]}::integer[])`,
  )
}

export async function checkStores(db: Db, storeIds: number[]): Promise<void> {
  const row = await one<{ missing: number }>(
    db,
    sql`select count(*) as missing from unnest(${storeIds}::integer[]) as wanted (id)
        where not exists (select from stores where stores.id = wanted.id)`,
  )
  if (row?.missing) throw new Refusal('invalid-request', {}, [{ field: 'storeIds', code: 'unknown-store' }])
}

export async function storesOf(db: Db, staffId: number): Promise<number[]> {
  const rows = await many<{ id: number }>(
    db,
    sql`select store_id as id from staff_stores where staff_id = ${staffId} order by 1`,
  )
  return rows.map((row) => row.id)
}

export async function setPassword(tx: Tx, now: Date, staffId: number, passwordHash: string): Promise<void> {
  await tx.query(sql`update staff set password_hash = ${passwordHash}, updated_at = ${now} where id = ${staffId}`)
}
