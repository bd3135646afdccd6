import { foldName, postcodeKey } from '../fold.ts'
import { type City, cityAt } from './cities.ts'
import { placeKey } from './place.ts'
import { isBlankLike, plain } from './plain.ts'

export interface WrittenAddress {
  postcode: string
  prefecture: string
  address1: string
  address2: string
}

/** Parts of an address as keys; '' where nothing is known. */
export interface AddressKeys {
  postcode: string
  prefecture: string
  city: string
  town: string
  /** `2-3-14`, whichever way 丁目, 番 and 号 were written */
  block: string
  building: string
  room: string
  /** words of an address that is not in Japanese script */
  words: string
}

const nowhere: AddressKeys = {
  postcode: '',
  prefecture: '',
  city: '',
  town: '',
  block: '',
  building: '',
  room: '',
  words: '',
}

const prefectureName = /^(東京都|北海道|(?:京都|大阪)府|(?:神奈川|和歌山|鹿児島)県|[^\s\d]{2}県)/

/** Prefecture and the rest of an address written in one cell. */
export function splitAddress(text: string): [prefecture: string, rest: string] {
  const found = prefectureName.exec(text)?.[1]
  return found ? [found, text.slice(found.length).trim()] : ['', text]
}

const hyphens = /[-－﹣−‐⁃‑‒–—﹘―⎯⏤ーｰ─━~〜～]/g
const digitsOfKanji: Record<string, number> = { 〇: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 }
const kanjiOfDigits = [...'〇一二三四五六七八九']

export function readAddress(written: WrittenAddress): AddressKeys {
  const postcode = readPostcode(written.postcode)
  const parts = [written.prefecture, written.address1, written.address2].map((part) =>
    isBlankLike(part) ? '' : plain(part),
  )
  const repeated = parts[0] !== '' && (parts[1] as string).startsWith(parts[0] as string)
  const text = (repeated ? parts.slice(1) : [(parts[0] as string) + parts[1], parts[2]]).join(' ').trim()
  const bare = text.replace(/^〒?\s*\d{3}-?\d{4}\s*(?=\D)/, '')
  if (bare === '') return postcode === '' ? nowhere : { ...nowhere, postcode }
  if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(bare)) {
    return { ...nowhere, postcode, prefecture: '', words: wordsOf(parts) }
  }
  const [stated, afterPrefecture] = splitAddress(bare.replace(/^日本国?[、,\s]*/, ''))
  const place = afterPrefecture.replace(/^\s+/, '')
  const city = cityAt(place, stated)
  const rest = place.slice(city.length)
  const townAndMore = dropStreets(rest.trim(), city)
  return { ...nowhere, postcode, prefecture: city.prefecture, city: city.key, ...readBlock(townAndMore) }
}

function readPostcode(text: string): string {
  if (isBlankLike(text)) return ''
  const key = postcodeKey(text)
  // a spreadsheet took the leading zero off
  if (/^\d{6}$/.test(key)) return `0${key}`
  if (/^(\d)\1+$/.test(key)) return ''
  return key.toLowerCase().replace(/[\s-]/g, '')
}

function wordsOf(parts: string[]): string {
  return parts
    .join(' ')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f']/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')
}

const lastTurn =
  /^.*(?:上る|下る|上ル|下ル|上がる|下がる|あがる|さがる|西入る?|東入る?|南入る?|北入る?|西入ル|東入ル)[、,\s]*/

/** Kyoto tells the way along its streets before the town: 寺町通御池上る上本能寺前町. The town alone is enough. */
function dropStreets(text: string, city: City): string {
  const kyoto =
    city.prefecture === '京都府' || city.key.includes('京都市') || (city.key === '' && /上る|下る|入る/.test(text))
  if (!kyoto) return text
  const way = lastTurn.exec(text)?.[0] ?? ''
  const rest = text.slice(way.length).replace(/^(?:\d+|[一二三四五六七八九])丁目(?=[^\d]*町)/, '')
  return way !== '' && /^[^\d]*\p{Script=Han}/u.test(rest) ? rest : text.replace(/^[^\d]{1,12}通(?=[^\d]*町)/, '')
}

