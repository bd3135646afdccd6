import type { ReactNode } from 'react'
import { Money } from '../../../ui/values.tsx'
import type { Words } from '../../../words.ts'
import type { ja } from './words.ja.ts'

type Data = Record<string, unknown>
const text = (value: unknown) => (typeof value === 'string' ? value : '')
const number = (value: unknown) => (typeof value === 'number' ? value : null)

export interface SiteContents {
  title: string
  subject?: ReactNode
  details: string[]
  end?: ReactNode
}

/** What the line of an event of a shop's pages says; null: not one of those. */
export function siteContents(kind: string, data: Data, words: Words<typeof ja>): SiteContents | null {
  const quantity = number(data.quantity)
  const goods = text(data.title) || text(data.code)
  const goodsDetails = [quantity === null ? '' : words.quantity(quantity), ...facts(data, words)]
  switch (kind) {
    case 'search': {
      const results = number(data.results)
      const details = [results === null ? '' : words.results(results), ...facts(data, words)]
      return { title: words.search, subject: words.query(text(data.query)), details }
    }
    case 'cart':
      return { title: words.cart, subject: goods, details: goodsDetails, end: <Price amount={number(data.price)} /> }
    case 'cart-remove':
      return { title: words.cartRemove, subject: goods, details: goodsDetails }
    case 'checkout': {
      const details = [text(data.number) && words.orderNumber(text(data.number)), ...facts(data, words)]
      return { title: words.checkout, details, end: <Price amount={number(data.total)} /> }
    }
    case 'identify':
      return { title: words.identify, details: facts(data, words) }
    case 'alias':
      return { title: words.alias, details: facts(data, words) }
    case 'group':
      return { title: words.group, subject: text(data.name) || text(data.groupId), details: facts(data, words) }
    case 'track': {
      const name = text(data.name)
      const known = Object.hasOwn(words.names, name.toLowerCase())
      return {
        title: (known && words.names[name.toLowerCase()]) || name,
        details: [text(data.path), ...facts(data, words)],
      }
    }
    default:
      return null
  }
}

const Price = ({ amount }: { amount: number | null }) => (amount === null ? null : <Money amount={amount} />)

const mostFacts = 4

/** The first few plain properties, by their own names, and where the visit came from. */
function facts(data: Data, words: Words<typeof ja>): string[] {
  const props = Object.entries((data.props ?? {}) as Data)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value) && String(value).length <= 60)
    .slice(0, mostFacts)
    .map(([name, value]) => words.fact(name, String(value)))
  const campaign = (data.campaign ?? {}) as Data
  const from = text(campaign.name) || text(campaign.source)
  return from ? [...props, words.campaign(from)] : props
}
