/**
 * 名寄せ: which records are one person. Records become keys (normalise/), keys become numbers (base.ts); records that
 * share a key are compared (passes.ts, blocks.ts, compare.ts), a model learned from the base itself turns what agrees
 * into a chance (model.ts, score.ts), and links become clusters (cluster.ts). Pure: no database, no clock, no chance.
 */
export { type Base, fillBase, openBase, setRecord, takePlace } from './base.ts'
export { type RuleCode, vetoOf } from './decide.ts'
export { calibrationOf, evaluateMatching, type MatchReport, type Proposal, type Quality } from './evaluate.ts'
export { type Explanation, explainPair } from './evidence.ts'
export { type Counted, counted, type Figures, type Frequencies, isCounted } from './frequency.ts'
export { Address, namesAgree, Phone, Place } from './levels.ts'
export { goLive } from './live.ts'
export {
  chanceOf,
  clustersOf,
  type Judge,
  type Matched,
  matchBase,
  type Parameters,
  thresholdFor,
  type Verdict,
  verdictsOf,
} from './match.ts'
export { keysOf, type RecordKeys, type SourceRecord } from './record.ts'
export { scorer } from './score.ts'
export { sayPair } from './sentences.ts'
export { wordId } from './words.ts'
