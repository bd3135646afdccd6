import type { Words } from '../../../words.ts'
import type { ja } from './words.ja.ts'

const n = (value: number) => value.toLocaleString('en-US')

export const en: Words<typeof ja> = {
  search: 'Searched the site',
  query: (text) => `“${text}”`,
  results: (count) => `${n(count)} results`,
  cart: 'Put into the cart',
  cartRemove: 'Taken out of the cart',
  quantity: (count) => `${n(count)} pcs`,
  checkout: 'Reached the page after ordering',
  orderNumber: (number) => `Order ${number}`,
  identify: 'Recognised',
  identified: (count) => `Recognised ${n(count)} times`,
  alias: 'Joined with a former id',
  group: 'Belongs to a group',
  campaign: (name) => `Came from ${name}`,
  fact: (name, value) => `${name} ${value}`,
  names: {},
}
