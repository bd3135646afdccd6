import type { Role } from '../../platform/access.ts'
import { type Db, many, sql } from '../../platform/db/db.ts'

export interface MemberRow {
  id: number
  name: string
  email: string
  role: Role
  storeIds: number[]
  hasAuthenticator: boolean
  passkeys: number
  lastSeenAt: Date | null
  deactivatedAt: Date | null
  version: number
}

export async function listMembers(db: Db): Promise<MemberRow[]> {
  return many<MemberRow>(
    db,
    sql`select id, name, email, role, version, totp_secret is not null as "hasAuthenticator",
          deactivated_at as "deactivatedAt",
          array(select store_id from staff_stores where staff_id = staff.id order by 1) as "storeIds",
          (select count(*) from staff_passkeys where staff_id = staff.id) as passkeys,
          (select max(last_seen_at) from staff_sessions where staff_id = staff.id) as "lastSeenAt"
        from staff
        order by deactivated_at is not null, id`,
  )
}

export interface InvitationRow {
  id: string
  email: string
  role: Role
  storeIds: number[]
  invitedBy: string | null
  createdAt: Date
  expiresAt: Date
}

export async function listInvitations(db: Db, now: Date): Promise<InvitationRow[]> {
  return many<InvitationRow>(
    db,
    sql`select encode(link.token_hash, 'hex') as id, link.email, link.role, link.store_ids as "storeIds",
          inviter.name as "invitedBy", link.created_at as "createdAt", link.expires_at as "expiresAt"
        from staff_links link
        left join staff inviter on inviter.id = link.invited_by
        where link.kind = 'invitation' and link.used_at is null and link.expires_at > ${now}
        order by link.created_at desc, 1`,
  )
}

export async function deleteInvitation(db: Db, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`delete from staff_links
        where token_hash = decode(${id}, 'hex') and kind = 'invitation' and used_at is null`,
  )
  return rowCount === 1
}

/** A second invitation of the same address replaces the first: one open link a person. */
export async function deleteInvitationsOf(db: Db, email: string): Promise<void> {
  await db.query(sql`delete from staff_links where kind = 'invitation' and used_at is null and lower(email) = ${email}`)
}
