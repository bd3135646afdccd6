import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { roleMay } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Company, foundCompany } from '../../platform/company.ts'
import type { Context } from '../../platform/context.ts'
import { sql, type Tx, transaction } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { finishAuthentication, ownerOfPasskey } from '../factors/passkeys.ts'
import { takeRecoveryCode } from '../factors/recovery.ts'
import { takeTotp } from '../factors/totp.ts'
import type { Staff } from '../staff.ts'
import {
  findStaff,
  findStaffByEmail,
  insertStaff,
  lockStaff,
  type NewStaff,
  setPassword,
  someoneWorksHere,
} from '../store.ts'
import { endLinksOf, findLink, type Link, type LinkKind, useLink } from './links.ts'
import { acceptedHash, passwordMatches } from './password.ts'
import { endSession, endSessionsOf, findSession, startSession } from './session.ts'
import { addressLimits, claimAttempt, passwordLimits, secondFactorLimits } from './throttle.ts'

/** Where a sign-in comes from, and the session it replaces. */
export interface Visitor {
  ip: string
  userAgent: string
  formerToken: string | null
}

export interface Entry {
  token: string
  secondFactorNeeded: boolean
}

/** Starts a fresh session, never continuing the one that came in: a planted token gains nothing (session fixation). */
async function enter(
  tx: Tx,
  now: Date,
  staff: Pick<Staff, 'id' | 'totpSecret'>,
  visitor: Visitor,
  by: { way: string; factorGiven: boolean },
): Promise<Entry> {
  const secondFactorNeeded = staff.totpSecret !== null && !by.factorGiven
  if (visitor.formerToken) await endSession(tx, visitor.formerToken)
  const token = await startSession(tx, now, {
    staffId: staff.id,
    userAgent: visitor.userAgent,
    awaitsSecondFactor: secondFactorNeeded,
  })
  if (!secondFactorNeeded) {
    const actor = { staffId: staff.id, apiKeyId: null }
    await audit(tx, now, actor, { action: 'signed-in', subject: 'staff', subjectId: staff.id, detail: { by: by.way } })
  }
  return { token, secondFactorNeeded }
}

export async function signIn(ctx: Context, email: string, password: string, visitor: Visitor): Promise<Entry> {
  const { pool, now } = ctx
  const clear = await claimAttempt(pool, now, passwordLimits(email, visitor.ip))
  const staff = await findStaffByEmail(pool, email)
  const matches = await passwordMatches(staff?.passwordHash, password)
  if (!staff || !matches || staff.deactivatedAt) throw new Refusal('wrong-credentials')
  return transaction(pool, async (tx) => {
    // Between the comparison and now the password may have been changed or the person may have left.
    const held = await lockStaff(tx, staff.id)
    if (!held || held.deactivatedAt || held.passwordHash !== staff.passwordHash) throw new Refusal('wrong-credentials')
    await clear(tx)
    return enter(tx, now, held, visitor, { way: 'password', factorGiven: false })
  })
}

export async function giveSecondFactor(ctx: Context, code: string, visitor: Visitor): Promise<Entry> {
  const { pool, now } = ctx
  const session = visitor.formerToken ? await findSession(pool, visitor.formerToken, now) : undefined
  if (!session?.awaitsSecondFactor) throw new Refusal('not-signed-in')
  const clear = await claimAttempt(pool, now, secondFactorLimits(session.staffId, visitor.ip))
  return transaction(pool, async (tx) => {
    const staff = await lockStaff(tx, session.staffId)
    // The lock made us wait: the session may have ended meanwhile.
    const still = visitor.formerToken && (await findSession(tx, visitor.formerToken, now))
    if (!staff?.totpSecret || !still) throw new Refusal('not-signed-in')
    const digits = code.normalize('NFKC').replace(/\s/g, '')
    const taken = /^\d{6}$/.test(digits)
      ? await takeTotp(tx, staff.id, staff.totpSecret, digits, now)
      : await takeRecoveryCode(tx, staff.id, code)
    if (!taken) throw new Refusal('wrong-credentials')
    await clear(tx)
    return enter(tx, now, staff, visitor, { way: 'second-factor', factorGiven: true })
  })
}

export async function signInWithPasskey(
  ctx: Context,
  response: AuthenticationResponseJSON,
  visitor: Visitor,
): Promise<Entry> {
  const { pool, now, config } = ctx
  const clear = await claimAttempt(pool, now, addressLimits(visitor.ip))
  return transaction(pool, async (tx) => {
    const staffId = await ownerOfPasskey(tx, response.id)
    const staff = staffId === undefined ? undefined : await lockStaff(tx, staffId)
    if (!staff || staff.deactivatedAt) throw new Refusal('wrong-credentials', { reason: 'passkey' })
    await finishAuthentication(tx, now, config.origin, response)
    await clear(tx)
    return enter(tx, now, staff, visitor, { way: 'passkey', factorGiven: true })
  })
}

export interface Setup {
  owner: Pick<NewStaff, 'name' | 'email' | 'locale'> & { password: string }
  company: Pick<Company, 'name' | 'timeZone' | 'fiscalYearStartMonth' | 'currency'>
}

