import type { Context } from '../../../platform/context.ts'
import { sql, type Tx, transaction } from '../../../platform/db/db.ts'
import { mailsTo, queueMail } from '../../../platform/mail/outbox.ts'
import { fingerprint } from '../../../platform/secrets.ts'
import { hashToken } from '../../../staff/index.ts'
import { noteArrivals } from '../../connections/store.ts'
import { confirmationMail } from '../page/mail.ts'
import type { SealedPage } from '../page/seal.ts'
import type { Sent } from '../page/sent.ts'
import { type Form, findForm } from '../store.ts'
import { type Answer, answerOfPage, type GivenConsent, insertAnswer, lockAnswer, noteSend } from './store.ts'

const hour = 3_600_000
export const linkHours = 48
export const mailKind = 'form-confirmation'
/** Whoever enters the address of somebody else can send them no more than this. */
const perRecipient = [
  { most: 3, within: hour },
  { most: 6, within: 24 * hour },
]
const sendsOfAnswer = 4
const betweenSends = 60_000

/** Keeps an answer as it was sent, and asks for a confirmation or has it taken in; again, the same page is the same answer. */
export async function receiveAnswer(
  ctx: Context,
  form: Form,
  page: SealedPage,
  sent: Sent,
  device: string,
): Promise<number | undefined> {
  return transaction(ctx.pool, async (tx) => {
    const consents = form.definition.consents.flatMap(({ channel, purpose, wordingId }, place): GivenConsent[] => {
      const isGranted = sent.consents[place]
      return isGranted === null || isGranted === undefined ? [] : [{ channel, purpose, wordingId, isGranted }]
    })
    const id = await insertAnswer(tx, {
      formId: form.id,
      version: form.version,
      at: ctx.now,
      state: form.confirms ? 'awaiting' : 'kept',
      answers: sent.values,
      consents,
      device,
      pageHash: page.hash,
    })
    if (id === undefined) {
      await noteArrivals(tx, form.connectionId, ctx.now, { received: 1, duplicate: 1 })
      return answerOfPage(tx, page.hash)
    }
    await noteArrivals(tx, form.connectionId, ctx.now, { received: 1, lastEventAt: ctx.now })
    const answer = (await lockAnswer(tx, { id })) as Answer
    if (form.confirms) await askToConfirm(ctx, tx, form, answer)
    else await ctx.jobs.enqueue(tx, 'connectors.take-answer', { id }, { singletonKey: `answer ${id}` })
    return id
  })
}

/** The same mail once more, for whoever sent the answer; too often or too soon, nothing happens. */
export async function sendAgain(ctx: Context, answerId: number): Promise<void> {
  await transaction(ctx.pool, async (tx) => {
    const answer = await lockAnswer(tx, { id: answerId })
    if (!answer || answer.state !== 'awaiting' || answer.sends >= sendsOfAnswer) return
    if (answer.sentAt && ctx.now.getTime() - answer.sentAt.getTime() < betweenSends) return
    const form = await findForm(tx, { id: answer.formId })
    if (form) await askToConfirm(ctx, tx, form, answer)
  })
}

/**
 * A mail with a link that only its reader knows. Nothing that the visitor wrote stands in it: a form is no way to send
 * words to somebody. Past the limits of the address no mail goes out and the page says the same.
 */
async function askToConfirm(ctx: Context, tx: Tx, form: Form, answer: Answer): Promise<void> {
  const to = mailOf(form, answer)
  if (to === undefined || !(await mayWriteTo(ctx, tx, to))) return
  const token = linkToken(ctx, answer)
  const expiresAt = new Date(ctx.now.getTime() + linkHours * hour)
  const url = `${ctx.config.origin}/c/${token}`
  const mail = confirmationMail(form, ctx.company.name, url, linkHours)
  await noteSend(tx, answer.id, { linkHash: hashToken(token), expiresAt, at: ctx.now })
  await queueMail({ ...ctx, db: tx }, { kind: mailKind, to, expiresAt, ...mail })
}

/** Made of what the key outside the database knows, so that it can be sent again and stands nowhere. */
function linkToken({ config }: Pick<Context, 'config'>, { id, pageHash }: Answer): string {
  return fingerprint(config, 'form link', `${id} ${pageHash.toString('hex')}`).toString('base64url')
}

export function mailOf(
  { definition }: Pick<Form, 'definition'>,
  { answers }: Pick<Answer, 'answers'>,
): string | undefined {
  const field = definition.fields.find(({ kind }) => kind === 'email')
  const value = field && answers[field.key]
  return typeof value === 'string' ? value : undefined
}

async function mayWriteTo({ config, now }: Context, tx: Tx, to: string): Promise<boolean> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`mail ${to.toLowerCase()}`}, 0))`)
  for (const { most, within } of perRecipient) {
    const count = await mailsTo({ db: tx, config }, mailKind, to, new Date(now.getTime() - within))
    if (count >= most) return false
  }
  return true
}
