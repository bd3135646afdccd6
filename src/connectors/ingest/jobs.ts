import { holdRecords } from '../../customers/index.ts'
import { addDays } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import { many, sql, transaction } from '../../platform/db/db.ts'
import { type Job, job } from '../../platform/jobs/jobs.ts'
import { turnDays } from './messages.ts'
import { bringHistory } from './visitors.ts'

/** Whoever nobody came to know within half a year is forgotten, with what they did. */
const keptDays = 180
const chunk = 1000

/** Once a day: tables of messages turn, visitors whom nobody came to know go. */
async function tidy({ pool, now }: Context): Promise<void> {
  await turnDays(pool, now)
  await pool.query(sql`delete from former_write_keys where until <= ${now}`)
  const before = addDays(now.toISOString().slice(0, 10), -keptDays)
  for (let ids = [0]; ids.length > 0; ) {
    ids = await transaction(pool, async (tx) => {
      const gone = await many<{ id: number }>(
        tx,
        sql`delete from visitors where (connection_id, key) in (
              select connection_id, key from visitors where customer_id is null and last_at < ${before}::date limit ${chunk})
            returning id`,
      )
      const goneIds = gone.map(({ id }) => id)
      await tx.query(sql`delete from visitor_events where visitor_id = any(${goneIds}::bigint[])`)
      return goneIds
    })
  }
}

/**
 * Users whom nobody knew when they sent something, and who have a record now: a file or another system brought their
 * number.
 */
async function joinUsers({ pool, now }: Context): Promise<void> {
  for (let count = chunk; count === chunk; ) {
    count = await transaction(pool, async (tx) => {
      await holdRecords(tx)
      const joined = await many<{ id: number }>(
        tx,
        sql`with waiting as (
              select v.connection_id, v.key, ref.customer_id, ref.record_id
              from visitors v join connections c on c.id = v.connection_id
                join customer_refs ref on ref.source_id = c.source_id and ref.external_id = substr(v.key, 2)
              where v.customer_id is null and v.key like 'u%' order by v.connection_id, v.key limit ${chunk}
            )
            update visitors v set customer_id = waiting.customer_id, record_id = waiting.record_id, last_at = ${now}
            from waiting where v.connection_id = waiting.connection_id and v.key = waiting.key
            returning v.id`,
      )
      await bringHistory(
        tx,
        joined.map(({ id }) => id),
      )
      return joined.length
    })
  }
}

export const jobs: Job[] = [
  job('connectors.tidy-messages', tidy, { atStart: true }),
  job('connectors.join-users', joinUsers),
]
