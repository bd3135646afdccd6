import { dayNumber, monthEnd } from '../../../platform/calendar.ts'
import { readBinary } from '../../../platform/db/copy-read.ts'
import { many, sql, type Tx } from '../../../platform/db/db.ts'
import type { Rank } from '../../rules/rules.ts'
import { type Becoming, openBecoming } from '../becoming.ts'
import type { FanDefinition } from '../definition.ts'
import { date, epochDays, localDay, number, textArray } from './read-buyers.ts'

export interface BecomingRead {
  definition: FanDefinition
  /** best first */
  ranks: readonly Rank[]
  timeZone: string
  today: number
}

/** What could make buyers fans, from the ranks kept, the attribute and the events the definition names. */
export async function readBecoming(tx: Tx, { definition, ranks, timeZone, today }: BecomingRead): Promise<Becoming> {
  const monthEnds = await keptMonthEnds(tx, today)
  const becoming = openBecoming({ definition, monthEnds, today })
  const { rank, attribute, events } = definition
  if (rank) {
    const best = textArray(ranks.slice(0, rank.best).map(({ key }) => key))
    await readBinary(
      tx,
      sql`select customer_id, as_of_on from rank_history where rank = any(${best}) and as_of_on <= ${date(today)}`,
      2,
      (row) => becoming.ranked(row.int8(0), row.int4(1) + epochDays),
    )
  }
  if (attribute) {
    await readBinary(
      tx,
      sql`select customer_id, number_value >= ${number(attribute.least)}, ${localDay(sql`updated_at`, timeZone)}
          from customer_attributes where attribute_id = ${number(attribute.id)} and number_value is not null`,
      3,
      (row) => becoming.answered(row.int8(0), row.bool(1), row.int4(2) + epochDays),
    )
  }
  if (events.length > 0) {
    await readBinary(
      tx,
      sql`select customer_id, ${localDay(sql`at`, timeZone)} from events
          where kind = any(${textArray(events)}) and ${localDay(sql`at`, timeZone)} <= ${date(today)}`,
      2,
      (row) => becoming.happened(row.int8(0), row.int4(1) + epochDays),
    )
  }
  return becoming
}

/** Month ends whose ranks are kept, ascending. */
export async function keptMonthEnds(tx: Tx, today: number): Promise<number[]> {
  const kept = await many<{ asOf: string }>(
    tx,
    sql`select as_of_on as "asOf" from rank_runs where has_history order by as_of_on`,
  )
  const days = kept.filter(({ asOf }) => asOf === monthEnd(asOf)).map(({ asOf }) => dayNumber(asOf))
  return days.filter((day) => day <= today)
}
