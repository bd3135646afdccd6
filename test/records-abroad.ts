import { between, type Chance, createChance, happens, pick } from '../src/demo/chance.ts'

/**
 * Records in Latin script that imitate how public sets for record linkage are corrupted: Febrl (Christen 2008), where
 * originals have up to nine mistyped duplicates, and persons of the past with many names, dates cut to the year, and
 * postcodes of the neighbourhood. Every value is drawn here; nothing is taken from those sets.
 */
export interface AbroadRecord {
  id: string
  person: number
  cells: Record<string, string>
}

const words = (text: string) => text.trim().split(/\s+/)
const givenNames = words(`
james john william thomas george charles henry edward robert joseph arthur frederick richard samuel walter alfred albert
ernest david daniel benjamin hugh philip peter patrick michael andrew alexander francis edmund mary elizabeth sarah anne
jane margaret alice emma florence edith annie ellen emily catherine harriet charlotte eliza martha louisa lucy ruth helen
isabella joshua lachlan jack ethan jessica olivia sophie emiily madison chloe georgia hannah ella mia zoe kayla brooke`)
const surnameHeads = words(
  'ash bar black brad brown cald clark cole cran dal drum ells fair fern gald grant hale ham hart hol kel lang law lin mar mel nor oak pem red ros rush sand sel shel stan stew thorn wal war wel whit wick wood',
)
const surnameTails = words(
  'bury by combe den don field ford gate ham hurst land ley low man mere more ridge son stone ton well worth',
)
const nicknames: Record<string, string> = {
  thomas: 'tom',
  william: 'will',
  robert: 'bob',
  john: 'jack',
  james: 'jim',
  charles: 'charlie',
  henry: 'harry',
  edward: 'ted',
  richard: 'dick',
  joseph: 'joe',
  elizabeth: 'bess',
  margaret: 'peggy',
  catherine: 'kate',
  mary: 'polly',
  alexander: 'alec',
  samuel: 'sam',
  benjamin: 'ben',
  michael: 'mick',
  frederick: 'fred',
  francis: 'frank',
}
const places = surnameHeads.flatMap((head, at) => [
  `${head}${surnameTails[at % surnameTails.length]}`,
  `${head} on sea`,
])
const trades = words(
  'politician lawyer painter writer physician priest engineer actor botanist soldier composer judge banker cricketer architect teacher',
)

/** The first of a list are met far more often than the last. */
const skewed = (chance: Chance, list: readonly string[]) => list[Math.floor(list.length * chance.next() ** 2)] as string
const surname = (chance: Chance) => skewed(chance, surnameHeads) + skewed(chance, surnameTails)
const letter = (chance: Chance) => String.fromCharCode(97 + between(chance, 0, 25))

/** One slip of the keys: a sign more, less or other, two changed about, a space. */
export function mistyped(chance: Chance, text: string): string {
  if (text === '') return text
  const at = between(chance, 0, text.length - 1)
  const sign = /\d/.test(text[at] as string) ? String(between(chance, 0, 9)) : letter(chance)
  const [before, after] = [text.slice(0, at), text.slice(at + 1)]
  return pick(chance, [
    before + sign + after,
    before + after,
    before + text[at] + sign + after,
    before + (after[0] ?? '') + text[at] + after.slice(1),
    `${before} ${text.slice(at)}`.trim(),
  ])
}

const two = (number: number) => String(number).padStart(2, '0')

interface FebrlWishes {
  seed: number
  originals: number
  /** duplicates of the original with that number */
  duplicates(chance: Chance, at: number): number
  /** most changes to one duplicate, and to one cell */
  changes: number
  perCell: number
}

/** Columns as Febrl has them but for its identity number. */
export function* febrlLike({ seed, originals, duplicates, changes, perCell }: FebrlWishes): Generator<AbroadRecord> {
  for (let person = 0; person < originals; person++) {
    const chance = createChance(seed, person + 1)
    const cells = australian(chance)
    yield { id: `rec-${person}-org`, person, cells }
    for (let copy = 0; copy < duplicates(chance, person); copy++) {
      yield {
        id: `rec-${person}-dup-${copy}`,
        person,
        cells: changed(chance, cells, between(chance, 1, changes), perCell),
      }
    }
  }
}

function australian(chance: Chance): Record<string, string> {
  return {
    given_name: happens(chance, 0.02) ? '' : skewed(chance, givenNames),
    surname: happens(chance, 0.01) ? '' : surname(chance),
    street_number: String(Math.ceil(200 * chance.next() ** 2)),
    address_1: `${skewed(chance, surnameHeads)}${skewed(chance, surnameTails)} ${pick(chance, ['street', 'place', 'crescent', 'circuit', 'avenue'])}`,
    address_2: happens(chance, 0.4)
      ? `${skewed(chance, surnameHeads)} ${pick(chance, ['village', 'lodge', 'park', 'cottage'])}`
      : '',
    suburb: skewed(chance, places),
    postcode: String(between(chance, 2000, 7400)),
    state: pick(chance, ['nsw', 'nsw', 'vic', 'vic', 'qld', 'wa', 'sa', 'tas']),
    date_of_birth: `${between(chance, 1900, 1999)}${two(between(chance, 1, 12))}${two(between(chance, 1, 28))}`,
  }
}

