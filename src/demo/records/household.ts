import { between, type Chance, createChance, happens, pick } from '../chance.ts'
import { drawEmail, drawPerson, type Name, type Person } from '../people/person.ts'
import { surnameVariants } from '../people/surnames.ts'
import { drawAddress } from '../places/addresses.ts'
import { drawMobile } from '../places/phones.ts'
import { type History, playHistory } from '../purchases/history.ts'
import { drawInstant } from '../purchases/order.ts'
import { arrivalDay, type Seasons } from '../purchases/seasons.ts'
import { type ChannelCode, stores } from '../shop/shop.ts'
import type { Counters, DemoRecord } from './record.ts'

/** Two syllables of a twin's name differ, the rest of the life is the same. */
const twinNames: Record<'female' | 'male', [Name, Name][]> = {
  female: [
    [
      { text: '真奈', kana: 'マナ' },
      { text: '香奈', kana: 'カナ' },
    ],
    [
      { text: '由美', kana: 'ユミ' },
      { text: '由香', kana: 'ユカ' },
    ],
    [
      { text: '美穂', kana: 'ミホ' },
      { text: '志穂', kana: 'シホ' },
    ],
    [
      { text: '結衣', kana: 'ユイ' },
      { text: '芽衣', kana: 'メイ' },
    ],
  ],
  male: [
    [
      { text: '和也', kana: 'カズヤ' },
      { text: '達也', kana: 'タツヤ' },
    ],
    [
      { text: '優斗', kana: 'ユウト' },
      { text: '悠斗', kana: 'ユウト' },
    ],
  ],
}

/** The people of one home, and now and then a namesake elsewhere, who is nobody to them. */
function drawPeople(chance: Chance, year: number, counters: Counters): Person[] {
  const address = drawAddress(chance)
  const next = () => ++counters.person
  const first = drawPerson(chance, next(), year, address)
  const people = [first]
  const roll = chance.next()
  const family = { surname: first.surname, landline: first.landline }
  if (roll < 0.05) {
    people.push(
      drawPerson(chance, next(), year, address, {
        ...family,
        female: !first.female,
        birthYear: first.birthYear + between(chance, -6, 6),
      }),
    )
  } else if (roll < 0.085) {
    const child = first.birthYear + between(chance, 22, 36)
    // a parent's telephone is often the one on the child's record
    const mobile = happens(chance, 0.3) ? first.mobile : undefined
    people.push(
      drawPerson(chance, next(), year, address, {
        ...family,
        female: happens(chance, 0.8),
        birthYear: Math.min(child, year - 18),
        mobile,
      }),
    )
  } else if (roll < 0.091) {
    const [given, other] = pick(chance, twinNames[first.female ? 'female' : 'male'])
    first.given = given
    first.email = drawEmail(chance, first.surname, given, first.birthOn, first.id)
    people.push(
      drawPerson(chance, next(), year, address, {
        ...family,
        given: other,
        female: first.female,
        birthYear: first.birthYear,
        birthOn: first.birthOn,
      }),
    )
  } else if (roll < 0.1) {
    people.push(
      drawPerson(chance, next(), year, drawAddress(chance), {
        surname: first.surname,
        given: first.given,
        female: first.female,
      }),
    )
  }
  return people
}

function drawChannel(chance: Chance, person: Person, year: number): ChannelCode {
  const age = year - person.birthYear
  const nearStore = storeNear(person) !== null
  const roll = chance.next()
  if (nearStore && roll < 0.22) return 'store'
  return roll > (age >= 65 ? 0.7 : age >= 50 ? 0.88 : 0.97) ? 'phone' : 'ec'
}

function storeNear(person: Person): number | null {
  const code = person.address.prefecture.code
  return stores.find((store) => (store.prefectures as readonly string[]).includes(code))?.id ?? null
}

const others: Record<ChannelCode, ChannelCode[]> = {
  ec: ['ec', 'store', 'phone'],
  store: ['ec', 'ec', 'phone'],
  phone: ['ec', 'phone', 'store'],
}

