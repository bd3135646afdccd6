import { audit } from '../../platform/audit.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/db.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { OutsideError } from '../../platform/outgoing.ts'
import { problemsOf } from '../arriving/preview.ts'
import { anyConnection, findConnection } from '../connections/store.ts'
import { eccubeKind } from '../eccube/kind.ts'
import { fetchTokens } from '../eccube/tokens.ts'
import { PullError } from '../pulls/puller.ts'
import { pullSoon } from '../pulls/soon.ts'
import { listPulls } from '../pulls/store.ts'
import { readByRules } from '../webhook/sender.ts'
import * as contract from './contract.ts'
import { takeInSoon } from './door.ts'
import { guessRule } from './guess-rule.ts'
import { readJson, Unreadable } from './json.ts'
import { listMessages, readMessage, reviveMessages } from './store.ts'
import { type Happening, problemsOfHappening } from './take-events.ts'

export const routes: Route[] = [
  route(contract.listMessages, async ({ db }, { params, query }) => {
    await mustBe(db, params.id)
    const [before] = query.cursor ? (readCursor(query.cursor, 1) as [number]) : [null]
    const asked = { before, limit: query.limit + 1, state: query.state ?? null }
    const cut = page(await listMessages(db, params.id, asked), query.limit, (row) => writeCursor([row.id]))
    return { items: cut.items, next: cut.next }
  }),
  route(contract.readMessage, async (ctx, { params }) => {
    const found = await readMessage(ctx.db, params.id, params.message)
    if (!found) throw new Refusal('not-found')
    // a message names people as the shop does
    await audit(ctx.pool, ctx.now, ctx.actor, {
      action: 'read',
      subject: 'message',
      subjectId: params.message,
      detail: { connection: params.id },
    })
    const { topic, receivedAt, body } = found
    return { topic, receivedAt, body: new TextDecoder().decode(body).slice(0, 500_000) }
  }),
  route(contract.replayMessages, async (ctx, { params, body }) => {
    await mustBe(ctx.db, params.id)
    const count = await reviveMessages(ctx.db, params.id, body.ids ?? 'all', ctx.now)
    await takeInSoon(ctx, ctx.db, params.id)
    await audit(ctx.db, ctx.now, ctx.actor, {
      action: 'replayed',
      subject: 'connection',
      subjectId: params.id,
      detail: { messages: count },
    })
    return { count }
  }),
  route(contract.previewMessage, async (ctx, { params, body }) => {
    await mustBe(ctx.db, params.id)
    try {
      const message = { id: 0, topic: '', receivedAt: ctx.now, body: readJson(Buffer.from(body.body)) }
      const reading = readByRules(message, body.rules)
      return {
        ignored: reading.ignored ?? null,
        records: [
          ...reading.arrivals.map(({ kind, item }) => ({
            kind,
            rows: item.rows.slice(0, 20) as Record<string, string>[],
            problems: problemsOf(ctx, kind, item.rows),
          })),
          ...(reading.happenings ?? []).map(previewHappening),
        ],
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      throw new Refusal('invalid-request', {}, [{ field: 'body', code: error.code }])
    }
  }),
  route(contract.guessRule, async (_ctx, { body }) => guessRule(body.paths, body.kind)),
  route(contract.listPulls, async ({ db }, { params }) => {
    await mustBe(db, params.id)
    return { items: await listPulls(db, params.id) }
  }),
  route(contract.pullNow, async (ctx, { params }) => {
    await mustBe(ctx.db, params.id)
    await ctx.db.query(sql`update pulls set try_at = ${ctx.now}, failures = 0 where connection_id = ${params.id}`)
    await pullSoon(ctx, ctx.db, params.id)
    return null
  }),
  route(contract.authoriseEccube, async (ctx, { params, body }) => {
    const shop = await findConnection(ctx.pool, eccubeKind, params.id)
    if (!shop) throw new Refusal('not-found')
    try {
      await fetchTokens(ctx, shop, { grant_type: 'authorization_code', code: body.code })
    } catch (error) {
      if (!(error instanceof PullError) && !(error instanceof OutsideError)) throw error
      const code = error instanceof PullError ? error.code : error.reason
      throw new Refusal('invalid-request', {}, [{ field: 'code', code }])
    }
    await audit(ctx.pool, ctx.now, ctx.actor, { action: 'authorised', subject: 'connection', subjectId: shop.id })
    return null
  }),
]

function previewHappening(happening: Happening) {
  const { number, email, name, at, data } = happening
  const kept = Object.fromEntries(Object.entries(data).map(([key, text]) => [`data:${key}`, text]))
  const row = { number, email, event: name, at: at?.toISOString() ?? '', ...kept }
  return { kind: 'events' as const, rows: [row], problems: problemsOfHappening(happening) }
}

async function mustBe(db: Db, id: number): Promise<void> {
  if (!(await anyConnection(db, id))) throw new Refusal('not-found')
}
