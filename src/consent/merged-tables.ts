import type { MergedTable } from '../customers/index.ts'

/** What was said goes along with the record under which it was said. */
export const mergedTables: MergedTable[] = [{ name: 'consents', how: 'moves' }]