/** Everything one household bought and left in the books, as records with ids. */
export function playHousehold(seed: number, seasons: Seasons, appetite: number, counters: Counters): DemoRecord[] {
  const household = ++counters.household
  const chance = createChance(seed, household)
  const year = Number(seasons.texts.at(-1)?.slice(0, 4))
  const records: DemoRecord[] = []
  for (const person of drawPeople(chance, year, counters)) {
    const day = arrivalDay(chance, seasons)
    const channel = drawChannel(chance, person, year)
    records.push(
      openRecord(chance, seasons, appetite, counters, { person, household, channel, day, again: false, guest: false }),
    )
    const roll = chance.next()
    const more = roll < 0.018 ? 2 : roll < 0.12 ? 1 : 0
    let later = day
    for (let index = 0; index < more; index++) {
      later += between(chance, 20, 400)
      if (later >= seasons.texts.length) break
      records.push(
        openRecord(chance, seasons, appetite, counters, {
          person,
          household,
          channel: pick(chance, others[channel]),
          day: later,
          again: true,
          guest: false,
        }),
      )
    }
    if (happens(chance, 0.035)) {
      records.push(
        openRecord(chance, seasons, 0.5, counters, {
          person,
          household,
          channel: 'ec',
          day: arrivalDay(chance, seasons),
          again: true,
          guest: true,
        }),
      )
    }
  }
  return records
}

interface Opening {
  person: Person
  household: number
  channel: ChannelCode
  /** index since the shop's first day */
  day: number
  /** the shop knows this person under another record already */
  again: boolean
  guest: boolean
}

function openRecord(
  chance: Chance,
  seasons: Seasons,
  appetite: number,
  counters: Counters,
  opening: Opening,
): DemoRecord {
  const { person, channel, guest } = opening
  const id = guest ? 0 : ++counters.customer
  const storeId = channel === 'store' ? (storeNear(person) ?? between(chance, 1, stores.length)) : null
  const history = playHistory(chance, seasons, channel, storeId, opening.day, appetite)
  const day = seasons.from + opening.day
  const first = history.orders[0]
  return {
    id,
    person,
    household: opening.household,
    channel,
    storeId,
    ...numbersOf(channel, storeId, id),
    ...(opening.again ? writeAgain(chance, person, channel) : writeDown(chance, person, channel)),
    registeredDay: day,
    registeredAt: first && first.day === day ? first.at - between(chance, 60, 900) : drawInstant(chance, channel, day),
    ...giveIds(history, counters, guest, seasons),
  }
}

function numbersOf(channel: ChannelCode, storeId: number | null, id: number): { number: string; externalId: string } {
  if (channel === 'ec') return { number: String(id).padStart(8, '0'), externalId: String(id) }
  if (channel === 'phone') return { number: `T${String(id).padStart(7, '0')}`, externalId: `T${id}` }
  return {
    number: `29${storeId}${String(id).padStart(9, '0')}`,
    externalId: `29${storeId}${String(id).padStart(9, '0')}`,
  }
}

const prefixes: Record<ChannelCode, string> = { ec: '', store: 'R', phone: 'D' }

function giveIds(
  history: History,
  counters: Counters,
  guest: boolean,
  seasons: Seasons,
): Pick<DemoRecord, 'orders' | 'subscriptions'> {
  // a guest has no account, and 定期 needs one
  const subscriptions = guest ? [] : history.subscriptions.map((draft) => ({ ...draft, id: ++counters.subscription }))
  const kept = guest
    ? history.orders.filter((order) => order.subscriptionId === null && order.day <= seasons.until)
    : history.orders
  const orders = kept.map((draft) => {
    const id = ++counters.order
    const subscriptionId = draft.subscriptionId === null ? null : (subscriptions[draft.subscriptionId]?.id ?? null)
    // numbers grow with ids, so that their index is filled from the right
    return { ...draft, id, number: `${prefixes[draft.channel]}${1_000_000_000 + id}`, subscriptionId }
  })
  return { orders, subscriptions }
}

