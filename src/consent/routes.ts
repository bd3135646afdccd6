import { lockCustomer, requireCustomer } from '../customers/index.ts'
import type { Actor } from '../platform/access.ts'
import { audit } from '../platform/audit.ts'
import type { Context } from '../platform/context.ts'
import { type Db, one, sql, type Tx } from '../platform/db/db.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { route } from '../platform/http/route.ts'
import * as contract from './contract.ts'
import { type Channel, channels, type Purpose, purposes, standingOf } from './ledger.ts'
import { appendStatement, insertWording, listAllWordings, listPairs, listStatements } from './store.ts'

async function consentsOf(db: Db, customerId: number) {
  const items = await listStatements(db, customerId)
  const pairs = await listPairs(db, customerId)
  const standing = channels.flatMap((channel) =>
    purposes.map((purpose) => {
      const about = items.filter((one) => one.channel === channel && one.purpose === purpose)
      const { standing: holds, by } = standingOf(about, pairs)
      return { channel, purpose, standing: holds, since: by?.at ?? null }
    }),
  )
  return { standing, items }
}

/** What holds for a customer, for each channel and purpose. */
export async function standingsOf(db: Db, customerId: number) {
  return (await consentsOf(db, customerId)).standing
}

interface Heard {
  channel: Channel
  purpose: Purpose
  isGranted: boolean
  via: (typeof contract.heardVias)[number]
  at?: string | undefined
  wordingId: number | null
  remark: string
}

async function write(ctx: Context & { db: Tx; actor: Actor }, customerId: number, { remark, ...heard }: Heard) {
  const { db, actor, now } = ctx
  await lockCustomer(db, actor, customerId)
  const at = heard.at === undefined ? now : new Date(heard.at)
  if (at > now) throw new Refusal('invalid-request', {}, [{ field: 'at', code: 'in-the-future' }])
  await requireWording(db, heard)
  const evidence: Record<string, string> = remark === '' ? {} : { remark }
  const statement = { ...heard, at, customerId, evidence, staffId: actor.staffId }
  return { id: await appendStatement(db, statement, now) }
}

async function requireWording(
  db: Db,
  { wordingId, channel, purpose }: Pick<Heard, 'wordingId' | 'channel' | 'purpose'>,
): Promise<void> {
  if (wordingId === null) return
  const known = await one(
    db,
    sql`select 1 from consent_wordings where id = ${wordingId} and channel = ${channel} and purpose = ${purpose}`,
  )
  if (!known) throw new Refusal('invalid-request', {}, [{ field: 'wordingId', code: 'not-a-choice' }])
}

export const routes = [
  route(contract.listConsents, async ({ db, actor }, { params }) => {
    await requireCustomer(db, actor, params.customerId)
    return consentsOf(db, params.customerId)
  }),
  route(contract.recordConsent, (ctx, { params, body }) => write(ctx, params.customerId, body)),
  route(contract.listWordings, async ({ db }) => ({ items: await listAllWordings(db) })),
  route(contract.addWording, async ({ db, actor, now }, { body }) => {
    const id = await insertWording(db, { ...body, staffId: actor.staffId, now })
    await audit(db, now, actor, { action: 'created', subject: 'consent-wording', subjectId: id })
    return { id }
  }),
]
