import { digamma, logGammaGain } from '../numerics/log-gamma.ts'
import { type Bounds, maximise, type Objective } from '../numerics/optimise.ts'
import { tameParameter } from './finite.ts'
import { type ContractModel, contractBounds, describeContracts, type Retention, tamePeriods } from './retention.ts'
import { sbg } from './sbg.ts'

/**
 * BdW, beta-discrete-Weibull (Fader, Hardie, Liu, Davin & Steenburgh 2018): as sBG, but the chance to leave also changes with
 * the age of the contract itself: c > 1 it grows (people tire), c < 1 it falls (habit). P(there after t periods) =
 * B(α, β + t^c) / B(α, β). No parameter has a unit.
 */
export const bdw: ContractModel<'alpha' | 'beta' | 'c'> = {
  name: 'bdw',
  parameters: ['alpha', 'beta', 'c'],
  fit(retention) {
    // sBG is the case c = 1
    const { params } = sbg.fit(retention)
    const starts = [
      [params.alpha, params.beta, 1],
      [1, 1, 1],
      [0.3, 1, 1.5],
      [2, 4, 0.7],
    ].map((start) => start.map(Math.log))
    const optimum = maximise(likelihoodOf(retention), { starts, bounds, size: retention.customers })
    return describeContracts(['alpha', 'beta', 'c'], retention, optimum)
  },
  logSurvival(params, periods) {
    const [alpha, beta] = [tameParameter(params.alpha), tameParameter(params.beta)]
    const c = Math.min(20, tameParameter(params.c))
    return Math.min(0, logGammaGain(beta, alpha) - logGammaGain(beta + tamePeriods(periods) ** c, alpha))
  },
}

const bounds: Bounds[] = [contractBounds, contractBounds, { low: -4, high: 1.5 }]

/** ln Γ(z + α) − ln Γ(z) at the age of the contract and what it changes by. */
interface Level {
  value: number
  byAlpha: number
  byBeta: number
  byC: number
}

function likelihoodOf({ kept, lost }: Retention): Objective {
  return (at, gradient) => {
    const [alpha, beta, c] = [Math.exp(at[0] as number), Math.exp(at[1] as number), Math.exp(at[2] as number)]
    const levelAt = (age: number): Level => {
      const y = age ** c
      const upper = digamma(beta + y + alpha)
      const byBeta = upper - digamma(beta + y)
      const byC = age === 0 ? 0 : byBeta * y * Math.log(age)
      return { value: logGammaGain(beta + y, alpha), byAlpha: upper, byBeta, byC }
    }
    let value = 0
    const slope = { byAlpha: 0, byBeta: 0, byC: 0 }
    let before = levelAt(0)
    for (let past = 0; past < kept.length; past++) {
      const [stay, leave] = [kept[past] as number, lost[past] as number]
      const after = levelAt(past + 1)
      // both chances kept away from 0, where rounding would take them
      const stays = Math.min(before.value - after.value, -1e-300)
      const leaves = Math.max(-Math.expm1(stays), 1e-300)
      value += stay * stays + leave * Math.log(leaves)
      const share = stay - (leave * Math.exp(stays)) / leaves
      for (const by of ['byAlpha', 'byBeta', 'byC'] as const) slope[by] += share * (before[by] - after[by])
      before = after
    }
    gradient[0] = alpha * slope.byAlpha
    gradient[1] = beta * slope.byBeta
    gradient[2] = c * slope.byC
    return value
  }
}
