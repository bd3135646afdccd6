import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Request, type Route, route } from '../../platform/http/route.ts'
import { deletePasskey, listPasskeys, startRegistration } from '../factors/passkeys.ts'
import { countRecoveryCodes } from '../factors/recovery.ts'
import { hashToken } from '../sign-in/secret.ts'
import { endSessionById, endSessionsOf, listSessions, sessionTokenOf } from '../sign-in/session.ts'
import { findStaff } from '../store.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'

/** The person behind a request; a program with an API key gets no further. */
function selfOf(ctx: Context & { actor: Actor }, request: Pick<Request<never>, 'headers' | 'ip'>): actions.Self {
  const token = sessionTokenOf(request.headers, ctx.config.origin)
  if (ctx.actor.apiKeyId !== null || !token) throw new Refusal('not-allowed', { reason: 'people-only' })
  return { actor: ctx.actor, token, ip: request.ip }
}

export const routes: Route[] = [
  route(contract.readProfile, async (ctx, request) => {
    const { token } = selfOf(ctx, request)
    const staff = await findStaff(ctx.db, ctx.actor.staffId)
    if (!staff) throw new Refusal('not-signed-in')
    const { id, name, email, role, locale, version, passwordHash, totpSecret } = staff
    const current = hashToken(token).toString('hex')
    const sessions = await listSessions(ctx.db, id, ctx.now)
    return {
      id,
      name,
      email,
      role,
      locale,
      version,
      hasPassword: passwordHash !== null,
      hasAuthenticator: totpSecret !== null,
      recoveryCodesLeft: await countRecoveryCodes(ctx.db, id),
      passkeys: await listPasskeys(ctx.db, id),
      sessions: sessions.map((session) => ({ ...session, current: session.id === current })),
    }
  }),
  route(contract.changeProfile, async (ctx, request) => ({
    version: await actions.changeProfile(ctx.db, ctx.now, selfOf(ctx, request), request.body),
  })),
  route(contract.changePassword, async (ctx, request) => {
    await actions.changePassword(ctx, selfOf(ctx, request), request.body)
    return null
  }),
  route(contract.startAuthenticator, async (ctx, request) => actions.startAuthenticator(ctx, selfOf(ctx, request))),
  route(contract.confirmAuthenticator, async (ctx, request) => ({
    recoveryCodes: await actions.confirmAuthenticator(ctx, selfOf(ctx, request), request.body.code),
  })),
  route(contract.removeAuthenticator, async (ctx, request) => {
    await actions.removeAuthenticator(ctx, selfOf(ctx, request), request.body.code)
    return null
  }),
  route(contract.renewRecoveryCodes, async (ctx, request) => ({
    recoveryCodes: await actions.renewRecoveryCodes(ctx, selfOf(ctx, request), request.body.code),
  })),
  route(contract.startPasskey, async (ctx, request) => {
    const { actor } = selfOf(ctx, request)
    const staff = await findStaff(ctx.pool, actor.staffId)
    if (!staff) throw new Refusal('not-signed-in')
    return { ...(await startRegistration(ctx.pool, ctx.now, ctx.config.origin, staff)) }
  }),
  route(contract.addPasskey, async (ctx, request) => {
    const { name, response } = request.body
    const given = { name, response: response as unknown as RegistrationResponseJSON }
    await actions.addPasskey(ctx, selfOf(ctx, request), given)
    return null
  }),
  route(contract.removePasskey, async (ctx, request) => {
    const { actor } = selfOf(ctx, request)
    if (!(await deletePasskey(ctx.db, actor.staffId, request.params.id))) throw new Refusal('not-found')
    await audit(ctx.db, ctx.now, actor, { action: 'removed-passkey', subject: 'staff', subjectId: actor.staffId })
    return null
  }),
  route(contract.endOwnSession, async (ctx, request) => {
    const { actor } = selfOf(ctx, request)
    if (!(await endSessionById(ctx.db, actor.staffId, request.params.id))) throw new Refusal('not-found')
    await audit(ctx.db, ctx.now, actor, { action: 'ended-session', subject: 'staff', subjectId: actor.staffId })
    return null
  }),
  route(contract.endOtherSessions, async (ctx, request) => {
    const { actor, token } = selfOf(ctx, request)
    await endSessionsOf(ctx.db, actor.staffId, token)
    await audit(ctx.db, ctx.now, actor, { action: 'ended-sessions', subject: 'staff', subjectId: actor.staffId })
    return null
  }),
]
