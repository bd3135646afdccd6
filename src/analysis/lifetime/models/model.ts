import type { Patterns } from '../patterns.ts'

/**
 * What every model of repeat buying can do. Times are in the unit of the histories (days); x is the number of repeat
 * purchase days, tx the customer's age at the last of them (0 when there is none), T the age at the end of the
 * observation. Every function is finite for every finite input.
 */
export type ModelName = 'nbd' | 'bgnbd' | 'mbgnbd' | 'pnbd' | 'bgcnbd' | 'mbgcnbd'

export type Parameters<P extends string = string> = Readonly<Record<P, number>>

export interface BuyingModel<P extends string = string> {
  name: ModelName
  /** stages between two purchases: 1 is buying at random, more is regular */
  k: number
  /** in their customary order, as ['r', 'alpha', 'a', 'b'] */
  parameters: readonly P[]
  /** those measured in the unit of time; in weeks they are a seventh of what they are in days */
  scales: readonly P[]
  /** by maximum likelihood; always gives parameters that can be used */
  fit(patterns: Patterns): Fit<P>
  /** of one customer, constants included, so that models can be compared */
  logLikelihood(params: Parameters<P>, x: number, tx: number, T: number, logGaps?: number): number
  /** P(still a customer at T) */
  alive(params: Parameters<P>, x: number, tx: number, T: number): number
  /** expected number of purchases in (T, T + t] */
  expected(params: Parameters<P>, x: number, tx: number, T: number, t: number): number
  /** P(at least one purchase in (T, T + t]) */
  buysWithin(params: Parameters<P>, x: number, tx: number, T: number, t: number): number
  /** P(at least `count` purchases in (T, T + t]) */
  atLeast(params: Parameters<P>, x: number, tx: number, T: number, t: number, count: number): number
  /** expected number of repeat purchases of a new customer in (0, t] */
  unconditional(params: Parameters<P>, t: number): number
  /**
   * Opens the discounted expected number of purchases to come, without end, of one who is a customer at T (DERT over P(alive));
   * each is worth e^(-rate u) when it comes u from now, rate above 0.
   */
  openResidual(params: Parameters<P>, rate: number): (x: number, tx: number, T: number) => number
  /** days from T until a customer who does buy again has done so with probability `share`; a model may know it in closed form */
  wait?(params: Parameters<P>, x: number, tx: number, T: number, share: number): number
  /** several answers at once, where that is cheaper than one after the other */
  outlook?(params: Parameters<P>, x: number, tx: number, T: number, t: number, share: number): Outlook
}

/** What is expected of one customer within a horizon. */
export interface Outlook {
  alive: number
  expected: number
  buysWithin: number
  /** the number of purchases lies in [low, high] with at least the share asked for, half of the rest on either side */
  low: number
  high: number
}

export interface Fit<P extends string = string> {
  params: Record<P, number>
  /** standard errors by the delta method; null where the data do not tell */
  se: Record<P, number | null>
  /** of the logarithms of the parameters, in their order; null when it does not exist */
  covariance: number[][] | null
  logLikelihood: number
  iterations: number
  /** false when some parameter may be anything: the predictions hold, the parameters say nothing */
  identified: boolean
  warnings: Warning[]
}

export interface Warning {
  code: WarningCode
  /** the parameter it is about */
  parameter?: string
  count?: number
  model?: ModelName
}

export type WarningCode =
  /** there is nobody to learn from */
  | 'no-customers'
  /** nobody bought twice */
  | 'no-repeats'
  /** no contract has ended yet */
  | 'nobody-left'
  /** the data do not determine this parameter */
  | 'not-identified'
  /** the search ended before it stood still */
  | 'not-converged'
  /** a simpler model explains the data as well and was used instead */
  | 'simpler-model'
  /** rows left out of the spend model: mean spend not above 0 */
  | 'spend-not-positive'
  /** spend model: q ≤ 1, a customer without repeat purchases has no finite mean */
  | 'spend-mean-infinite'
  /** spend rises or falls with the number of purchases, which the spend model denies */
  | 'spend-depends-on-frequency'