function changed(
  chance: Chance,
  cells: Record<string, string>,
  changes: number,
  perCell: number,
): Record<string, string> {
  const copy = { ...cells }
  const touched = new Map<string, number>()
  for (let change = 0; change < changes; change++) {
    const field = pick(chance, Object.keys(cells))
    const times = touched.get(field) ?? 0
    if (times >= perCell) continue
    touched.set(field, times + 1)
    const roll = chance.next()
    if (roll < 0.06) copy[field] = ''
    else if (roll < 0.1) copy[field] = australian(chance)[field] as string
    else if (roll < 0.14) [copy.given_name, copy.surname] = [copy.surname as string, copy.given_name as string]
    else copy[field] = mistyped(chance, copy[field] as string)
  }
  return copy
}

/** Persons of the past, of whom several books tell: about ten records each. A third are a relative of the one before. */
export function* historicalLike({ seed, persons }: { seed: number; persons: number }): Generator<AbroadRecord> {
  let before: Historical | undefined
  for (let person = 0; person < persons; person++) {
    const chance = createChance(seed, person + 1)
    let one = historicalPerson(chance)
    if (before && happens(chance, 0.33)) one = relativeOf(chance, before, one)
    before = one
    const records = 1 + Math.floor(18 * chance.next())
    for (let copy = 0; copy < records; copy++) yield { id: `Q${person}-${copy}`, person, cells: retold(chance, one) }
  }
}

type Historical = ReturnType<typeof historicalPerson>

function historicalPerson(chance: Chance) {
  const place = skewed(chance, places)
  return {
    first: skewed(chance, givenNames.slice(0, 52)),
    middle: happens(chance, 0.4) ? skewed(chance, givenNames) : '',
    last: surname(chance),
    /** a lord is known by his land, a wife by her husband's name */
    also: happens(chance, 0.25) ? surname(chance) : '',
    born: [between(chance, 1600, 1950), between(chance, 1, 12), between(chance, 1, 28)] as [number, number, number],
    place,
    postcode: `${place.slice(0, 2)}${between(chance, 1, 20)} ${between(chance, 1, 9)}${letter(chance)}${letter(chance)}`,
    gender: happens(chance, 0.8) ? 'male' : 'female',
    trade: skewed(chance, trades),
  }
}

/** Of one house and often one trade; a son may have his father's name. */
function relativeOf(chance: Chance, before: Historical, one: Historical): Historical {
  const { last, also, place, postcode } = before
  return {
    ...one,
    last,
    also,
    place,
    postcode: happens(chance, 0.5) ? postcode : `${postcode.split(' ')[0]} ${one.postcode.split(' ')[1]}`,
    first: happens(chance, 0.2) ? before.first : one.first,
    trade: happens(chance, 0.6) ? before.trade : one.trade,
    born: [before.born[0] + between(chance, 18, 40), one.born[1], one.born[2]],
  }
}

function retold(chance: Chance, one: Historical): Record<string, string> {
  const first = firstName(chance, one)
  let last = one.also !== '' && happens(chance, 0.35) ? one.also : one.last
  if (happens(chance, 0.12)) last = mistyped(chance, last)
  const [year, month, day] = one.born
  let dob = happens(chance, 0.25) ? `${year}-01-01` : `${year}-${two(month)}-${two(day)}`
  if (happens(chance, 0.06)) dob = mistyped(chance, dob).replace(/[^\d-]/g, '0')
  const roll = chance.next()
  const postcode =
    roll < 0.2
      ? `${one.postcode.split(' ')[0]} ${between(chance, 1, 9)}${letter(chance)}${letter(chance)}`
      : roll < 0.3
        ? mistyped(chance, one.postcode)
        : one.postcode
  const missing = (share: number, text: string) => (happens(chance, share) ? '' : text)
  return {
    full_name: [first, happens(chance, 0.6) ? one.middle : '', last].filter((part) => part !== '').join(' '),
    first_name: missing(0.08, first),
    surname: missing(0.1, last),
    dob: missing(0.2, dob),
    birth_place: missing(0.35, happens(chance, 0.05) ? skewed(chance, places) : one.place),
    postcode_fake: missing(0.35, postcode),
    gender: missing(0.25, one.gender),
    occupation: missing(0.25, happens(chance, 0.1) ? skewed(chance, trades) : one.trade),
  }
}

function firstName(chance: Chance, one: Historical): string {
  const roll = chance.next()
  if (roll < 0.1) return nicknames[one.first] ?? one.first
  if (roll < 0.14) return one.first[0] as string
  if (roll < 0.18 && one.middle !== '') return one.middle
  return roll < 0.25 ? mistyped(chance, one.first) : one.first
}