type Written = Pick<
  DemoRecord,
  | 'familyName'
  | 'givenName'
  | 'familyKana'
  | 'givenKana'
  | 'birthOn'
  | 'gender'
  | 'phones'
  | 'email'
  | 'lineId'
  | 'address'
>

/** What a channel asks for, answered truly. */
function writeDown(chance: Chance, person: Person, channel: ChannelCode): Written {
  const sex = person.female ? 'female' : 'male'
  const ec = channel === 'ec'
  const phones = ec || happens(chance, 0.4) ? [person.mobile] : [person.landline]
  if (happens(chance, 0.08)) phones.push(phones[0] === person.mobile ? person.landline : person.mobile)
  return {
    familyName: person.surname.text,
    givenName: person.given.text,
    familyKana: person.surname.kana,
    givenKana: person.given.kana,
    birthOn: happens(chance, ec ? 0.7 : 0.45) ? person.birthOn : null,
    gender: happens(chance, ec ? 0.85 : 0.7) ? sex : happens(chance, 0.3) ? 'unanswered' : null,
    phones: channel === 'store' && happens(chance, 0.12) ? [] : phones,
    email: ec ? person.email : happens(chance, channel === 'store' ? 0.45 : 0.12) ? person.email : null,
    lineId: happens(chance, channel === 'store' ? 0.3 : 0.12) ? `U${lineDigits(chance)}` : null,
    address: channel === 'store' && happens(chance, 0.45) ? null : person.address,
  }
}

function lineDigits(chance: Chance): string {
  let text = ''
  for (let index = 0; index < 4; index++)
    text += Math.floor(chance.next() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0')
  return text
}

/** The same person once more: another spelling, another address, another name, or a misheard one. */
function writeAgain(chance: Chance, person: Person, channel: ChannelCode): Written {
  const written = writeDown(chance, person, channel)
  const variants = surnameVariants[written.familyName]
  if (variants && happens(chance, 0.7)) written.familyName = pick(chance, variants)
  const roll = chance.next()
  if (roll < 0.16) {
    written.address = drawAddress(chance, happens(chance, 0.6) ? person.address.prefecture : undefined)
    if (happens(chance, 0.4)) written.phones = [drawMobile(chance)]
  } else if (roll < 0.26 && person.female) {
    // married: the maiden name on one record, the new one on the other
    const other = drawPerson(chance, person.id, person.birthYear + 40, person.address)
    written.familyName = other.surname.text
    written.familyKana = other.surname.kana
  } else if (roll < 0.36) {
    written.givenName = written.givenKana
    if (happens(chance, 0.5)) written.familyName = written.familyKana
  } else if (roll < 0.44) {
    written.familyKana = written.familyKana.replace('ウ', 'オ').replace('ヅ', 'ズ').replace('ジ', 'ヂ')
  } else if (roll < 0.5) {
    written.familyKana = ''
    written.givenKana = ''
  }
  if (written.email !== null && happens(chance, 0.35)) {
    written.email = drawEmail(chance, person.surname, person.given, person.birthOn, person.id).replace('@', '.2@')
  }
  if (happens(chance, 0.3)) written.birthOn = null
  if (written.address !== null && happens(chance, 0.3)) written.address = respell(written.address)
  return written
}

/** 1-2-3 and 1丁目2番3号 are the same door. */
function respell(address: {
  postcode: string
  prefecture: Person['address']['prefecture']
  address1: string
  address2: string
}) {
  const address2 = address.address2.includes('丁目')
    ? address.address2.replace(/^(\d+)丁目(\d+)番(\d+)号/, '$1-$2-$3')
    : address.address2.replace(/^(\d+)-(\d+)-(\d+)/, '$1丁目$2番地$3')
  return { ...address, address2 }
}
