import { requireCustomer } from '../../customers/index.ts'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import { type Db, one, sql } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { findConnection } from '../connections/store.ts'
import { type Line, LineError, openLine } from './api.ts'
import * as contract from './contract.ts'
import { webhookPath } from './door.ts'
import { type LineConnection, lineKind } from './kind.ts'
import { openLink } from './links.ts'
import { readOverview } from './store.ts'

async function mustFind(db: Db, id: number): Promise<LineConnection> {
  const connection = await findConnection(db, lineKind, id)
  if (!connection) throw new Refusal('not-found')
  return connection
}

const webhookUrl = ({ config }: Pick<Context, 'config'>, { key }: LineConnection) => config.origin + webhookPath(key)

async function check(ctx: Context, connection: LineConnection) {
  const ours = webhookUrl(ctx, connection)
  const line = await openLine(ctx, connection.id)
  try {
    const { displayName, basicId } = await line.account()
    const account = { displayName, basicId }
    return { webhookUrl: ours, account, problem: null, status: null, webhook: await checkWebhook(line, ours) }
  } catch (error) {
    if (!(error instanceof LineError)) throw error
    return { webhookUrl: ours, account: null, problem: error.reason, status: error.status, webhook: null }
  }
}

/** LINE sends its test to the address that it has; an account without one answers 404. */
async function checkWebhook(line: Line, ours: string) {
  const known = await line.webhook().catch((error: unknown) => {
    if (error instanceof LineError && error.status === 404) return { endpoint: '', active: false }
    throw error
  })
  const { endpoint, active: isActive } = known
  const isOurs = endpoint === ours
  if (!isOurs) return { endpoint, isOurs, isActive, isReached: null, detail: '' }
  const { success, reason = '', detail = '' } = await line.testWebhook(ours)
  return { endpoint, isOurs, isActive, isReached: success, detail: [reason, detail].filter(Boolean).join(' ') }
}

type Asked = { customerId: number } | { sourceId: number; externalId: string }

async function customerOf(ctx: Context & { actor: Actor }, asked: Asked): Promise<number> {
  const id =
    'customerId' in asked
      ? asked.customerId
      : (
          await one<{ id: number }>(
            ctx.pool,
            sql`select customer_id as id from customer_refs
                where external_id = ${asked.externalId} and source_id = ${asked.sourceId}`,
          )
        )?.id
  await requireCustomer(ctx.pool, ctx.actor, id ?? 0)
  return id ?? 0
}

const linkDialog = 'https://access.line.me/dialog/bot/accountLink'

export const routes: Route[] = [
  route(contract.getLine, async (ctx, { params }) => {
    const connection = await mustFind(ctx.db, params.id)
    const overview = await readOverview(ctx.db, params.id, connection.sourceId)
    return { webhookUrl: webhookUrl(ctx, connection), ...overview }
  }),
  route(contract.checkLine, async (ctx, { params }) => check(ctx, await mustFind(ctx.pool, params.id))),
  route(contract.openLineLink, async (ctx, { params, body }) => {
    const { id: connectionId, isActive } = await mustFind(ctx.pool, params.id)
    if (!isActive) throw new Refusal('not-found')
    const customerId = await customerOf(ctx, body)
    const { nonce, expiresAt } = await openLink(ctx.pool, { connectionId, customerId, now: ctx.now })
    await audit(ctx.pool, ctx.now, ctx.actor, {
      action: 'offered-line-link',
      subject: 'customer',
      subjectId: customerId,
      detail: { connection: connectionId },
    })
    const { linkToken } = body
    const url = linkToken === undefined ? null : `${linkDialog}?${new URLSearchParams({ linkToken, nonce })}`
    return { nonce, expiresAt, url }
  }),
]
