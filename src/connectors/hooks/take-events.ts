import { emailKey, holdRecords } from '../../customers/index.ts'
import { one, sql, type Tx } from '../../platform/db/db.ts'
import type { Connection } from '../connections/store.ts'
import { customerKey } from '../imports/person.ts'

/** Something that happened with a customer and is neither an order nor a change of the record. */
export interface Happening {
  number: string
  email: string
  name: string
  at: Date | null
  data: Record<string, string>
}

export type HappeningProblem = { field: string; code: string }

/** What keeps it from being taken in, before anybody is looked for. */
export function problemsOfHappening({ number, email, name, at }: Happening): HappeningProblem[] {
  return [
    ...(customerKey(number, email) === '' ? [{ field: 'number', code: 'missing' }] : []),
    ...(name === '' ? [{ field: 'event', code: 'missing' }] : []),
    ...(at === null ? [{ field: 'at', code: 'not-a-date' }] : []),
  ]
}

/**
 * Writes what happened to the timeline of whom it concerns, once for each message. It is told as by a page or server of the
 * shop, and like there it makes nobody a customer: of whom nobody knows yet it waits to be sent through again.
 */
export async function takeHappening(
  tx: Tx,
  connection: Connection,
  messageId: number,
  happening: Happening,
  now: Date,
): Promise<HappeningProblem[]> {
  const problems = problemsOfHappening(happening)
  if (problems.length > 0) return problems
  await holdRecords(tx)
  const whose = await whoIs(tx, connection.sourceId, happening)
  if (!whose) return [{ field: 'number', code: 'unknown-person' }]
  const { name, at, data } = happening
  const id = `inbox ${connection.id} ${messageId}`
  await tx.query(
    sql`insert into events (customer_id, record_id, kind, at, source_id, data, recorded_at)
        select ${whose.customerId}, ${whose.recordId}::bigint, 'track', ${at}::timestamptz, ${connection.sourceId}::integer,
          ${JSON.stringify({ ...data, name, messageId: id })}::jsonb, ${now}::timestamptz
        where not exists (select from events known where known.customer_id = ${whose.customerId} and known.at = ${at}
          and known.data ->> 'messageId' = ${id})`,
  )
  return []
}

/** By the number or address of this source; else by an e-mail address that only one customer has. */
async function whoIs(
  tx: Tx,
  sourceId: number,
  { number, email }: Happening,
): Promise<{ customerId: number; recordId: number | null } | undefined> {
  const keys = [...new Set([customerKey(number, ''), customerKey('', email)].filter((key) => key !== ''))]
  const known = await one<{ customerId: number; recordId: number | null }>(
    tx,
    sql`select customer_id as "customerId", record_id as "recordId" from customer_refs
        where external_id = any(${keys}) and source_id = ${sourceId} order by array_position(${keys}::text[], external_id) limit 1`,
  )
  if (known || number !== '' || email === '') return known
  return one(
    tx,
    sql`select min(customer_id) as "customerId", null::bigint as "recordId" from contact_points
        where key = ${emailKey(email)} and kind = 'email' having count(distinct customer_id) = 1`,
  )
}
