import { logGamma } from './log-gamma.ts'

/** Shares of the peak below this are not worth a node. */
const negligible = 1e-18

/**
 * Kummer's (Tricomi's) U(a, b, z) for a > 0, z > 0 and any b: 1/Γ(a) times the integral over t > 0 of
 * e^(-zt) t^(a-1) (1+t)^(b-a-1) (Abramowitz & Stegun 13.2.5). Without unit. Relative error below 1e-12 for a and |b| up to
 * 50 and z from 1e-12 to 1e6; values beyond the range of doubles are held at its end.
 * Trapezoid rule in ln t from the peak outward (Trefethen & Weideman 2014).
 */
export function kummerU(a: number, b: number, anyZ: number): number {
  const z = Math.min(1e300, Math.max(1e-300, anyZ))
  const power = b - a - 1
  const logTerm = (v: number) => a * v - z * Math.exp(v) + power * (v > 40 ? v : Math.log1p(Math.exp(v)))
  const peak = peakOf(a, power, z)
  const bend = z * peak - (power * peak) / (1 + peak) ** 2
  const step = Math.min(0.22, 0.6 / Math.sqrt(Math.max(a, bend)))
  const middle = Math.log(peak)
  const height = logTerm(middle)
  // further left the integrand is t^a alone: its nodes are a geometric series
  const flat = Math.min(middle, -Math.log(Math.max(1, z, Math.abs(power)))) - 42
  let sum = 1
  for (let v = middle - step; ; v -= step) {
    const term = Math.exp(logTerm(v) - height)
    sum += v < flat ? term / -Math.expm1(-a * step) : term
    if (v < flat || term < negligible * sum) break
  }
  for (let v = middle + step; ; v += step) {
    const term = Math.exp(logTerm(v) - height)
    sum += term
    if (!(term > negligible * sum)) break
  }
  return Math.min(Number.MAX_VALUE, Math.exp(height + Math.log(sum * step) - logGamma(a)))
}

/** Where e^(-zt) t^a (1+t)^power is highest: the positive root of -z t² + (a - z + power) t + a. */
function peakOf(a: number, power: number, z: number): number {
  const half = (a - z + power) / 2
  const root = Math.sqrt(half * half + z * a)
  return half > 0 ? (half + root) / z : a / (root - half)
}
