import type { MergedTable } from '../customers/index.ts'

/** Orders take their lines and numbers along, subscriptions stand for themselves. */
export const mergedTables: MergedTable[] = [
  { name: 'order_lines', how: 'follows', leader: 'orders', by: 'order_id' },
  { name: 'order_numbers', how: 'found', leader: 'orders', by: ['number', 'source_id'] },
  { name: 'orders', how: 'moves' },
  { name: 'subscriptions', how: 'moves' },
]
