import { betaNodes, gammaNodes, type Rule } from '../numerics/quadrature.ts'
import type { Ahead } from './ahead.ts'

/**
 * Purchases to come of one alive, each worth e^(-δu) when it comes u from now, without end. For a customer of rate λ and chance
 * to leave p whose last purchase is j stages back, with φ = λ / (λ + δ) the worth of one stage,
 *
 *     φ^(k - j) (1 + (1 - p) φ^k + (1 - p)² φ^2k + …) = φ^(k - j) / (1 - (1 - p) φ^k),
 *
 * averaged over λ ~ Gamma(s + j, A) and p ~ Beta(a, b). For k = 1 it is λ / (δ + λp), the 2F1(1, a; a + b; -λ/δ) λ/δ of ltv.md
 * §8.5 averaged over λ, without its slow series. Relative error 1e-11. To be opened for each set of parameters.
 */
export function openResidualAhead(delta: number): (ahead: Ahead) => number {
  const gammas = remembered(gammaNodes)
  const betas = new Map<number, (second: number) => Rule>()
  const known = openKnown()

  const from = ({ stages, s, A, a, b }: Ahead, gone: number): number => {
    const ofA = betas.get(a) ?? remembered((second) => betaNodes(a, second))
    betas.set(a, ofA)
    const leaves = ofA(b)
    const k = stages.length
    const D = delta * A
    // one λ is taken into its density, which makes its nodes few
    const rule = gammas(s + gone + 1)
    let mean = 0
    for (let i = 0; i < rule.nodes.length; i++) {
      const gamma = rule.nodes[i] as number
      // ln φ; 1 - φ^k
      const log = -Math.log1p(D / gamma)
      const lost = k === 1 ? D / (gamma + D) : -Math.expm1(k * log)
      const worth = 1 - lost
      let inner = 0
      for (let j = 0; j < leaves.nodes.length; j++) {
        inner += (leaves.weights[j] as number) / (lost + worth * (leaves.nodes[j] as number))
      }
      mean += ((rule.weights[i] as number) * Math.exp((k - gone - 1) * log) * inner) / (gamma + D)
    }
    return (s + gone) * mean
  }

  return (ahead) => {
    let sum = 0
    for (let gone = 0; gone < ahead.stages.length; gone++) {
      const share = ahead.stages[gone] as number
      if (share > 0) sum += share * known(ahead, gone, from)
    }
    return sum
  }
}

/** Of those who share purchases and age, only the stages differ: what each of them is worth is worked out once. */
function openKnown() {
  let size = 0
  const byAge = new Map<number, Map<number, number>>()
  return (ahead: Ahead, gone: number, work: (ahead: Ahead, gone: number) => number): number => {
    if (size >= mostKnown) {
      byAge.clear()
      size = 0
    }
    const ofAge = byAge.get(ahead.A) ?? new Map<number, number>()
    byAge.set(ahead.A, ofAge)
    // with s = r + kx no two of (x, gone) have the same sum
    const key = ahead.s + gone
    let value = ofAge.get(key)
    if (value === undefined) {
      value = work(ahead, gone)
      ofAge.set(key, value)
      size++
    }
    return value
  }
}

const mostKnown = 200_000

const mostRemembered = 4_000

/** Numbers of purchases repeat over customers, and with them the nodes. */
function remembered(rule: (shape: number) => Rule): (shape: number) => Rule {
  const known = new Map<number, Rule>()
  return (shape) => {
    let found = known.get(shape)
    if (!found) {
      if (known.size >= mostRemembered) known.clear()
      found = rule(shape)
      known.set(shape, found)
    }
    return found
  }
}
