import type { Role } from '../../platform/access.ts'
import { type Db, one, sql } from '../../platform/db/db.ts'
import { hashToken, newToken } from './secret.ts'

export type LinkKind = 'invitation' | 'reset' | 'sign-in'

/** How long a link opens something. A reset link opens an existing account, so it lives shortest. */
export const linkMilliseconds: Record<LinkKind, number> = {
  invitation: 7 * 86_400_000,
  reset: 15 * 60_000,
  'sign-in': 24 * 3_600_000,
}

export interface NewLink {
  kind: LinkKind
  staffId?: number
  email?: string
  role?: Role
  storeIds?: number[]
  invitedBy?: number
}

export interface MadeLink {
  /** shown once; the token stands after `#`, which browsers send to no server and put in no Referer */
  url: string
  expiresAt: Date
}

export async function createLink(db: Db, now: Date, origin: string, link: NewLink): Promise<MadeLink> {
  const token = newToken()
  const expiresAt = new Date(now.getTime() + linkMilliseconds[link.kind])
  await db.query(
    sql`insert into staff_links (token_hash, kind, staff_id, email, role, store_ids, invited_by, created_at, expires_at)
        values (${hashToken(token)}, ${link.kind}, ${link.staffId ?? null}, ${link.email ?? null}, ${link.role ?? null},
          ${link.storeIds ?? []}, ${link.invitedBy ?? null}, ${now}, ${expiresAt})`,
  )
  return { url: `${origin}/link#${token}`, expiresAt }
}

/** A link that signs `staffId` in once: what `tokui demo` and `tokui sign-in-link` print. */
export async function createSignInLink(db: Db, now: Date, origin: string, staffId: number): Promise<MadeLink> {
  return createLink(db, now, origin, { kind: 'sign-in', staffId })
}

export interface Link {
  kind: LinkKind
  staffId: number | null
  email: string | null
  role: Role | null
  storeIds: number[]
  invitedBy: number | null
  expiresAt: Date
  usedAt: Date | null
}

const columns = sql`kind, staff_id as "staffId", email, role, store_ids as "storeIds", invited_by as "invitedBy",
  expires_at as "expiresAt", used_at as "usedAt"`

export async function findLink(db: Db, token: string): Promise<Link | undefined> {
  return one<Link>(db, sql`select ${columns} from staff_links where token_hash = ${hashToken(token)}`)
}

/** Marks a link used and returns it; undefined when it is unknown, expired or was used before. One caller wins. */
export async function useLink(db: Db, token: string, now: Date): Promise<Link | undefined> {
  return one<Link>(
    db,
    sql`update staff_links set used_at = ${now}
        where token_hash = ${hashToken(token)} and used_at is null and expires_at > ${now}
        returning ${columns}`,
  )
}

/** Kills the open links of an account: after a change of address or password, and when somebody leaves. */
export async function endLinksOf(db: Db, staffId: number): Promise<void> {
  await db.query(sql`delete from staff_links where staff_id = ${staffId} and used_at is null`)
}

/** A link that opens nothing any more is shown for a month as expired, then forgotten. */
export async function sweepLinks(db: Db, now: Date): Promise<void> {
  await db.query(sql`delete from staff_links where expires_at < ${new Date(now.getTime() - 30 * 86_400_000)}`)
}
