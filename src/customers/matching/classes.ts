import { Address, Birth, Email, fields, levels, Name, namesAgree, otherLevels, Place, scripts } from './levels.ts'

/**
 * Whom two records may show, and what is assumed of it before anything is learned: one person; two people of one
 * household; twins, who share a birthday too; strangers. Two classes would take brothers for one person, and three
 * would take twins for one whose given name was mistyped.
 */

/**
 * By comparison and level: how likely among pairs of a class, of names among pairs in the same script. Level 0, nothing to
 * compare, is left out of account.
 */
export type Shares = number[][]

/** How often each level is met between records of one person. */
const person: Shares = [
  [0, 0.93, 0.02, 0.01, 0.01, 0.03, 0.93, 0.04, 0.03, 0.8, 0.02, 0.08, 0.05, 0.05, 0],
  [0, 0.95, 0.01, 0.01, 0.01, 0.02, 0.92, 0.05, 0.03, 0.78, 0.02, 0.08, 0.06, 0.06, 0.005],
  [0, 0.88, 0.06, 0.02, 0.03, 0.005, 0.005],
  [0, 0.55, 0.25, 0.02, 0.12, 0.06],
  [0, 0.7, 0.03, 0.04, 0.23],
  [0, 0.2, 0.52, 0.02, 0.12, 0.06, 0.08],
  [0, 0.98, 0.02],
  [0, 0.85, 0.05, 0.1],
  [0, 0.95, 0.05],
  [0, 0.75, 0.08, 0.07, 0.1],
]
const other = [0, 0.75, 0.1, 0.15]
/** a birthplace and a trade run in families, a favourite colour does not: to be learned */
const otherAtHome = [0, 0.45, 0.1, 0.45]

/** What a home has in common; everything else is as between strangers but for the ties below. */
const home: Record<number, number[]> = {
  [Place.family]: [0, 0.92, 0.02, 0.01, 0.01, 0.04, 0.9, 0.03, 0.07, 0.82, 0.02, 0.04, 0.03, 0.09, 0],
  [Place.phone]: [0, 0.08, 0.52, 0.01, 0.29, 0.1],
  [Place.address]: [0, 0.25, 0.55, 0.02, 0.08, 0.04, 0.06],
  [Place.postcode]: [0, 0.85, 0.02, 0.05, 0.08],
}

/**
 * What families are known for, whatever a base holds, at least this often: relatives share a syllable of their given
 * names; couples a mailbox, and the day on which they signed up, so that their numbers follow each other; grown children
 * keep a number of the home they moved out of.
 */
const ties: [place: number, level: number, share: number][] = [
  [Place.given, Name.similar, 0.005],
  [Place.given, Name.alike, 0.015],
  [Place.given, Name.lettersSimilar, 0.005],
  [Place.given, Name.lettersAlike, 0.015],
  [Place.birth, Birth.same, 5e-4],
  [Place.email, Email.same, 0.01],
  [Place.email, Email.localPart, 0.003],
  [Place.address, Address.different, 0.02],
  [Place.address, Address.city, 0.003],
  [Place.member, 2, 0.02],
]
/** Twins are named alike, and mostly of one sex. */
const twinsGiven = [0, 0, 0, 0, 0.35, 0.65, 0, 0.15, 0.85, 0, 0, 0.1, 0.25, 0.65, 0]
const twinsGender = [0, 0.65, 0.35]

/** Nobody gives a child the name of its brother: set against strangers, how often two people of one home share one. */
const namesakesAtHome = 0.2

/** Mailboxes are named after their owners: namesakes' are alike more often than other strangers'. */
const namesakeTies: [place: number, level: number, share: number][] = [
  [Place.email, Email.localPart, 3e-4],
  [Place.email, Email.slip, 5e-5],
]

export const personAssumed = (place: number): number[] => person[place] ?? other

export function withNamesakeTies(stranger: Shares): Shares {
  return withFloors(stranger, namesakeTies)
}

/** Two of one home before anything is learned: as strangers, but for what a home has in common. */
export function householdAssumed(stranger: Shares): Shares {
  const assumed = stranger.map((shares, place) => [...(home[place] ?? (place >= Place.others ? otherAtHome : shares))])
  return withTies(withoutNamesakes(assumed, stranger))
}

/** Given names of one home are never the same, whatever seems to have been learned. */
export function withoutNamesakes(household: Shares, stranger: Shares): Shares {
  return household.map((shares, place) =>
    place === Place.given
      ? shares.map((share, level) =>
          namesAgree(level) ? Math.min(share, (stranger[place]?.[level] as number) * namesakesAtHome) : share,
        )
      : shares,
  )
}

/** Twins have their household's surname, house and phones, and write their birthday as well as anybody writes it. */
export function twinsAssumed(household: Shares, one: Shares): Shares {
  return household.map((shares, place) => {
    if (place === Place.given)
      return twinsGiven.map((share, level) => (share === 0 ? (shares[level] as number) : share))
    if (place === Place.birth) return [...(one[place] as number[])]
    return place === Place.gender ? twinsGender : shares
  })
}

export function withTies(household: Shares): Shares {
  return withFloors(household, ties)
}

function withFloors(shares: Shares, floors: [place: number, level: number, share: number][]): Shares {
  return shares.map((one, place) =>
    one.map((share, level) => Math.max(share, floors.find(([tied, at]) => tied === place && at === level)?.[2] ?? 0)),
  )
}

export function levelCount(place: number): number {
  const field = fields[place]
  return field ? levels[field].length : otherLevels.length
}

/** Sums by level as shares: of all that can be compared, of names in each script by itself. */
export function asShares(place: number, sums: readonly number[]): number[] {
  const totals = sums.map(() => 0)
  const all = sums.reduce((sum, one, level) => (level === 0 ? sum : sum + one), 0)
  const parts = place === Place.family || place === Place.given ? scripts : []
  for (const [first, last] of parts) {
    const total = sums.slice(first, last + 1).reduce((sum, one) => sum + one, 0)
    totals.fill(total, first, last + 1)
  }
  return sums.map((one, level) => (level === 0 ? 0 : one / (totals[level] || all)))
}
