import type { Actor, Permission } from '../../platform/access.ts'
import { type Db, one, sql } from '../../platform/db/db.ts'
import { hashToken } from './secret.ts'
import {
  findSession,
  type Headers,
  seenMilliseconds,
  sessionTokenOf,
  single,
  storesOf,
  touchSession,
} from './session.ts'

/**
 * Who a request acts for: the API key in `Authorization: Bearer tk_…`, else the session cookie. Null when there is
 * neither, when it is not (or no longer) good, or when the second factor is still missing. A request that brings a
 * key is judged by the key alone: a bad key never falls back to a cookie. `origin` is the configured address, which
 * decides the cookie's name.
 */
export function authenticator(origin: string) {
  return async (db: Db, request: { headers: Headers }, now: Date): Promise<Actor | null> => {
    const authorization = single(request.headers.authorization)
    if (authorization !== undefined) {
      const key = /^Bearer (tk_[\w-]{43})$/i.exec(authorization)?.[1]
      return key ? actorOfKey(db, key, now) : null
    }
    const token = sessionTokenOf(request.headers, origin)
    if (!token) return null
    const session = await findSession(db, token, now)
    if (!session || session.awaitsSecondFactor) return null
    if (now.getTime() - session.lastSeenAt.getTime() > seenMilliseconds) await touchSession(db, token, now)
    const { staffId, name, role, storeIds } = session
    return { staffId, apiKeyId: null, name, role, storeIds, scopes: null }
  }
}

async function actorOfStaff(db: Db, staffId: number): Promise<Actor | null> {
  const staff = await one<Pick<Actor, 'name' | 'role' | 'storeIds'>>(
    db,
    sql`select name, role, ${storesOf} as "storeIds" from staff where id = ${staffId} and deactivated_at is null`,
  )
  return staff ? { ...staff, staffId, apiKeyId: null, scopes: null } : null
}

interface KeyRow {
  id: number
  createdBy: number
  scopes: Permission[]
  lastUsedAt: Date | null
}

/** A key acts with the present role and stores of whoever made it, narrowed to its scopes; it dies with its maker. */
async function actorOfKey(db: Db, key: string, now: Date): Promise<Actor | null> {
  const found = await one<KeyRow>(
    db,
    sql`select id, created_by as "createdBy", scopes, last_used_at as "lastUsedAt"
        from api_keys where key_hash = ${hashToken(key)} and revoked_at is null`,
  )
  if (!found) return null
  const maker = await actorOfStaff(db, found.createdBy)
  if (!maker) return null
  if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > seenMilliseconds) {
    await db.query(sql`update api_keys set last_used_at = ${now} where id = ${found.id}`)
  }
  return { ...maker, apiKeyId: found.id, scopes: found.scopes }
}
