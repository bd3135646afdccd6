import { randomUUID } from 'node:crypto'
import type { Actor } from '../access.ts'
import { audit } from '../audit.ts'
import type { Context } from '../context.ts'
import { type Db, one, type Sql, sql, transaction } from '../db/db.ts'
import { type FieldProblem, Refusal } from '../http/refusal.ts'
import { route } from '../http/route.ts'
import * as contract from './contract.ts'
import { deliver } from './deliver.ts'
import { composeMail, readMailbox } from './message.ts'
import { countWaiting, listTroubles, sendAgain } from './outbox.ts'
import { type MailSettings, mayReach, readMailServer, readMailSettings, writeMailSettings } from './settings.ts'
import { testMail } from './test-mail.ts'

type Sent = Omit<MailSettings, 'hasPassword'> & { password?: string | null | undefined }

export const mailRoutes = [
  route(contract.getMailSettings, async ({ db, now }) => ({
    settings: (await readMailSettings(db)) ?? null,
    outbox: await countWaiting(db),
    troubles: await listTroubles(db, now),
  })),

  route(contract.changeMailSettings, async (ctx, { body }) => {
    const { pool, config, now, actor, jobs } = ctx
    checkSettings(ctx, body)
    await transaction(pool, async (tx) => {
      if (!(await writeMailSettings(tx, config, now, body))) throw new Refusal('conflict')
      const { host, port, security, fromAddress } = body
      const detail = { host, port, security, fromAddress, password: body.password === undefined ? 'kept' : 'changed' }
      await audit(tx, now, actor, { action: 'changed', subject: 'mail-settings', detail })
      // what waited for a server goes out
      await jobs.enqueue(tx, 'platform.send-due-mails', {}, { singletonKey: 'settings' })
    })
    return null
  }),

  route(contract.sendTestMail, async (ctx) => tryOut(ctx)),

  route(contract.sendMailAgain, async (ctx, { params }) => {
    if (!(await sendAgain(ctx, params.id))) throw new Refusal('not-found')
    await audit(ctx.db, ctx.now, ctx.actor, { action: 'sent-again', subject: 'mail', subjectId: params.id })
    return null
  }),
]

function checkSettings({ config }: Pick<Context, 'config'>, sent: Sent): void {
  const wrong = (field: string, code: string): FieldProblem => ({ field, code })
  const isMailbox = (address: string) => readMailbox(address) === address
  const problems = [
    ...(mayReach(config, sent.host, sent.port) ? [] : [wrong('port', 'not-a-mail-port')]),
    ...(isMailbox(sent.fromAddress) ? [] : [wrong('fromAddress', 'wrong-format')]),
    ...(sent.replyTo === null || isMailbox(sent.replyTo) ? [] : [wrong('replyTo', 'wrong-format')]),
    // a password would be readable to everybody on the way
    ...(sent.user !== null && sent.security === 'none' ? [wrong('security', 'password-needs-tls')] : []),
  ]
  if (problems.length > 0) throw new Refusal('invalid-request', {}, problems)
}

async function tryOut(ctx: Context & { actor: Actor }) {
  const { pool, config, now, actor } = ctx
  const mailServer = await readMailServer(pool, config)
  if (!mailServer) throw new Refusal('not-found')
  const person = await one<{ email: string; locale: 'ja' | 'en' }>(pool, ownAddress(actor))
  const to = readMailbox(person?.email ?? '')
  if (!person || !to) throw new Refusal('invalid-request', {}, [{ field: 'to', code: 'wrong-format' }])
  const { from, server } = mailServer
  const messageId = `<${randomUUID()}@${from.address.split('@')[1]}>`
  const mail = { to, ...testMail(person.locale, ctx.company.name) }
  const delivery = await deliver(
    server,
    { from: from.address, to },
    await composeMail(mail, { from, messageId, at: now }),
  )
  await noteTest(pool, ctx, delivery.outcome)
  if (delivery.outcome === 'sent') return { outcome: 'sent' as const, to, fault: null, code: null, said: '' }
  const { outcome, why, code, said } = delivery
  return { outcome, to, fault: why, code, said }
}

async function noteTest(db: Db, { now, actor }: { now: Date; actor: Actor }, outcome: string): Promise<void> {
  await audit(db, now, actor, { action: 'tested', subject: 'mail-settings', detail: { outcome } })
}

/** Reads a table of the staff, a higher room. */
const ownAddress = ({ staffId }: Actor): Sql => sql`select email, locale from staff where id = ${staffId}`
