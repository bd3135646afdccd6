/** Why something is offered, in a sentence for the customer's page or the clerk. */
export type Reason =
  | { code: 'due'; everyDays: number; purchases: number; dueOn: string; isPast: boolean }
  | { code: 'first-repeat'; everyDays: number; dueOn: string; isPast: boolean }
  | { code: 'goes-with'; products: { name: string; share: number }[] }
  | { code: 'people-like-you' }
  | { code: 'in-category'; category: string }
  | { code: 'popular' }
  | { code: 'together'; share: number; baskets: number }
  | { code: 'next'; share: number; customers: number }
  | { code: 'alternative'; sameCategory: boolean; nearPrice: boolean }

const percent = (share: number) => Math.round(share * 100)

/** The year is said where it is not clear from the sentence: never in these. */
export function japaneseDay(day: string): string {
  const [, month, date] = day.split('-').map(Number)
  return `${month}月${date}日`
}

interface WhenDue {
  dueOn: string
  isPast: boolean
}
const japaneseDue = ({ dueOn, isPast }: WhenDue) =>
  isPast ? `買うころの${japaneseDay(dueOn)}を過ぎています` : `次は${japaneseDay(dueOn)}ごろ`
const englishDue = ({ dueOn, isPast }: WhenDue) => (isPast ? `was due about ${dueOn}` : `due about ${dueOn}`)

function japanese(reason: Reason): string {
  switch (reason.code) {
    case 'due':
      return `${reason.everyDays}日ごとにお求めです（${reason.purchases}回）。${japaneseDue(reason)}`
    case 'first-repeat':
      return `多くの方が${reason.everyDays}日ほどで使い切ります。${japaneseDue(reason)}`
    case 'goes-with': {
      const names = reason.products.map(({ name, share }) => `「${name}」（${percent(share)}%）`).join('と')
      return `${names}をお求めの方によく選ばれています`
    }
    case 'people-like-you':
      return '買い方のよく似た方に選ばれています'
    case 'in-category':
      return `よくお求めの「${reason.category}」で人気です`
    case 'popular':
      return 'いま人気の品です'
    case 'together':
      return `一緒に買われています（${percent(reason.share)}%の買い物、${reason.baskets}件）`
    case 'next':
      return `次に買われています（${percent(reason.share)}%の方、${reason.customers}人）`
    case 'alternative':
      if (reason.sameCategory && reason.nearPrice) return '同じ分類で、価格の近い品です'
      return reason.sameCategory ? '同じ分類の似た品です' : '名前や価格の似た品です'
  }
}

function english(reason: Reason): string {
  switch (reason.code) {
    case 'due':
      return `Bought every ${reason.everyDays} days (${reason.purchases} times), ${englishDue(reason)}`
    case 'first-repeat':
      return `Lasts most people about ${reason.everyDays} days, ${englishDue(reason)}`
    case 'goes-with': {
      const names = reason.products.map(({ name, share }) => `${name} (${percent(share)} %)`).join(' and ')
      return `Often chosen by those who bought ${names}`
    }
    case 'people-like-you':
      return 'Chosen by people who shop much the same'
    case 'in-category':
      return `Popular in ${reason.category}, which they often buy`
    case 'popular':
      return 'Popular now'
    case 'together':
      return `Bought together (${percent(reason.share)} % of baskets, ${reason.baskets} of them)`
    case 'next':
      return `Bought next (by ${percent(reason.share)} %, ${reason.customers} customers)`
    case 'alternative':
      if (reason.sameCategory && reason.nearPrice) return 'Same category and about the same price'
      return reason.sameCategory ? 'Much like it, in the same category' : 'Alike in name or price'
  }
}

export const sayReason = (reason: Reason, locale: 'ja' | 'en') => (locale === 'ja' ? japanese(reason) : english(reason))
