import { logGammaGain } from '../numerics/log-gamma.ts'
import { maximise, type Objective } from '../numerics/optimise.ts'
import { tameParameter } from './finite.ts'
import { type ContractModel, contractBounds, describeContracts, type Retention, tamePeriods } from './retention.ts'

/**
 * sBG, shifted beta-geometric (Fader & Hardie 2007, "How to project customer retention"): at the end of each period a customer
 * leaves with a chance of his own, the same every time, Beta(α, β) over customers. That retention rates rise is the weak
 * leaving first. Both parameters without unit.
 */
export const sbg: ContractModel<'alpha' | 'beta'> = {
  name: 'sbg',
  parameters: ['alpha', 'beta'],
  fit(retention) {
    const starts = [
      [1, 1],
      [0.5, 4],
      [4, 20],
    ].map((start) => start.map(Math.log))
    const optimum = maximise(likelihoodOf(retention), { starts, bounds: contractBounds, size: retention.customers })
    return describeContracts(['alpha', 'beta'], retention, optimum)
  },
  logSurvival(params, periods) {
    const [alpha, beta] = [tameParameter(params.alpha), tameParameter(params.beta)]
    return Math.min(0, logGammaGain(beta, alpha) - logGammaGain(beta + tamePeriods(periods), alpha))
  },
}

/** In period t a customer who is there leaves with chance α / (α + β + t − 1), over all customers still there. */
function likelihoodOf({ kept, lost }: Retention): Objective {
  return (at, gradient) => {
    const alpha = Math.exp(at[0] as number)
    const beta = Math.exp(at[1] as number)
    let value = 0
    let byAlpha = 0
    let byBeta = 0
    for (let past = 0; past < kept.length; past++) {
      const [stay, leave] = [kept[past] as number, lost[past] as number]
      const sum = alpha + beta + past
      value += leave * Math.log(alpha / sum) + stay * Math.log((beta + past) / sum)
      byAlpha += leave / alpha - (leave + stay) / sum
      byBeta += stay / (beta + past) - (leave + stay) / sum
    }
    gradient[0] = alpha * byAlpha
    gradient[1] = beta * byBeta
    return value
  }
}
