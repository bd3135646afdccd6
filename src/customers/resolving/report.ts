import { chanceOf, type Matched, type RuleCode, vetoOf } from '../matching/index.ts'

/** What a run found, in counts; never personal data. */
export interface MatchReport {
  records: number
  compared: number
  proposals: number
  joined: number
  households: number
  companies: number
  /** pairs that would be joined from a chance on, and how many of 1,000 of them are expected to be wrong */
  curve: CurvePoint[]
  /** pairs that each exact rule would join */
  rules: Partial<Record<RuleCode, number>>
  /** levels of comparison that no pair of this base had: their weights are assumptions */
  unseen: string[]
}

export interface CurvePoint {
  from: number
  pairs: number
  wrongPerThousand: number
}

export const curveSteps = [0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999] as const

/**
 * Expected share of wrong pairs among those joined without asking from each chance on: the mean of what is missing to
 * certainty, in wrong pairs per 1,000. Its error is the calibration of the chances (docs/guides/matching.ja.md). Source:
 * the model's own chances over every compared pair that nothing forbids.
 */
export function curveOf({ compared }: Pick<Matched, 'compared'>): CurvePoint[] {
  const free = compared.rows.map((row) => vetoOf(row, false) === undefined)
  const points = curveSteps.map((from) => ({ from, pairs: 0, doubt: 0 }))
  compared.logit.forEach((logit, at) => {
    if (logit < 2 || !free[compared.pattern[at] as number]) return
    const chance = chanceOf(logit)
    for (const point of points) {
      if (chance < point.from) break
      point.pairs++
      point.doubt += 1 - chance
    }
  })
  return points.map(({ from, pairs, doubt }) => ({
    from,
    pairs,
    wrongPerThousand: pairs === 0 ? 0 : (1000 * doubt) / pairs,
  }))
}
