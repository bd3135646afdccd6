/**
 * 名寄せ: which records are one person. Records become keys (normalise/), keys become numbers (base.ts); records that
 * share a key are compared (passes.ts, blocks.ts, compare.ts), a model learned from the base itself turns what agrees
 * into a chance (model.ts, score.ts), and links become clusters (cluster.ts). Pure: no database, no clock, no chance.
 */
export { type Base, fillBase, openBase } from './base.ts'
export { evaluateMatching, type MatchReport, type Proposal, type Quality } from './evaluate.ts'
export { goLive } from './live.ts'
export { clustersOf, type Matched, matchBase, thresholdFor, type Verdict, verdictsOf } from './match.ts'
export type { SourceRecord } from './record.ts'
export { sayPair } from './sentences.ts'
