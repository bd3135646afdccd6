import { announce } from '../platform/announce.ts'
import { type Db, many, sql } from '../platform/db/db.ts'
import type { ConsentStatement } from './contract.ts'
import type { Channel, Pair, Purpose, Via } from './ledger.ts'

export interface NewStatement {
  customerId: number
  /** the merged record it is said under; left out: the customer's own */
  recordId?: number | null
  channel: Channel
  purpose: Purpose
  isGranted: boolean
  at: Date
  via: Via
  sourceId?: number | null
  wordingId?: number | null
  evidence?: Record<string, string>
  staffId?: number | null
}

/** Writes down what was said, as it was said. */
export async function appendStatement(db: Db, statement: NewStatement, now: Date): Promise<number> {
  const { customerId, channel, purpose, isGranted, at, via } = statement
  const { recordId = null, sourceId = null, wordingId = null, evidence = {}, staffId = null } = statement
  const { rows } = await db.query<{ id: number }>(
    sql`insert into consents (customer_id, record_id, channel, purpose, is_granted, at, via, source_id, wording_id, evidence, staff_id,
          recorded_at)
        values (${customerId}, ${recordId}, ${channel}, ${purpose}, ${isGranted}, ${at}, ${via}, ${sourceId}, ${wordingId},
          ${JSON.stringify(evidence)}, ${staffId}, ${now}) returning id`,
  )
  const { id } = rows[0] as { id: number }
  const data = { consentId: id, channel, purpose, isGranted, at, via }
  await announce(db, now, 'consent.recorded', { customerId, data })
  return id
}

/** All that one customer ever said, newest first. */
export async function listStatements(
  db: Db,
  customerId: number,
): Promise<(ConsentStatement & { record: number; at: Date; recordedAt: Date })[]> {
  return many(
    db,
    sql`select c.id, coalesce(c.record_id, c.customer_id) as record, c.channel, c.purpose, c.is_granted as "isGranted", c.at, c.via, source.name as "sourceName",
          w.body as wording, c.evidence, staff.name as "staffName", c.recorded_at as "recordedAt"
        from consents c left join sources source on source.id = c.source_id
          left join consent_wordings w on w.id = c.wording_id left join staff on staff.id = c.staff_id
        where c.customer_id = ${customerId} order by c.at desc, c.id desc`,
  )
}

/** Since when the records of a customer are one person. Reads a lower room's table. */
export async function listPairs(db: Db, customerId: number): Promise<Pair[]> {
  return many<Pair>(
    db,
    sql`select record_a as a, record_b as b, at from merged_pairs where customer_id = ${customerId}`,
  )
}

export interface Wording {
  id: number
  channel: Channel
  purpose: Purpose
  body: string
  staffName: string | null
  createdAt: Date
}

export async function listAllWordings(db: Db): Promise<Wording[]> {
  return many<Wording>(
    db,
    sql`select w.id, w.channel, w.purpose, w.body, staff.name as "staffName", w.created_at as "createdAt"
        from consent_wordings w left join staff on staff.id = w.staff_id order by w.id desc`,
  )
}

export async function insertWording(
  db: Db,
  wording: { channel: Channel; purpose: Purpose; body: string; staffId: number; now: Date },
): Promise<number> {
  const { channel, purpose, body, staffId, now } = wording
  const { rows } = await db.query<{ id: number }>(
    sql`insert into consent_wordings (channel, purpose, body, staff_id, created_at)
        values (${channel}, ${purpose}, ${body}, ${staffId}, ${now}) returning id`,
  )
  return (rows[0] as { id: number }).id
}