/** Town, numbers and building. Hyphens mean one thing between digits and another inside グラントウキョウノースタワー. */
function readBlock(text: string): Pick<AddressKeys, 'town' | 'block' | 'building' | 'room'> {
  const marked = text
    .replace(
      /第?(\d+|[一二三四五六七八九十百]+)地割[、,\s]*(?=\d)/,
      (_, number: string) => `${/\d/.test(number) ? number : numberOf(number)}-`,
    )
    .replace(/(\d+)(?=条|線|の宮)/g, (digits) => [...digits].map((digit) => kanjiOfDigits[Number(digit)]).join(''))
    .replace(
      /([〇一二三四五六七八九十百]+)(?=\s*(?:丁目|番地|番町?|号(?!室|線)))/g,
      (kanji, _, at: number, whole: string) =>
        whole.startsWith('番町', at + kanji.length) ? kanji : String(numberOf(kanji)),
    )
    .replace(/(?<=番地?)[一二三四五六七八九十百]+/g, (kanji) => String(numberOf(kanji)))
    .replace(/[一二三四五六七八九十百]+(?:[のノ之][一二三四五六七八九十百]+)+(?=$|[\s号])/g, (kanji) =>
      kanji
        .split(/[のノ之]/)
        .map(numberOf)
        .join('-'),
    )
    .replace(/(?<=\d|丁目?|番地?|番|号)\s*[-－﹣−‐⁃‑‒–—﹘―⎯⏤ーｰ─━~〜～]+\s*(?=\d)/g, '-')
  const start = /^([^\d]*?)[\s-]*(?=\d)/.exec(marked)
  if (!start) return { ...splitWords(marked), block: '', room: '' }
  const town = townKey(start[1] as string)
  const numbers: string[] = []
  let last = ''
  let rest = marked.slice(start[0].length)
  for (;;) {
    const found = /^(\d+)\s*(丁目?|番地の?|番の?|号(?![室館棟車])|[のノ之](?=\s*\d)|-(?=\d))?\s*[-の]?\s*/.exec(rest)
    if (!found || /^(?:階|f\b|号[室館棟車]|室|棟|号線)/i.test(rest.slice((found[1] as string).length))) break
    // a number without a mark after a space is the room: 1-2-3 205
    if (numbers.length > 0 && last === '') break
    numbers.push(String(Number(found[1])))
    last = found[2] ?? ''
    rest = rest.slice(found[0].length)
    if (numbers.length === 4) break
  }
  const joined = /\d丁/.test(marked) ? 3 : 0
  const flat = takeRoom(numbers, joined, last)
  const { building, room } = readBuilding(rest)
  return { town, block: numbers.join('-'), building, room: room || flat }
}

/** 天神1-2-99-502: the fourth number is a room, and a third one too when it is as large as rooms are. */
function takeRoom(numbers: string[], least: number, last: string): string {
  if (numbers.length === 4) return numbers.pop() as string
  if (last === '号') return ''
  const third = Number(numbers[2])
  if (numbers.length === 3 && least === 0 && third >= 201 && third % 100 <= 30) return numbers.pop() as string
  return ''
}

function splitWords(text: string): { town: string; building: string } {
  const [town = '', ...building] = text.split(' ')
  return { town: townKey(town), building: foldName(building.join('')) }
}

/** 大字 and 字 do not tell towns apart. */
function townKey(text: string): string {
  const bare = text
    .replace(/大字|小字/g, '')
    .replace(/(?<![十文赤])字(?!$)/g, '')
    .replace(hyphens, '')
  return placeKey(bare)
}

function readBuilding(text: string): { building: string; room: string } {
  const named = text.trim().replace(/\s*\d+\s*(?:階|F)$/i, '')
  const [, name = named, room = ''] = /^(.*?)[\s-]*([a-z]?-?\d{1,5})\s*(?:号室|号|室)?$/i.exec(named) ?? []
  return { building: foldName(name.replace(hyphens, '')), room: room.toLowerCase().replace('-', '') }
}

function numberOf(kanji: string): number {
  if (!/[十百]/.test(kanji)) return Number([...kanji].map((sign) => digitsOfKanji[sign]).join(''))
  let total = 0
  let current = 0
  for (const sign of kanji) {
    if (sign === '十' || sign === '百') {
      total += (current || 1) * (sign === '十' ? 10 : 100)
      current = 0
    } else current = digitsOfKanji[sign] ?? 0
  }
  return total + current
}
