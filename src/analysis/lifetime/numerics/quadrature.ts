/** Nodes and weights: the integral of f is the sum of weights[i] * f(nodes[i]). */
export interface Rule {
  nodes: Float64Array
  weights: Float64Array
}

const legendreRules = new Map<number, Rule>()

/**
 * Gauss–Legendre on [-1, 1]: exact for polynomials of degree 2n - 1.
 * Newton's method on the recurrence of the Legendre polynomials (Press et al., Numerical Recipes §4.6); nodes to 1e-15.
 */
export function gaussLegendre(size: number): Rule {
  const known = legendreRules.get(size)
  if (known) return known
  const rule: Rule = { nodes: new Float64Array(size), weights: new Float64Array(size) }
  for (let index = 0; index < size; index++) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (size + 0.5))
    let slope = 0
    for (let round = 0; round < 50; round++) {
      let [before, value] = [0, 1]
      for (let n = 1; n <= size; n++) [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n]
      slope = (size * (x * value - before)) / (x * x - 1)
      const step = value / slope
      x -= step
      if (Math.abs(step) < 1e-15) break
    }
    rule.nodes[index] = x
    rule.weights[index] = 2 / ((1 - x * x) * slope * slope)
  }
  legendreRules.set(size, rule)
  return rule
}

/** Beyond this distance in logs a tail is told in closed form by one node; what is integrated is flat there. */
const flat = 60
/** Shares of the peak below this are not worth a node. */
const negligible = 1e-17

/** Shapes outside hold no meaning for shops; inside, nothing over- or underflows. */
const clampShape = (shape: number) => Math.min(1e12, Math.max(1e-12, shape))

/**
 * A distribution as nodes and weights adding up to 1, by the trapezoid rule in a variable where the density dies away
 * exponentially on both sides, from its mode outward (Trefethen & Weideman 2014). Past `ends` it dies like e^(-shape v):
 * the rest is one node.
 */
function walk(
  logDensity: (v: number) => number,
  mode: number,
  step: number,
  ends: [direction: -1 | 1, end: number, shape: number][],
): Rule {
  const [nodes, weights]: [number[], number[]] = [[mode], [1]]
  const peak = logDensity(mode)
  for (const [direction, end, shape] of ends) {
    for (let index = 1; ; index++) {
      const v = mode + direction * index * step
      const weight = Math.exp(logDensity(v) - peak)
      if (weight < negligible) break
      nodes.push(v)
      if (direction * (v - end) >= 0) {
        // from here out the nodes are a geometric series
        weights.push(weight / -Math.expm1(-step * shape))
        break
      }
      weights.push(weight)
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return { nodes: Float64Array.from(nodes), weights: Float64Array.from(weights, (weight) => weight / total) }
}

/**
 * Gamma(shape, rate 1) as nodes and weights: the mean of f(g) is the sum of weights[i] * f(nodes[i]), to about 1e-13 of the
 * largest f, for f without singularity right of g = 0 that is flat below 1e-26. Trapezoid rule in ln g.
 */
export function gammaNodes(shape: number): Rule {
  const k = clampShape(shape)
  const mode = Math.log(k)
  const step = Math.min(0.24, 0.6 / Math.sqrt(k))
  const rule = walk((v) => k * (v - mode) - k * Math.expm1(v - mode), mode, step, [
    [-1, Math.min(-flat, mode - 1), k],
    [1, Number.POSITIVE_INFINITY, k],
  ])
  return { nodes: rule.nodes.map(Math.exp), weights: rule.weights }
}

/**
 * Beta(a, b) as nodes and weights, to about 1e-13 of the largest f, for f flat below p = 1e-26 and above 1 - 1e-26.
 * Trapezoid rule in ln(p / (1 - p)).
 */
export function betaNodes(first: number, second: number): Rule {
  const [a, b] = [clampShape(first), clampShape(second)]
  const mode = Math.log(a / b)
  const step = Math.min(a + b > 8 ? 0.24 : 0.45, 0.55 * Math.sqrt(1 / a + 1 / b))
  const logDensity = (v: number) => a * (v - mode) - (a + b) * Math.log1p((a / (a + b)) * Math.expm1(v - mode))
  const rule = walk(logDensity, mode, step, [
    [-1, Math.min(-flat, mode - 1), a],
    [1, Math.max(flat, mode + 1), b],
  ])
  return { nodes: rule.nodes.map((v) => 1 / (1 + Math.exp(-v))), weights: rule.weights }
}
