import { one, sql, type Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'

const oneArrivalAtOnce = 7_305_503
const noFileAtOnce = 7_305_504

/** A file and what arrives by itself would meet in the same numbers: while a chunk of the file is applied, arrivals wait. */
export async function keepArrivalsOut(tx: Tx, sourceId: number): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock_shared(${noFileAtOnce}, ${sourceId})`)
}

/**
 * What arrives of one source is taken in one after the other. Refused while a file of that source is being taken in: to
 * wait for it here could let chunks of the file wait for each other.
 */
export async function awaitTurn(tx: Tx, sourceId: number): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${oneArrivalAtOnce}, ${sourceId})`)
  const free = await one<{ free: boolean }>(
    tx,
    sql`select pg_try_advisory_xact_lock(${noFileAtOnce}, ${sourceId}) as free`,
  )
  if (!free?.free) throw new Refusal('database-busy')
}
