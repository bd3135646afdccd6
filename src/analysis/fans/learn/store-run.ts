import { one, sql, type Tx } from '../../../platform/db/db.ts'
import { writeBinary } from '../../ranking/copy-write.ts'
import type { FanDefinition } from '../definition.ts'
import type { Step } from '../fan-index.ts'
import type { Findings } from '../indicators.ts'
import type { FanCounts } from './census.ts'
import { bitsOf, type progressOfEveryone } from './progress.ts'

export interface RunToStore {
  settingsId: number | null
  definition: FanDefinition
  counts: FanCounts
  findings: Findings
  steps: Step[]
  progress: ReturnType<typeof progressOfEveryone>
  learnedOn: string
  milliseconds: number
  now: Date
}

/** Keeps what was found, and puts everyone's progress in place of what stood before. */
export async function storeRun(tx: Tx, run: RunToStore): Promise<void> {
  await tx.query(sql`lock table fan_runs in share row exclusive mode`)
  const row = await one<{ id: number }>(
    tx,
    sql`insert into fan_runs (learned_on, settings_id, definition, counts, findings, steps, milliseconds, created_at)
        values (${run.learnedOn}, ${run.settingsId}, ${JSON.stringify(run.definition)}, ${JSON.stringify(run.counts)},
          ${JSON.stringify(run.findings)}, ${JSON.stringify(run.steps)}, ${run.milliseconds}, ${run.now})
        returning id`,
  )
  const { id } = row as { id: number }
  await tx.query(sql`delete from customer_fans`)
  const { size, at } = run.progress
  await writeBinary(
    tx,
    `copy customer_fans (customer_id, run_id, joined_on, is_within, fan_index, done, missing, open, steps_done, steps_missing,
       fan_on, falling, rhythm_days, rank_before) from stdin (format binary)`,
    14,
    size,
    (to, place) => {
      const one = at(place)
      to.int8(one.customerId)
      to.int4(id)
      to.date(one.joinedDay)
      to.bool(one.isWithin)
      to.int2(one.index)
      to.int4(bitsOf(one.done))
      to.int4(bitsOf(one.missing))
      to.int4(bitsOf(one.open))
      to.int2(one.done.length)
      to.int2(one.missing.length)
      to.dateOrNull(one.fanDay)
      to.int2(one.falling)
      to.int4OrNull(one.rhythmDays)
      to.textOrNull(one.rankBefore)
    },
  )
}
