import type { Actor, Role } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import { sql, type Tx, transaction } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { clearAuthenticator } from '../factors/totp.ts'
import { createLink, endLinksOf, type MadeLink } from '../sign-in/links.ts'
import { endSessionsOf } from '../sign-in/session.ts'
import { checkGrant, checkOwnerRemains, checkReach, type Staff } from '../staff.ts'
import { checkStores, findStaffByEmail, lockOwners, lockStaff, replaceStores, spellEmail, storesOf } from '../store.ts'
import { deleteInvitationsOf } from './store.ts'

/** The people of the house, locked for a change: owners first and in one order, then the one who is changed. */
async function reach(tx: Tx, actor: Actor, id: number): Promise<{ staff: Staff; owners: number[] }> {
  const owners = await lockOwners(tx)
  const staff = await lockStaff(tx, id)
  if (!staff) throw new Refusal('not-found')
  checkReach(actor, staff)
  return { staff, owners }
}

export interface StaffChange {
  name?: string | undefined
  email?: string | undefined
  role?: Role | undefined
  storeIds?: number[] | undefined
  version: number
}

export async function changeStaff(tx: Tx, now: Date, actor: Actor, id: number, change: StaffChange): Promise<number> {
  const { staff, owners } = await reach(tx, actor, id)
  if (staff.version !== change.version) throw new Refusal('conflict', { version: staff.version })
  const former = await storesOf(tx, id)
  const role = change.role ?? staff.role
  const storeIds = change.storeIds ?? former
  checkGrant(actor, role, storeIds)
  if (staff.role === 'owner' && role !== 'owner') checkOwnerRemains(owners, id)
  if (change.storeIds) await checkStores(tx, change.storeIds)
  const email = spellEmail(change.email ?? staff.email)
  const holder = await findStaffByEmail(tx, email)
  if (holder && holder.id !== id) throw new Refusal('already-exists', {}, [{ field: 'email', code: 'already-exists' }])

  await tx.query(
    sql`update staff set name = ${change.name ?? staff.name}, email = ${email}, role = ${role}, version = version + 1,
          updated_at = ${now}
        where id = ${id}`,
  )
  await replaceStores(tx, id, storeIds)
  const changedEmail = email !== spellEmail(staff.email)
  if (role !== staff.role || !sameStores(former, storeIds)) await endSessionsOf(tx, id)
  if (changedEmail) await endLinksOf(tx, id)
  await audit(tx, now, actor, {
    action: role === staff.role ? 'changed' : 'changed-role',
    subject: 'staff',
    subjectId: id,
    detail: {
      ...(role === staff.role ? {} : { role: { before: staff.role, after: role } }),
      ...(sameStores(former, storeIds) ? {} : { storeIds: { before: former, after: storeIds } }),
      ...(changedEmail ? { changed: ['email'] } : {}),
    },
  })
  return staff.version + 1
}

function sameStores(a: number[], b: number[]): boolean {
  const sorted = (ids: number[]) => [...new Set(ids)].sort((x, y) => x - y).join()
  return sorted(a) === sorted(b)
}

export async function deactivateStaff(tx: Tx, now: Date, actor: Actor, id: number): Promise<void> {
  const { staff, owners } = await reach(tx, actor, id)
  if (staff.deactivatedAt) throw new Refusal('already-done')
  checkOwnerRemains(owners, id)
  await tx.query(sql`update staff set deactivated_at = ${now}, version = version + 1 where id = ${id}`)
  await endSessionsOf(tx, id)
  await endLinksOf(tx, id)
  await audit(tx, now, actor, { action: 'deactivated', subject: 'staff', subjectId: id })
}

export async function reactivateStaff(tx: Tx, now: Date, actor: Actor, id: number): Promise<void> {
  const { staff } = await reach(tx, actor, id)
  if (!staff.deactivatedAt) throw new Refusal('already-done')
  await tx.query(sql`update staff set deactivated_at = null, version = version + 1 where id = ${id}`)
  await audit(tx, now, actor, { action: 'reactivated', subject: 'staff', subjectId: id })
}

export async function removeSecondFactors(tx: Tx, now: Date, actor: Actor, id: number): Promise<void> {
  await reach(tx, actor, id)
  await clearAuthenticator(tx, now, id)
  await tx.query(sql`delete from staff_passkeys where staff_id = ${id}`)
  await endSessionsOf(tx, id)
  await audit(tx, now, actor, { action: 'removed-second-factors', subject: 'staff', subjectId: id })
}

export async function createResetLink(ctx: Context & { actor: Actor }, id: number): Promise<MadeLink> {
  const { pool, now, actor, config } = ctx
  return transaction(pool, async (tx) => {
    const { staff } = await reach(tx, actor, id)
    if (staff.deactivatedAt) throw new Refusal('gone')
    await endLinksOf(tx, id)
    await audit(tx, now, actor, { action: 'created-reset-link', subject: 'staff', subjectId: id })
    return createLink(tx, now, config.origin, { kind: 'reset', staffId: id })
  })
}

export async function invite(
  ctx: Context & { actor: Actor },
  given: { email: string; role: Role; storeIds: number[] },
): Promise<MadeLink> {
  const { pool, now, actor, config } = ctx
  const { role, storeIds } = given
  const email = spellEmail(given.email)
  checkGrant(actor, role, storeIds)
  return transaction(pool, async (tx) => {
    await checkStores(tx, storeIds)
    if (await findStaffByEmail(tx, email)) {
      throw new Refusal('already-exists', {}, [{ field: 'email', code: 'already-exists' }])
    }
    await deleteInvitationsOf(tx, email)
    await audit(tx, now, actor, { action: 'invited', subject: 'staff', detail: { role, storeIds } })
    return createLink(tx, now, config.origin, { kind: 'invitation', email, role, storeIds, invitedBy: actor.staffId })
  })
}
