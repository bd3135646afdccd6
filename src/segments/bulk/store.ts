import { seenBy } from '../../customers/index.ts'
import type { Actor } from '../../platform/access.ts'
import { type Db, many, sql } from '../../platform/db/db.ts'
import type { FailureReason } from './reasons.ts'

export interface Failure {
  /** place in the job's order, from 1 */
  place: number
  customerId: number
  reason: FailureReason
}

/** A job that begins anew after a kill begins its list of failures anew. */
export async function forgetFailures(db: Db, runId: number): Promise<void> {
  await db.query(sql`delete from bulk_failures where run_id = ${runId}`)
}

export async function appendFailures(db: Db, runId: number, failures: readonly Failure[]): Promise<void> {
  if (failures.length === 0) return
  await db.query(
    sql`insert into bulk_failures (run_id, place, customer_id, reason)
        select ${runId}, * from unnest(${failures.map(({ place }) => place)}::bigint[],
          ${failures.map(({ customerId }) => customerId)}::bigint[], ${failures.map(({ reason }) => reason)}::text[])`,
  )
}

/** Which of these tags there are. (Reads tags.) */
export async function knownTags(db: Db, ids: readonly number[]): Promise<Set<number>> {
  const rows = await many<{ id: number }>(db, sql`select id from tags where id = any(${ids})`)
  return new Set(rows.map(({ id }) => id))
}

export interface NamedFailure extends Failure {
  number: string | null
  familyName: string | null
  givenName: string | null
  companyName: string | null
}

/** Failures after a place, with the names of those customers this person may see. (Reads customers.) */
export async function listFailures(
  db: Db,
  actor: Pick<Actor, 'storeIds'>,
  runId: number,
  page: { after: number; limit: number },
): Promise<NamedFailure[]> {
  return many<NamedFailure>(
    db,
    sql`select failure.place, failure.customer_id as "customerId", failure.reason, customer.number,
          customer.family_name as "familyName", customer.given_name as "givenName",
          customer.company_name as "companyName"
        from bulk_failures failure
        left join customers customer on customer.id = failure.customer_id and ${seenBy(actor)}
        where failure.run_id = ${runId} and failure.place > ${page.after}
        order by failure.place limit ${page.limit}`,
  )
}
