import type { Company } from '../../platform/company.ts'
import type { Tx } from '../../platform/db/db.ts'

/**
 * How a table with a `customer_id` lives with merging. Every such table of the schema stands in one of the lists that
 * make up `Merging`, or a test fails.
 * - moves: its rows go along with their record and come back with it; `record_id` says whose they are. Of two rows of
 *   one customer that agree in the `same` columns one is shown and the other set aside.
 * - follows: its rows have no record_id; column `by` names the row of `leader` they go along with.
 * - found: keyed by something else, its customer_id is changed in place, and its record_id where it has one; with a
 *   leader, `by` are the columns that both have.
 * - reckoned: follows from other tables; dropped with the customer, reckoned anew at once or in the night.
 * - kept: says what was once, under the id it was then.
 */
export type MergedTable =
  | { name: string; how: 'moves'; same?: readonly string[] }
  | { name: string; how: 'follows'; leader: string; by: string }
  | { name: string; how: 'found'; leader?: string; by?: readonly string[] }
  | { name: string; how: 'reckoned' | 'kept' }

/** What higher rooms hand in. */
export interface Merging {
  /** lists of all rooms; those that follow before those they go along with */
  tables: readonly MergedTable[]
  /** brings the figures of these customers up to date, in the same transaction */
  afterwards: (tx: Tx, customerIds: number[], ctx: { now: Date; company: Company }) => Promise<void>
}

/** The tables of this room. */
export const customerTables: readonly MergedTable[] = [
  { name: 'customer_refs', how: 'found' },
  { name: 'contact_points', how: 'moves', same: ['kind', 'key'] },
  { name: 'customer_tags', how: 'moves', same: ['tag_id'] },
  { name: 'preferences', how: 'moves', same: ['kind', 'value'] },
  { name: 'notes', how: 'moves' },
  { name: 'events', how: 'moves' },
  { name: 'customer_changes', how: 'moves' },
  // values of fields: merge.ts and unmerge.ts keep them with the record
  { name: 'customer_attributes', how: 'kept' },
  { name: 'merged_customers', how: 'kept' },
  { name: 'merged_pairs', how: 'kept' },
  { name: 'set_aside', how: 'moves' },
  { name: 'customer_group_members', how: 'moves', same: ['group_id'] },
  { name: 'match_keys', how: 'reckoned' },
  { name: 'match_waiting', how: 'reckoned' },
  { name: 'match_proposals', how: 'reckoned' },
  { name: 'match_decisions', how: 'kept' },
]
