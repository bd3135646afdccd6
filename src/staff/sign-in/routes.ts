import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { type Actor, may, type Permission, permissions } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Request, type Route, route } from '../../platform/http/route.ts'
import { startAuthentication } from '../factors/passkeys.ts'
import { findStaff, someoneWorksHere } from '../store.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { clearedCookie, endSession, findSession, sessionCookie, sessionTokenOf } from './session.ts'
import { addressLimits, claimAttempt } from './throttle.ts'

type Asked = Pick<Request<never>, 'headers' | 'ip' | 'reply'>

function visitor(ctx: Context, request: Asked): actions.Visitor {
  const agent = request.headers['user-agent']
  return {
    ip: request.ip,
    userAgent: String(agent ?? ''),
    formerToken: sessionTokenOf(request.headers, ctx.config.origin),
  }
}

/** Runs a way in: its cookie goes out with the reply, and a closed door says when to come back. */
async function entering(ctx: Context, request: Asked, enter: (visitor: actions.Visitor) => Promise<actions.Entry>) {
  const { token, secondFactorNeeded } = await counting(request, () => enter(visitor(ctx, request)))
  request.reply.header('set-cookie', sessionCookie(token, ctx.config.origin))
  return { secondFactorNeeded }
}

async function counting<T>(request: Asked, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too-many-attempts') {
      request.reply.header('retry-after', String(error.detail.retryAfterSeconds))
    }
    throw error
  }
}

async function describePerson(db: Db, actor: Actor) {
  const staff = await findStaff(db, actor.staffId)
  if (!staff) throw new Refusal('not-signed-in')
  const { id, name, email, role, locale } = staff
  const all = Object.keys(permissions) as Permission[]
  const held = all.filter((permission) => may(actor, permission))
  return { id, name, email, role, locale, storeIds: actor.storeIds, permissions: held }
}

export const routes: Route[] = [
  route(contract.readSession, async (ctx, request) => {
    const { name, timeZone, fiscalYearStartMonth, currency, isDemo } = ctx.company
    const token = sessionTokenOf(request.headers, ctx.config.origin)
    const pending = ctx.actor || !token ? undefined : await findSession(ctx.db, token, ctx.now)
    return {
      setupNeeded: !ctx.actor && !(await someoneWorksHere(ctx.db)),
      secondFactorNeeded: pending?.awaitsSecondFactor ?? false,
      company: { name, timeZone, fiscalYearStartMonth, currency, isDemo },
      person: ctx.actor ? await describePerson(ctx.db, ctx.actor) : null,
    }
  }),
  route(contract.signIn, async (ctx, request) => {
    const { email, password } = request.body
    return entering(ctx, request, (from) => actions.signIn(ctx, email, password, from))
  }),
  route(contract.giveSecondFactor, async (ctx, request) =>
    entering(ctx, request, (from) => actions.giveSecondFactor(ctx, request.body.code, from)),
  ),
  route(contract.signOut, async (ctx, request) => {
    const token = sessionTokenOf(request.headers, ctx.config.origin)
    if (token) await endSession(ctx.db, token)
    if (ctx.actor && ctx.actor.apiKeyId === null) {
      await audit(ctx.db, ctx.now, ctx.actor, { action: 'signed-out', subject: 'staff', subjectId: ctx.actor.staffId })
    }
    request.reply.header('set-cookie', clearedCookie(ctx.config.origin))
    return null
  }),
  route(contract.startPasskeySignIn, async (ctx, request) => {
    const clear = await counting(request, () => claimAttempt(ctx.pool, ctx.now, addressLimits(request.ip)))
    const options = await startAuthentication(ctx.pool, ctx.now, ctx.config.origin)
    await clear(ctx.pool)
    return { ...options }
  }),
  route(contract.signInWithPasskey, async (ctx, request) =>
    entering(ctx, request, (from) =>
      actions.signInWithPasskey(ctx, request.body.response as unknown as AuthenticationResponseJSON, from),
    ),
  ),
  route(contract.setUp, async (ctx, request) =>
    entering(ctx, request, (from) => actions.setUp(ctx, request.body, from)),
  ),
  route(contract.lookAtLink, async (ctx, request) =>
    counting(request, () => actions.lookAtLink(ctx, request.body.token, visitor(ctx, request))),
  ),
  route(contract.acceptInvitation, async (ctx, request) =>
    entering(ctx, request, (from) => actions.acceptInvitation(ctx, request.body, from)),
  ),
  route(contract.resetPassword, async (ctx, request) =>
    entering(ctx, request, (from) => actions.resetPassword(ctx, request.body.token, request.body.password, from)),
  ),
  route(contract.signInByLink, async (ctx, request) =>
    entering(ctx, request, (from) => actions.signInByLink(ctx, request.body.token, from)),
  ),
]