/** The first visit. Once somebody works here this door is not there any more. */
export async function setUp(ctx: Context, given: Setup, visitor: Visitor): Promise<Entry> {
  const { pool, now } = ctx
  if (await someoneWorksHere(pool)) throw new Refusal('not-found')
  const passwordHash = await acceptedHash(given.owner.password, {
    email: given.owner.email,
    companyName: given.company.name,
    field: 'owner.password',
  })
  const { name, email, locale } = given.owner
  return transaction(pool, async (tx) => {
    // Two first visits at once: the second waits here, then finds the owner.
    await tx.query(sql`lock table staff in share row exclusive mode`)
    if (await someoneWorksHere(tx)) throw new Refusal('not-found')
    await foundCompany(tx, now, given.company)
    const id = await insertStaff(tx, now, { name, email, locale, role: 'owner', passwordHash })
    await audit(tx, now, { staffId: id, apiKeyId: null }, { action: 'set-up', subject: 'company' })
    return enter(tx, now, { id, totpSecret: null }, visitor, { way: 'setup', factorGiven: false })
  })
}

/** A link that still opens something; used, expired and unknown ones are told apart by nobody. */
async function openLink(ctx: Context, token: string, kind?: LinkKind): Promise<Link & { account: Staff | undefined }> {
  const link = await findLink(ctx.pool, token)
  if (!link || link.usedAt || link.expiresAt <= ctx.now || (kind && link.kind !== kind)) throw new Refusal('gone')
  const account = link.staffId === null ? undefined : await findStaff(ctx.pool, link.staffId)
  if (link.kind !== 'invitation' && (!account || account.deactivatedAt)) throw new Refusal('gone')
  return { ...link, account }
}

export async function lookAtLink(ctx: Context, token: string, visitor: Visitor) {
  const clear = await claimAttempt(ctx.pool, ctx.now, addressLimits(visitor.ip))
  const { kind, account, email, role, expiresAt } = await openLink(ctx, token)
  await clear(ctx.pool)
  const shown = account ?? { email: email ?? '', role: role ?? 'read-only' }
  return { kind, email: shown.email, role: shown.role, companyName: ctx.company.name, expiresAt }
}

export async function acceptInvitation(
  ctx: Context,
  given: { token: string; name: string; password: string; locale: 'ja' | 'en' },
  visitor: Visitor,
): Promise<Entry> {
  const { pool, now } = ctx
  const clear = await claimAttempt(pool, now, addressLimits(visitor.ip))
  const { email } = await openLink(ctx, given.token, 'invitation')
  const passwordHash = await acceptedHash(given.password, { email: email ?? '', companyName: ctx.company.name })
  return transaction(pool, async (tx) => {
    const link = await useLink(tx, given.token, now)
    if (!link?.email || !link.role || !(await inviterStillMay(tx, link))) throw new Refusal('gone')
    const { role, storeIds } = link
    const { name, locale } = given
    const id = await insertStaff(tx, now, { name, email: link.email, role, locale, passwordHash, storeIds })
    await clear(tx)
    const actor = { staffId: id, apiKeyId: null }
    await audit(tx, now, actor, { action: 'joined', subject: 'staff', subjectId: id, detail: { role, storeIds } })
    return enter(tx, now, { id, totpSecret: null }, visitor, { way: 'invitation', factorGiven: false })
  })
}

/** An invitation is worth what its writer may give on the day it is accepted. */
async function inviterStillMay(tx: Tx, link: Link): Promise<boolean> {
  const inviter = link.invitedBy === null ? undefined : await findStaff(tx, link.invitedBy)
  if (!inviter || inviter.deactivatedAt || !roleMay(inviter.role, 'staff.write')) return false
  return link.role !== 'owner' || inviter.role === 'owner'
}

export async function resetPassword(ctx: Context, token: string, password: string, visitor: Visitor): Promise<Entry> {
  const { pool, now } = ctx
  const clear = await claimAttempt(pool, now, addressLimits(visitor.ip))
  const { account } = await openLink(ctx, token, 'reset')
  const passwordHash = await acceptedHash(password, { email: account?.email ?? '', companyName: ctx.company.name })
  return transaction(pool, async (tx) => {
    const staff = await takeAccountLink(tx, token, 'reset', now)
    await setPassword(tx, now, staff.id, passwordHash)
    await endSessionsOf(tx, staff.id)
    await endLinksOf(tx, staff.id)
    await clear(tx)
    const actor = { staffId: staff.id, apiKeyId: null }
    await audit(tx, now, actor, { action: 'reset-password', subject: 'staff', subjectId: staff.id })
    return enter(tx, now, staff, visitor, { way: 'reset', factorGiven: false })
  })
}

export async function signInByLink(ctx: Context, token: string, visitor: Visitor): Promise<Entry> {
  const { pool, now } = ctx
  const clear = await claimAttempt(pool, now, addressLimits(visitor.ip))
  await openLink(ctx, token, 'sign-in')
  return transaction(pool, async (tx) => {
    const staff = await takeAccountLink(tx, token, 'sign-in', now)
    await clear(tx)
    return enter(tx, now, staff, visitor, { way: 'link', factorGiven: false })
  })
}

async function takeAccountLink(tx: Tx, token: string, kind: LinkKind, now: Date): Promise<Staff> {
  const link = await useLink(tx, token, now)
  const staff = link?.kind === kind && link.staffId !== null ? await lockStaff(tx, link.staffId) : undefined
  if (!staff || staff.deactivatedAt) throw new Refusal('gone')
  return staff
}
