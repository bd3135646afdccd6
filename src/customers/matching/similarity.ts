/**
 * Likeness of two texts, from 0 to 1, after Jaro and Winkler (1990): shared letters not far from each other, transposed
 * ones half, and a bonus for a common beginning of up to four.
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const [la, lb] = [a.length, b.length]
  if (la === 0 || lb === 0) return 0
  const window = Math.max(0, (la > lb ? la : lb) / 2 - 1) | 0
  let shared = 0
  // strings longer than 31 letters are compared by their beginnings
  const [na, nb] = [Math.min(31, la), Math.min(31, lb)]
  let [usedA, usedB] = [0, 0]
  for (let i = 0; i < na; i++) {
    const letter = a.charCodeAt(i)
    const end = Math.min(nb, i + window + 1)
    for (let j = Math.max(0, i - window); j < end; j++) {
      if (usedB & (1 << j) || b.charCodeAt(j) !== letter) continue
      usedA |= 1 << i
      usedB |= 1 << j
      shared++
      break
    }
  }
  if (shared === 0) return 0
  const jaro = (shared / na + shared / nb + (shared - outOfOrder(a, b, usedA, usedB, na) / 2) / shared) / 3
  let common = 0
  while (common < 4 && common < na && common < nb && a.charCodeAt(common) === b.charCodeAt(common)) common++
  return jaro + common * 0.1 * (1 - jaro)
}

function outOfOrder(a: string, b: string, usedA: number, usedB: number, length: number): number {
  let count = 0
  let j = 0
  for (let i = 0; i < length; i++) {
    if (!(usedA & (1 << i))) continue
    while (!(usedB & (1 << j))) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j)) count++
    j++
  }
  return count
}

/** One letter more, less or other, or two neighbours changed about. */
export function isOneSlip(a: string, b: string): boolean {
  const [la, lb] = [a.length, b.length]
  if (la - lb > 1 || lb - la > 1) return false
  const shorter = la < lb ? la : lb
  let start = 0
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++
  if (start === shorter) return true
  if (la < lb) return tailsAgree(a, start, b, start + 1)
  if (la > lb) return tailsAgree(a, start + 1, b, start)
  if (tailsAgree(a, start + 1, b, start + 1)) return true
  const swapped = a.charCodeAt(start) === b.charCodeAt(start + 1) && a.charCodeAt(start + 1) === b.charCodeAt(start)
  return swapped && tailsAgree(a, start + 2, b, start + 2)
}

function tailsAgree(a: string, fromA: number, b: string, fromB: number): boolean {
  for (let i = fromA, j = fromB; i < a.length; i++, j++) if (a.charCodeAt(i) !== b.charCodeAt(j)) return false
  return true
}

/** Share of words that two texts have in common, a slip or a lost space forgiven. */
export function wordLikeness(a: string, b: string): number {
  const joint = a.length > b.length * 2 || b.length > a.length * 2 ? 0 : likeWhole(a, b)
  if (joint > 0.9) return joint
  const [few, many] = [a.split(' '), b.split(' ')].sort((x, y) => x.length - y.length) as [string[], string[]]
  // without one word exactly in common the rest will hardly be
  if (!few.some((word) => many.includes(word))) return joint
  let shared = 0
  let total = 0
  for (const word of few) {
    total += word.length
    if (many.some((other) => word === other || (word.length > 3 && isOneSlip(word, other)))) shared += word.length
  }
  return Math.max(shared / total - 0.1 * (many.length - few.length), joint)
}

/** Spaces lost or gained do not matter when the texts begin alike. */
function likeWhole(a: string, b: string): number {
  if (a.charCodeAt(0) !== b.charCodeAt(0)) return 0
  const whole = jaroWinkler(a.replaceAll(' ', ''), b.replaceAll(' ', ''))
  return whole > 0.9 ? whole : 0
}

/** Share of three signs in a row that two texts have in common, spaces left out (Dice): lost spaces and slips cost little. */
export function threesInCommon(a: string, b: string): number {
  const [one, other] = [threesOf(a), threesOf(b)]
  if (one.size === 0 || other.size === 0) return 0
  let shared = 0
  for (const three of one) if (other.has(three)) shared++
  return (2 * shared) / (one.size + other.size)
}

const threes = new Map<string, Set<number>>()

function threesOf(text: string): Set<number> {
  let found = threes.get(text)
  if (!found) {
    const joined = text.replaceAll(' ', '')
    found = new Set()
    for (let at = 2; at < joined.length; at++)
      found.add(((joined.charCodeAt(at - 2) * 1021 + joined.charCodeAt(at - 1)) * 1021 + joined.charCodeAt(at)) | 0)
    if (threes.size > 20_000) threes.clear()
    threes.set(text, found)
  }
  return found
}
