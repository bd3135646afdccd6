import { Address, Birth, Email, Name, namesAgree, Phone, Place } from './levels.ts'

/** Rules by which two records are joined without counting chances. A phone, an address or a surname alone is none. */
export type RuleCode = 'member' | 'line' | 'email' | 'mobile' | 'nameBirth'
/** What forbids joining two records without asking a person. */
export type VetoCode = 'givenName' | 'birth' | 'firm' | 'nameAlone' | 'never'

const sounds = (level = 0) => namesAgree(level)

export function ruleOf(row: Uint8Array): RuleCode | undefined {
  const birth = row[Place.birth] === Birth.same
  const given = sounds(row[Place.given])
  const family = sounds(row[Place.family])
  const open = row[Place.given] === 0
  if (row[Place.member] === 1) return 'member'
  if (row[Place.line] === 1) return 'line'
  // twins share a birthday and their mother's number: the given name has to fit or to be unknown
  if (row[Place.email] === Email.same && (given || (birth && open))) return 'email'
  if (row[Place.phone] === Phone.mobile && given && (birth || family)) return 'mobile'
  const home =
    row[Place.address] === Address.room || row[Place.address] === Address.house || row[Place.phone] === Phone.landline
  return given && family && birth && home ? 'nameBirth' : undefined
}

const unlikeNames: readonly number[] = [Name.alike, Name.different, Name.unlike, Name.lettersAlike, Name.lettersUnlike]

export function vetoOf(row: Uint8Array, firms: boolean): VetoCode | undefined {
  if (firms) return 'firm'
  const given = row[Place.given] as number
  if (unlikeNames.includes(given)) return 'givenName'
  const birth = row[Place.birth]
  if (birth === Birth.different || birth === Birth.yearOnly) return 'birth'
  return isBacked(row) ? undefined : 'nameAlone'
}

/** Something besides the name and what goes with it agrees. */
function isBacked(row: Uint8Array): boolean {
  const [birth, phone, email, address] = [
    row[Place.birth],
    row[Place.phone],
    row[Place.email],
    row[Place.address],
  ] as number[] as [number, number, number, number]
  if (birth === Birth.same || birth === Birth.slip || birth === Birth.dayOnly || birth === Birth.twoParts) return true
  if (phone === Phone.mobile || phone === Phone.landline || phone === Phone.slip) return true
  if (email > 0 && email < Email.different) return true
  if (address > 0 && address <= Address.town) return true
  return (
    row[Place.member] === 1 ||
    row[Place.line] === 1 ||
    row[Place.postcode] === 1 ||
    row.subarray(Place.others).includes(1)
  )
}
