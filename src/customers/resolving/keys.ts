import type { RecordKeys } from '../matching/index.ts'

/** Records that share a key are compared when one of them arrives; a key that more have says nothing. */
export const mostSharing = 60

/**
 * What a record is looked up under by the next one, as numbers that stay the same from night to night: each pass of the
 * matcher that is narrow enough even for a million records, in words instead of the places of one base.
 */
export function lookupKeys(keys: RecordKeys): number[] {
  const { family, given, familyReading, givenReading, birth, block, postcode } = keys
  const town = keys.town || postcode
  const day = birth === 0 ? '' : String(birth)
  const halves = [family, given].sort()
  const initial = (givenReading || given).slice(0, 2)
  const wanted: [string, ...string[]][] = [
    ['member', keys.source || '-', keys.member],
    ['line', keys.line],
    ['email', keys.email],
    ['phone', keys.mobile],
    ['phone', keys.landline],
    ['local', keys.local],
    ['name+birth', family, given, day],
    ['reading+birth', familyReading, givenReading, day],
    ['name+town', family, given, town],
    ['reading+town', familyReading, givenReading, town],
    ['house', block || keys.words, initial],
    ['given+birth', given, day],
    ['given reading+birth', givenReading, day],
    ['family+birth', family, day],
    ['family reading+birth', familyReading, day],
    ['birth+town', day, town],
    ['house', block || keys.words],
    ['name', ...(halves as [string, string])],
    ['reading', familyReading, givenReading],
    ['given+postcode', givenReading || given, postcode],
    ['family+postcode', familyReading || family, postcode],
  ]
  const made = wanted.filter((parts) => parts.every((part) => part !== '')).map((parts) => hash(parts.join('\u0001')))
  return [...new Set(made)]
}

/** 52 bits of two FNV-1a hashes: a million records with twenty keys each hardly ever meet by chance. */
function hash(text: string): number {
  let [one, other] = [0x811c9dc5, 0x1b873593]
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    one = Math.imul(one ^ sign, 0x01000193)
    other = Math.imul(other ^ sign, 0x85ebca6b)
    other ^= other >>> 13
  }
  return ((one >>> 0) % 0x4000000) * 0x4000000 + ((other >>> 0) % 0x4000000)
}
