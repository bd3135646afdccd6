import { type Sql, sql } from '../platform/db/db.ts'
import type { ValueField } from '../segments/index.ts'
import { type Channel, channels } from './ledger.ts'

/** What holds for one channel and the purpose of promotion, in SQL as `standingOf` says it. */
function standing(channel: Channel): Sql {
  const about = (alias: string) =>
    sql.raw(`${alias}.customer_id = customer.id and ${alias}.channel = '${channel}' and ${alias}.purpose = 'promotion'`)
  const record = (alias: string) => sql.raw(`coalesce(${alias}.record_id, ${alias}.customer_id)`)
  return sql`(
    select case
      when bool_or(not said.is_granted and not exists (
        select from consents later where ${about('later')} and later.is_granted and later.via <> 'import' and later.at > said.at
          and (later.record_id is not distinct from said.record_id or exists (
            select from merged_pairs pair where pair.customer_id = customer.id and pair.at < later.at
              and pair.record_a = least(${record('later')}, ${record('said')})
              and pair.record_b = greatest(${record('later')}, ${record('said')}))))) then 'refused'
      when bool_or(said.is_granted) then 'granted' else 'unknown' end
    from consents said where ${about('said')})`
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
