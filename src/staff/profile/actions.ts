import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import { sql, type Tx, transaction } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { finishRegistration } from '../factors/passkeys.ts'
import { replaceRecoveryCodes, takeRecoveryCode } from '../factors/recovery.ts'
import { clearAuthenticator, newTotpSecret, takeTotp, totpEnrolment, totpStep } from '../factors/totp.ts'
import { endLinksOf } from '../sign-in/links.ts'
import { acceptedHash, passwordMatches } from '../sign-in/password.ts'
import { endSessionsOf } from '../sign-in/session.ts'
import { claimAttempt, passwordLimits, secondFactorLimits } from '../sign-in/throttle.ts'
import type { Staff } from '../staff.ts'
import { findStaff, lockStaff, setPassword } from '../store.ts'

/** Somebody at their own account, with the session they came in by: it stays when the others end. */
export interface Self {
  actor: Actor
  token: string
  ip: string
}

async function ownRow(tx: Tx, { actor }: Self): Promise<Staff> {
  const staff = await lockStaff(tx, actor.staffId)
  if (!staff || staff.deactivatedAt) throw new Refusal('not-signed-in')
  return staff
}

async function note(tx: Tx, now: Date, { actor }: Self, action: string): Promise<void> {
  await audit(tx, now, actor, { action, subject: 'staff', subjectId: actor.staffId })
}

export async function changePassword(
  ctx: Context,
  self: Self,
  given: { currentPassword?: string | undefined; newPassword: string },
): Promise<void> {
  const { pool, now } = ctx
  const staff = await findStaff(pool, self.actor.staffId)
  if (!staff) throw new Refusal('not-signed-in')
  // Whoever sits at an unlocked desk must not guess on: the same limits as at the door.
  const clear = await claimAttempt(pool, now, passwordLimits(staff.email, self.ip))
  if (staff.passwordHash !== null && !(await passwordMatches(staff.passwordHash, given.currentPassword ?? ''))) {
    throw new Refusal('invalid-request', {}, [{ field: 'currentPassword', code: 'wrong-password' }])
  }
  const about = { email: staff.email, companyName: ctx.company.name, field: 'newPassword' }
  const passwordHash = await acceptedHash(given.newPassword, about)
  await transaction(pool, async (tx) => {
    const held = await ownRow(tx, self)
    if (held.passwordHash !== staff.passwordHash) throw new Refusal('conflict')
    await setPassword(tx, now, staff.id, passwordHash)
    await endSessionsOf(tx, staff.id, self.token)
    await endLinksOf(tx, staff.id)
    await clear(tx)
    await note(tx, now, self, 'changed-password')
  })
}

export async function startAuthenticator(ctx: Context, self: Self) {
  const secret = newTotpSecret()
  return transaction(ctx.pool, async (tx) => {
    const staff = await ownRow(tx, self)
    if (staff.totpSecret) throw new Refusal('already-done')
    await tx.query(sql`update staff set totp_pending_secret = ${secret} where id = ${staff.id}`)
    return totpEnrolment(secret, staff.email, ctx.company.name)
  })
}

export async function confirmAuthenticator(ctx: Context, self: Self, code: string): Promise<string[]> {
  return transaction(ctx.pool, async (tx) => {
    const staff = await ownRow(tx, self)
    if (staff.totpSecret) throw new Refusal('already-done')
    if (!staff.totpPendingSecret) throw new Refusal('gone')
    const step = totpStep(staff.totpPendingSecret, code.normalize('NFKC').replace(/\s/g, ''), ctx.now)
    if (step === null) throw new Refusal('invalid-request', {}, [{ field: 'code', code: 'wrong-code' }])
    // The code that proves the app counts as taken: it opens nothing a second time.
    await tx.query(
      sql`update staff set totp_secret = totp_pending_secret, totp_pending_secret = null, totp_last_step = ${step},
            updated_at = ${ctx.now}
          where id = ${staff.id}`,
    )
    await endSessionsOf(tx, staff.id, self.token)
    await note(tx, ctx.now, self, 'added-authenticator')
    return replaceRecoveryCodes(tx, staff.id)
  })
}

/** Proves the second factor again before it is changed; the booking of the attempt outlives a refusal. */
async function withFactor<T>(
  ctx: Context,
  self: Self,
  code: string,
  work: (tx: Tx, staff: Staff) => Promise<T>,
): Promise<T> {
  const clear = await claimAttempt(ctx.pool, ctx.now, secondFactorLimits(self.actor.staffId, self.ip))
  return transaction(ctx.pool, async (tx) => {
    const staff = await ownRow(tx, self)
    if (!staff.totpSecret) throw new Refusal('already-done')
    const digits = code.normalize('NFKC').replace(/\s/g, '')
    const taken = /^\d{6}$/.test(digits)
      ? await takeTotp(tx, staff.id, staff.totpSecret, digits, ctx.now)
      : await takeRecoveryCode(tx, staff.id, code)
    if (!taken) throw new Refusal('invalid-request', {}, [{ field: 'code', code: 'wrong-code' }])
    await clear(tx)
    return work(tx, staff)
  })
}

export async function removeAuthenticator(ctx: Context, self: Self, code: string): Promise<void> {
  await withFactor(ctx, self, code, async (tx, staff) => {
    await clearAuthenticator(tx, ctx.now, staff.id)
    await endSessionsOf(tx, staff.id, self.token)
    await note(tx, ctx.now, self, 'removed-authenticator')
  })
}

export async function renewRecoveryCodes(ctx: Context, self: Self, code: string): Promise<string[]> {
  return withFactor(ctx, self, code, async (tx, staff) => {
    await note(tx, ctx.now, self, 'renewed-recovery-codes')
    return replaceRecoveryCodes(tx, staff.id)
  })
}

export async function addPasskey(
  ctx: Context,
  self: Self,
  given: { name: string; response: RegistrationResponseJSON },
): Promise<void> {
  await transaction(ctx.pool, async (tx) => {
    const staff = await ownRow(tx, self)
    await finishRegistration(tx, ctx.now, ctx.config.origin, staff.id, given)
    await note(tx, ctx.now, self, 'added-passkey')
  })
}

export async function changeProfile(
  tx: Tx,
  now: Date,
  self: Self,
  change: { name?: string | undefined; locale?: 'ja' | 'en' | undefined; version: number },
): Promise<number> {
  const staff = await ownRow(tx, self)
  if (staff.version !== change.version) throw new Refusal('conflict', { version: staff.version })
  await tx.query(
    sql`update staff set name = ${change.name ?? staff.name}, locale = ${change.locale ?? staff.locale},
          version = version + 1, updated_at = ${now}
        where id = ${staff.id}`,
  )
  await note(tx, now, self, 'changed-profile')
  return staff.version + 1
}
