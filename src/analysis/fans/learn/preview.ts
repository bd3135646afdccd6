import { transaction } from '../../../platform/db/db.ts'
import type { ThreadContext } from '../../../platform/jobs/thread.ts'
import type { FanDefinition } from '../definition.ts'
import { findIndicators } from '../indicators.ts'
import { type FanCounts, oneMoment, takeCensus } from './census.ts'

export interface FanPreview extends FanCounts {
  /** null: enough to look for indicators; else what there would have to be */
  tooSmall: { buyers: number; fans: number } | null
}

/** How many fans a definition gives; nothing is kept. */
export async function previewFans(ctx: ThreadContext, definition: FanDefinition): Promise<FanPreview> {
  const census = await transaction(ctx.pool, async (tx) => {
    await oneMoment(tx)
    return takeCensus(tx, ctx, definition)
  })
  const { everyone, outcomes, counts } = census
  const known = everyone.ids.filter((customerId) => outcomes.has(customerId))
  const { tooSmall } = findIndicators({
    size: known.length,
    joined: Int32Array.from(known, (customerId) => everyone.joined.get(customerId) as number),
    fan: Uint8Array.from(known, (customerId) => (outcomes.get(customerId) ? 1 : 0)),
    actions: [],
  })
  return { ...counts, tooSmall }
}
