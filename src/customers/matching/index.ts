/**
 * 名寄せ: which records are one person. Records become keys (normalise/), keys become numbers (base.ts); records that
 * share a key are compared (passes.ts, blocks.ts, compare.ts), a model learned from the base itself turns what agrees
 * into a chance (model.ts, score.ts), and links become clusters (cluster.ts). Pure: no database, no clock, no chance.
 */
export { type Base, fillBase, openBase } from './base.ts'
export { evaluateMatching, type MatchReport, type Quality } from './evaluate.ts'
export { type Explanation, explainPair } from './evidence.ts'
export { goLive, type Live } from './live.ts'
export type { SourceRecord } from './record.ts'
export { sayEvidence, sayPair } from './sentences.ts'
