import { appetiteFor } from './appetite.ts'
import { createChance } from './chance.ts'
import { seasons } from './purchases/seasons.ts'
import { type DemoFans, drawRecommendation, drawVoices } from './records/fans.ts'
import { playHousehold } from './records/household.ts'
import { type DemoRecord, startCounters } from './records/record.ts'
import { type Batch, emptyBatch } from './tables/copy.ts'
import { type RowCounters, writeRecord } from './tables/rows.ts'
import { writeEvents, writeMemory, writeVoices } from './tables/trace-rows.ts'
import { drawEvents, endOf } from './traces/events.ts'
import { drawMemory } from './traces/memory.ts'

/** Which shop to make. The same answers always make the same shop. */
export interface DemoOptions {
  customers: number
  years: number
  seed: number
  /** the last day of the shop's books */
  endOn: string
  /** mean orders of a customer; left out: the shop as it is (about four) */
  ordersPerCustomer?: number
  /** page views, mails, calls: none (as it is without a word), some, or all */
  traces?: 'none' | 'light' | 'full'
  /** what makes buyers fans; left out: nobody is asked for a recommendation */
  fans?: DemoFans
}

/** The records of the shop, in the order of their ids, one household after another; nothing is kept. */
export function* records(options: DemoOptions): Generator<DemoRecord> {
  const calendar = seasons(options.endOn, options.years)
  const appetite = appetiteFor(options, calendar)
  const counters = startCounters()
  while (counters.customer < options.customers) {
    for (const record of playHousehold(options.seed, calendar, appetite, counters)) {
      if (record.id > options.customers) continue
      if (options.fans && record.id > 0) record.recommendation = drawRecommendation(options.seed, record, options.fans)
      yield record
    }
  }
}

export interface DemoBatch {
  rows: Batch
  /** customers so far */
  customers: number
}

const customersPerBatch = 1_000
export const tracesApart = 0x7ace

/** The same records as COPY rows, a batch at a time. */
export function* batches(options: DemoOptions): Generator<DemoBatch> {
  const { traces = 'none' } = options
  const calendar = seasons(options.endOn, options.years)
  const counters: RowCounters = { contact: 0, note: 0, preference: 0, event: 0 }
  let rows = emptyBatch()
  let customers = 0
  let written = 0
  for (const record of records(options)) {
    if (record.id > customers && record.id % customersPerBatch === 1 && record.id > 1) {
      yield { rows, customers }
      rows = emptyBatch()
      written = 0
    }
    customers = Math.max(customers, record.id)
    writeRecord(rows, record, counters)
    if (record.id > 0) {
      // a stream of its own: with or without traces, purchases are the same
      const chance = createChance(options.seed + tracesApart, record.id)
      writeMemory(rows, record, drawMemory(chance, record), counters)
      if (options.fans) writeVoices(rows, record, drawVoices(options.seed, record, endOf(calendar)), counters)
      if (traces !== 'none') writeEvents(rows, record, drawEvents(chance, calendar, record, traces), counters)
    }
    written += 1
  }
  if (written > 0) yield { rows, customers }
}
