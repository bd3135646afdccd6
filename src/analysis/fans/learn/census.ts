import { dayNumber, dayOf } from '../../../platform/calendar.ts'
import { sql, type Tx } from '../../../platform/db/db.ts'
import type { ThreadContext } from '../../../platform/jobs/thread.ts'
import { readRules } from '../../rules/store.ts'
import { type Becoming, type Way, ways } from '../becoming.ts'
import type { FanDefinition } from '../definition.ts'
import { readBecoming } from './read-becoming.ts'
import { type Everyone, readEveryone } from './read-buyers.ts'

/** How many buyers there are, and what is known of them under a definition. */
export interface FanCounts {
  buyers: number
  /** whose time is over and of whom it can be told */
  known: number
  /** of them */
  fans: number
  /** fans by each way; who came by several counts in each */
  ways: Record<Way, number>
  /** whose time is not over yet */
  tooRecent: number
  /** whose time is over, but nothing can tell */
  untold: number
}

export interface Census {
  everyone: Everyone
  becoming: Becoming
  counts: FanCounts
  /** of the buyers in the study: whether they became a fan in time */
  outcomes: Map<number, boolean>
  today: number
  /** best first */
  ranks: string[]
}

/** Everyone who bought, and who of them became a fan under the definition, in the snapshot of `tx`. */
export async function takeCensus(tx: Tx, ctx: ThreadContext, definition: FanDefinition): Promise<Census> {
  const { timeZone, currency } = ctx.company
  const today = dayNumber(dayOf(ctx.now, timeZone))
  const { rules } = await readRules(tx, currency)
  const ranks = rules.ranks.list.map(({ key }) => key)
  const everyone = await readEveryone(tx, { today }, ranks)
  const becoming = await readBecoming(tx, { definition, ranks: rules.ranks.list, timeZone, today })
  const outcomes = new Map<number, boolean>()
  const counts: FanCounts = {
    buyers: everyone.ids.length,
    known: 0,
    fans: 0,
    ways: { rank: 0, attribute: 0, events: 0 },
    tooRecent: 0,
    untold: 0,
  }
  for (const [customerId, joined] of everyone.joined) {
    const found = becoming.outcome(customerId, joined)
    if (found) {
      outcomes.set(customerId, found.length > 0)
      counts.known++
      if (found.length > 0) counts.fans++
      for (const way of ways) if (found.includes(way)) counts.ways[way]++
    } else if (joined + definition.outcomeDays > today) counts.tooRecent++
    else counts.untold++
  }
  return { everyone, becoming, counts, outcomes, today, ranks }
}

/** Readings of one moment: nothing that is written meanwhile is seen by some of them only. */
export async function oneMoment(tx: Tx): Promise<void> {
  await tx.query(sql`set transaction isolation level repeatable read, read only`)
}
