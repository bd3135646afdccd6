import { gaussLegendre } from '../numerics/quadrature.ts'

/**
 * What Pareto/NBD integrates over the age of a customer: (α + u)^-A (β + u)^-s, with A = r + x. Everything is told
 * relative to its value at the start of the stretch, so nothing overflows however much was bought; all integrands are
 * positive, so nothing cancels. Nodes lie evenly in ln(min(α, β) + u), where the integrand is analytic on a strip.
 */
export interface Curve {
  /** purchases and their prior, r + x */
  A: number
  alpha: number
  s: number
  beta: number
}

/** ln of the curve at `from` over the curve at `to`. */
export function logDrop({ A, alpha, s, beta }: Curve, from: number, to: number): number {
  const length = to - from
  return A * Math.log1p(length / (alpha + from)) + s * Math.log1p(length / (beta + from))
}

/** A panel spans at most this much of y, and the curve falls by at most this much in it, in logs. */
const widest = 1.5
const steepest = 8

/** A panel of nodes from y, where u = from + least (e^y - 1). */
export interface Panel {
  half: number
  size: number
}

/**
 * The panel that starts at y and ends at `width` at the latest; `gapA` and `gapB` are how much α and β exceed the lesser of
 * them. Nodes for an error below 1e-15 of the integral's scale.
 */
export function panelAt(
  panel: Panel,
  { A, s }: Curve,
  y: number,
  width: number,
  least: number,
  gapA: number,
  gapB: number,
): void {
  // the fall per y only rises with y
  const steepness = (at: number): number => {
    const length = least * Math.exp(at)
    return (A * length) / (length + gapA) + (s * length) / (length + gapB)
  }
  let span = Math.min(widest, width - y, steepest / steepness(y))
  let fall = span * steepness(y + span)
  if (fall > steepest) {
    span *= steepest / fall
    fall = steepest
  }
  panel.half = span / 2
  if (fall <= 0.25 && span <= 0.1) panel.size = 4
  else if (fall <= 1 && span <= 0.4) panel.size = 6
  else panel.size = fall <= 3 && span <= 0.8 ? 9 : 14
}

/**
 * Integral over u in [from, to] of curve(u)/curve(from) / (c + u), where c is β (`'death'`) or α (`'purchase'`). Times s or
 * A: the probability that, of a customer alive at `from`, this comes first within the stretch. Relative error 1e-13.
 */
export function integralOver(curve: Curve, event: 'death' | 'purchase', from: number, to: number): number {
  const { A, alpha, s, beta } = curve
  if (to <= from) return 0
  const least = Math.min(alpha, beta) + from
  const [gapA, gapB] = [Math.max(0, alpha - beta), Math.max(0, beta - alpha)]
  const gap = event === 'death' ? gapB : gapA
  const width = Math.log1p((to - from) / least)
  const panel: Panel = { half: 0, size: 0 }
  let sum = 0
  for (let y = 0; y < width; y += 2 * panel.half) {
    panelAt(panel, curve, y, width, least, gapA, gapB)
    const { nodes, weights } = gaussLegendre(panel.size)
    let height = 0
    for (let index = 0; index < panel.size; index++) {
      const length = least * Math.expm1(y + panel.half * (1 + (nodes[index] as number)))
      height = Math.exp(-A * Math.log1p(length / (alpha + from)) - s * Math.log1p(length / (beta + from)))
      sum += ((weights[index] as number) * panel.half * height * (least + length)) / (least + gap + length)
    }
    // what follows is lower than this all the way
    if (height * (width - y) <= 1e-18 * sum) break
    if (y + 2 * panel.half <= y) break
  }
  return sum
}
