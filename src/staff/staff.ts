import type { Actor, Role } from '../platform/access.ts'
import { Refusal } from '../platform/http/refusal.ts'

/** A person who works here. */
export interface Staff {
  id: number
  name: string
  email: string
  role: Role
  locale: 'ja' | 'en'
  passwordHash: string | null
  totpSecret: string | null
  totpPendingSecret: string | null
  version: number
  deactivatedAt: Date | null
}

/** Who may run the house sees the whole house: their sight is not limited to stores. */
const unlimited: readonly Role[] = ['owner', 'administrator']

/** Only an owner makes owners, and a role that runs the house takes no store limits. */
export function checkGrant(actor: Actor, role: Role, storeIds: number[]): void {
  if (role === 'owner' && actor.role !== 'owner') throw new Refusal('not-allowed', { reason: 'only-owner-makes-owner' })
  if (unlimited.includes(role) && storeIds.length > 0) {
    throw new Refusal('invalid-request', {}, [{ field: 'storeIds', code: 'not-for-this-role' }])
  }
}

/** Owners are touched by owners alone: neither their role nor their way in. */
export function checkReach(actor: Actor, target: Pick<Staff, 'role'>): void {
  if (target.role === 'owner' && actor.role !== 'owner') throw new Refusal('not-allowed', { reason: 'owners-only' })
}

/** Somebody must be left who can do everything. `owners` are the active owners' ids. */
export function checkOwnerRemains(owners: number[], leaving: number): void {
  if (owners.length === 1 && owners[0] === leaving) throw new Refusal('last-owner')
}
