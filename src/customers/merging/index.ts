/**
 * Merging customers who are one person, and taking it back exactly (docs/decisions/013). Which tables take part is said
 * in lists (tables.ts) that higher rooms add theirs to; what records show of each other's fields is decided by fields.ts.
 */
export { type Arrival, type Arriving, forgetMerged, seatAll, seatFree, takeInFields } from './arrive.ts'
export type { Choices } from './fields.ts'
export { hideDoubles } from './hide.ts'
export { type Merge, type MergeWriting, mergeRecords } from './merge.ts'
export type { StandingsOf } from './preview.ts'
export { mergingRoutes } from './routes.ts'
export { holdRecords, personOf, profileOf, takeMergingTurn, valueOf } from './store.ts'
export { customerTables, type MergedTable, type Merging } from './tables.ts'
export { unmerge } from './unmerge.ts'
