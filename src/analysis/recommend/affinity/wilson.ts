/** Standard normal quantile of a one-sided 95 % bound. */
const z = 1.6448536269514722

/** Wilson's lower bound of a share: true share is above it with 95 % confidence. `hits` of `tries`. */
export function lowerShare(hits: number, tries: number): number {
  if (tries <= 0) return 0
  const share = hits / tries
  const square = (z * z) / tries
  const middle = share + square / 2
  const width = z * Math.sqrt((share * (1 - share)) / tries + square / (4 * tries))
  return Math.max(0, (middle - width) / (1 + square))
}

/** Wilson's upper bound of a share, likewise. */
export function upperShare(hits: number, tries: number): number {
  return tries <= 0 ? 1 : 1 - lowerShare(tries - hits, tries)
}
