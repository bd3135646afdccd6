import { announceAll } from '../../platform/announce.ts'
import { sql, type Tx } from '../../platform/db/db.ts'

/** Tells of rows of the ledger that were just written. */
export async function announceConsents(
  tx: Tx,
  now: Date,
  said: readonly { customerId: number; id: number }[],
  options: { fromFile: boolean },
): Promise<void> {
  const told = sql`
    select customer_id, jsonb_build_object('consentId', id, 'channel', channel, 'purpose', purpose,
      'isGranted', is_granted, 'at', at, 'via', via) as data
    from consents where customer_id = any(${said.map(({ customerId }) => customerId)}) and id = any(${said.map(({ id }) => id)})`
  await announceAll(tx, now, 'consent.recorded', told, options)
}
