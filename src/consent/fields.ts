import { type Sql, sql } from '../platform/db/db.ts'
import type { ValueField } from '../segments/index.ts'
import { type Channel, channels } from './ledger.ts'

/** What holds for one channel and the purpose of promotion, in SQL as `standingOf` says it. */
function standing(channel: Channel): Sql {
  const about = sql.raw(`customer_id = customer.id and channel = '${channel}' and purpose = 'promotion'`)
  return sql`(
    select case
      when bool_or(is_granted and (refused_at is null or (at > refused_at and via <> 'import'))) then 'granted'
      when refused_at is not null then 'refused' else 'unknown' end
    from (select max(at) filter (where not is_granted) as refused_at from consents where ${about}) refusal
      left join consents on ${about} group by refused_at)`
}

const keyOf = (channel: Channel) => `consent${channel[0]?.toUpperCase()}${channel.slice(1)}`

/** Whether a customer agreed to promotion by a channel: consentMail, consentLine … */
export const fields: ValueField[] = channels.map((channel) => ({
  key: keyOf(channel),
  room: 'consent',
  type: 'choice' as const,
  choices: ['granted', 'refused', 'unknown'],
  sql: standing(channel),
  isColumn: true,
}))
