/**
 * ln ₂F₁(a, b; c; z) for a, b ≥ 0, c > 0 and 0 ≤ z < 1: every term is positive, so nothing cancels and, being summed on a
 * logarithmic scale, nothing overflows. Euler's transformation (A&S 15.3.3) where it keeps the terms positive and makes
 * them fall faster; the continued fraction of Gauss where a parameter is 1 and the series is slow. Relative error of the
 * function about 1e-13, towards z = 1 − 1e-6 about 1e-10.
 */
export function logHypergeometric(a: number, b: number, c: number, z: number): number {
  if (z <= 0 || a === 0 || b === 0) return 0
  if (a + b > c && c >= a && c >= b) return (c - a - b) * Math.log1p(-z) + positive(c - a, c - b, c, z)
  return positive(a, b, c, z)
}

/** ₂F₁(a, b; c; −y) for y ≥ 0 and c ≥ b: Pfaff's transformation (A&S 15.3.4) to an argument in [0, 1). */
export function hypergeometricBelowZero(a: number, b: number, c: number, y: number): number {
  return Math.exp(-a * Math.log1p(y) + logHypergeometric(a, c - b, c, y / (1 + y)))
}

function positive(a: number, b: number, c: number, z: number): number {
  if (z > 0.5 && a === 1) return Math.log(fraction(b, c, z))
  if (z > 0.5 && b === 1) return Math.log(fraction(a, c, z))
  return series(a, b, c, z)
}

const tooLarge = 1e250
const mostTerms = 2_000_000

function series(a: number, b: number, c: number, z: number): number {
  let term = 1
  let sum = 1
  let scale = 0
  for (let n = 0; n < mostTerms; n++) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z
    term *= ratio
    sum += term
    // past the largest term what is left is at most a geometric series
    if (ratio < 1 && term < 1e-17 * (1 - Math.max(ratio, z)) * sum) break
    if (sum > tooLarge) {
      term /= tooLarge
      sum /= tooLarge
      scale += Math.log(tooLarge)
    }
  }
  return Math.log(sum) + scale
}

/** ₂F₁(1, b; c; z) by Gauss's continued fraction (DLMF 15.7.5), evaluated after Lentz. */
function fraction(b: number, c: number, z: number): number {
  const tiny = 1e-300
  let f = 1
  let upper = 1
  let lower = 0
  for (let n = 1; n < 100_000; n++) {
    const half = Math.floor(n / 2)
    // partial numerators of 2F1(b, 1; c; z) = 1/(1 − …)
    const partial =
      n % 2 === 1
        ? (-(b + half) * (n === 1 ? 1 : (c - 1 + half) / (c + n - 2)) * z) / (c + n - 1)
        : (-half * (c - 1 - b + half) * z) / ((c + n - 2) * (c + n - 1))
    lower = 1 / (1 + partial * lower || tiny)
    upper = 1 + partial / upper || tiny
    const change = upper * lower
    f *= change
    if (Math.abs(change - 1) < 1e-16) break
  }
  return 1 / f
}
