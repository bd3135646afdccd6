import { type Db, one, sql, type Tx } from '../../../platform/db/db.ts'
import type { Asking } from '../definition.ts'
import type { AnswerValue } from '../page/sent.ts'

export interface GivenConsent extends Pick<Asking, 'channel' | 'purpose'> {
  wordingId: number
  isGranted: boolean
}

export interface Answer {
  id: number
  formId: number
  version: number
  at: Date
  state: 'kept' | 'awaiting' | 'confirmed'
  answers: Record<string, AnswerValue>
  consents: GivenConsent[]
  device: string
  pageHash: Buffer
  linkExpiresAt: Date | null
  sends: number
  sentAt: Date | null
  confirmedAt: Date | null
  takenAt: Date | null
}

const columns = sql`id, form_id as "formId", version, at, state, answers, consents, device, page_hash as "pageHash",
  link_expires_at as "linkExpiresAt", sends, sent_at as "sentAt", confirmed_at as "confirmedAt", taken_at as "takenAt"`

export type NewAnswer = Pick<
  Answer,
  'formId' | 'version' | 'at' | 'state' | 'answers' | 'consents' | 'device' | 'pageHash'
>

/** Undefined when this page was sent before: it is taken once. */
export async function insertAnswer(tx: Tx, answer: NewAnswer): Promise<number | undefined> {
  const { formId, version, at, state, answers, consents, device, pageHash } = answer
  const row = await one<{ id: number }>(
    tx,
    sql`insert into form_answers (form_id, version, at, state, answers, consents, device, page_hash)
        values (${formId}, ${version}, ${at}, ${state}, ${JSON.stringify(answers)}, ${JSON.stringify(consents)},
          ${device}, ${pageHash})
        on conflict (page_hash) do nothing returning id`,
  )
  return row?.id
}

export async function answerOfPage(db: Db, pageHash: Buffer): Promise<number | undefined> {
  const row = await one<{ id: number }>(db, sql`select id from form_answers where page_hash = ${pageHash}`)
  return row?.id
}

/** Held until the transaction ends: nobody confirms, takes or deletes it meanwhile. */
export async function lockAnswer(tx: Tx, where: { id: number } | { linkHash: Buffer }): Promise<Answer | undefined> {
  const condition = 'id' in where ? sql`id = ${where.id}` : sql`link_hash = ${where.linkHash}`
  return one<Answer>(tx, sql`select ${columns} from form_answers where ${condition} for update`)
}

export async function findByLink(db: Db, linkHash: Buffer): Promise<Answer | undefined> {
  return one<Answer>(db, sql`select ${columns} from form_answers where link_hash = ${linkHash}`)
}

export async function noteSend(
  tx: Tx,
  id: number,
  sent: { linkHash: Buffer; expiresAt: Date; at: Date },
): Promise<void> {
  await tx.query(
    sql`update form_answers set link_hash = ${sent.linkHash}, link_expires_at = ${sent.expiresAt}, sends = sends + 1,
          sent_at = ${sent.at} where id = ${id}`,
  )
}

export async function noteConfirmed(tx: Tx, id: number, now: Date): Promise<void> {
  await tx.query(sql`update form_answers set state = 'confirmed', confirmed_at = ${now} where id = ${id}`)
}

export async function noteTaken(
  tx: Tx,
  now: Date,
  { id, at }: Pick<Answer, 'id' | 'at'>,
  whose: { customerId: number; recordId: number | null } | null,
): Promise<void> {
  await tx.query(sql`update form_answers set taken_at = ${now} where id = ${id}`)
  if (!whose) return
  await tx.query(
    sql`insert into answered_forms (customer_id, answer_id, at, record_id)
        values (${whose.customerId}, ${id}, ${at}, ${whose.recordId})`,
  )
}

/** What nobody confirmed in the days its form gives; the mail may have gone to somebody who never asked. */
export async function forgetUnconfirmed(db: Db, now: Date): Promise<number> {
  const { rowCount } = await db.query(
    sql`delete from form_answers a using forms f
        where f.id = a.form_id and a.state = 'awaiting' and a.at < ${now}::timestamptz - f.keep_unconfirmed_days * interval '1 day'`,
  )
  return rowCount ?? 0
}
