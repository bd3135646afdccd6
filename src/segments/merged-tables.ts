import type { MergedTable } from '../customers/index.ts'

/** Whom bulk work left out is told as it was then. */
export const mergedTables: MergedTable[] = [{ name: 'bulk_failures', how: 'kept' }]
