import type { Role } from '../../platform/access.ts'
import { type Db, many, prepared, sql } from '../../platform/db/db.ts'
import { together } from '../../platform/db/together.ts'
import { hashToken, newToken } from './secret.ts'

/** Without a request for this long a session ends. */
export const idleMilliseconds = 12 * 3_600_000
/** However busy, a session ends this long after the sign-in. */
export const absoluteMilliseconds = 7 * 86_400_000
/** Time to type the second factor. */
export const secondFactorMilliseconds = 10 * 60_000
/** `last seen` is written at most this often. */
export const seenMilliseconds = 60_000

/** The `__Host-` prefix binds the cookie to this host and to https; browsers refuse it over plain http. */
export function cookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Host-tokui' : 'tokui'
}

export type Headers = Record<string, string | string[] | undefined>

/** A header as one text; sent twice, it is judged as a whole and so fits nothing. */
export function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join('; ') : header
}

export function sessionTokenOf(headers: Headers, origin: string): string | null {
  const name = `${cookieName(origin)}=`
  const found = single(headers.cookie)
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(name))
  const token = found?.slice(name.length)
  return token && /^[\w-]{43}$/.test(token) ? token : null
}

export function sessionCookie(token: string, origin: string): string {
  return `${cookieName(origin)}=${token}; ${attributes(origin)}; Max-Age=${absoluteMilliseconds / 1000}`
}

export function clearedCookie(origin: string): string {
  return `${cookieName(origin)}=; ${attributes(origin)}; Max-Age=0`
}

function attributes(origin: string): string {
  return `Path=/; HttpOnly; SameSite=Lax${origin.startsWith('https:') ? '; Secure' : ''}`
}

/** The stores `staff` is limited to; null: all. */
export const storesOf = sql`(select array_agg(store_id order by store_id) from staff_stores where staff_id = staff.id)`

export interface SessionRow {
  staffId: number
  awaitsSecondFactor: boolean
  lastSeenAt: Date
  name: string
  role: Role
  storeIds: number[] | null
}

/** Every request asks this first: the sessions of all who ask at the same moment are read at once. */
const readSessions = together(async (db, hashes: string[]) => {
  const rows = await many<SessionRow & { hash: string; expiresAt: Date }>(
    db,
    prepared(sql`
      select encode(session.token_hash, 'hex') as hash, session.staff_id as "staffId",
        session.awaits_second_factor as "awaitsSecondFactor", session.last_seen_at as "lastSeenAt",
        session.expires_at as "expiresAt", staff.name, staff.role, ${storesOf} as "storeIds"
      from staff_sessions session join staff on staff.id = session.staff_id
      where session.token_hash = any((select ${hashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])::bytea[])
        and staff.deactivated_at is null`),
  )
  return new Map(rows.map((row) => [row.hash, row]))
})

/** The living session of a token and whose it is: not expired, not idle, of somebody who still works here. */
export async function findSession(db: Db, token: string, now: Date): Promise<SessionRow | undefined> {
  const session = await readSessions(db, hashToken(token).toString('hex'), null)
  const lives = session && session.expiresAt > now && session.lastSeenAt.getTime() > now.getTime() - idleMilliseconds
  return lives ? session : undefined
}

export interface NewSession {
  staffId: number
  userAgent: string
  awaitsSecondFactor: boolean
}

/** Starts a session and returns its token, which is nowhere else. */
export async function startSession(db: Db, now: Date, session: NewSession): Promise<string> {
  const token = newToken()
  const life = session.awaitsSecondFactor ? secondFactorMilliseconds : absoluteMilliseconds
  await db.query(
    sql`insert into staff_sessions (token_hash, staff_id, created_at, last_seen_at, expires_at, user_agent,
          awaits_second_factor)
        values (${hashToken(token)}, ${session.staffId}, ${now}, ${now}, ${new Date(now.getTime() + life)},
          ${session.userAgent.slice(0, 300)}, ${session.awaitsSecondFactor})`,
  )
  return token
}

export async function touchSession(db: Db, token: string, now: Date): Promise<void> {
  await db.query(sql`update staff_sessions set last_seen_at = ${now} where token_hash = ${hashToken(token)}`)
}

export async function endSession(db: Db, token: string): Promise<void> {
  await db.query(sql`delete from staff_sessions where token_hash = ${hashToken(token)}`)
}

/** Ends every session of somebody: after a change of password or role, and when they leave. */
export async function endSessionsOf(db: Db, staffId: number, exceptToken?: string): Promise<void> {
  await db.query(
    sql`delete from staff_sessions
        where staff_id = ${staffId} and token_hash is distinct from ${exceptToken ? hashToken(exceptToken) : null}`,
  )
}

export interface SessionEntry {
  /** hash of the token in hexadecimal: names a session without opening it */
  id: string
  userAgent: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
}

export async function listSessions(db: Db, staffId: number, now: Date): Promise<SessionEntry[]> {
  return many<SessionEntry>(
    db,
    sql`select encode(token_hash, 'hex') as id, user_agent as "userAgent", created_at as "createdAt",
          last_seen_at as "lastSeenAt", expires_at as "expiresAt"
        from staff_sessions
        where staff_id = ${staffId} and not awaits_second_factor and expires_at > ${now}
          and last_seen_at > ${new Date(now.getTime() - idleMilliseconds)}
        order by last_seen_at desc`,
  )
}

export async function endSessionById(db: Db, staffId: number, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`delete from staff_sessions where staff_id = ${staffId} and token_hash = decode(${id}, 'hex')`,
  )
  return rowCount === 1
}

export async function sweepSessions(db: Db, now: Date): Promise<void> {
  await db.query(
    sql`delete from staff_sessions
        where expires_at <= ${now} or last_seen_at <= ${new Date(now.getTime() - idleMilliseconds)}`,
  )
}
