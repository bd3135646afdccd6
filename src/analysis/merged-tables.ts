import type { MergedTable } from '../customers/index.ts'

/** What was opened goes along; figures are reckoned anew, those of past days and nights stay as they were. */
export const mergedTables: MergedTable[] = [
  { name: 'offer_openings', how: 'moves' },
  { name: 'customer_metrics', how: 'reckoned' },
  { name: 'customer_forecasts', how: 'reckoned' },
  { name: 'customer_fans', how: 'reckoned' },
  { name: 'replenishments', how: 'reckoned' },
  { name: 'rank_history', how: 'kept' },
]
