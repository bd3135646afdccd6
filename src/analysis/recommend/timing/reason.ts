import type { DueReply } from './contract.ts'
import type { DueRow, RhythmRow } from './store.ts'

/** So many repeats count as much as what the catalogue says, or as all other products. */
const anchor = 10

/** What the day was reckoned from, in a sentence for the clerk. */
export function reasonOf(row: DueRow, locale: 'ja' | 'en'): DueReply['reason'] {
  const code = codeOf(row)
  return { code, words: (locale === 'ja' ? japanese : english)[code](row) }
}

function codeOf({ purchases, statedDays, repeats, middleDays }: DueRow): DueReply['reason']['code'] {
  if (purchases > 1) return 'own'
  if (statedDays !== null && repeats < anchor) return 'stated'
  return middleDays === null ? 'shop' : 'others'
}

type Say = Record<DueReply['reason']['code'], (row: DueRow) => string>

const japanese: Say = {
  own: ({ everyDays, purchases }) => `これまで${purchases}回、およそ${everyDays}日ごとにお求めです`,
  stated: ({ statedDays, quantity }) => `1個${statedDays}日分の品を${quantity}個お求めです`,
  others: ({ middleDays, repeats }) => `この品は${middleDays}日ほどで買い直されています（${repeats}件）`,
  shop: () => '店全体の買い直しの間隔から見ています',
}

const times = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`
const english: Say = {
  own: ({ everyDays, purchases }) => `Bought ${times(purchases, 'time')}, about every ${times(everyDays, 'day')}`,
  stated: ({ statedDays, quantity }) =>
    `Bought ${times(quantity, 'unit')} that ${quantity === 1 ? 'lasts' : 'last'} ${times(statedDays ?? 0, 'day')} each`,
  others: ({ middleDays, repeats }) =>
    `Bought again after about ${times(middleDays ?? 0, 'day')} (${times(repeats, 'repeat')})`,
  shop: () => 'From how soon people of this shop buy again',
}

/** Which of the two days a product's reckoning rests on. */
export function basisOf({
  repeats,
  statedDays,
}: Pick<RhythmRow, 'repeats' | 'statedDays'>): 'observed' | 'both' | 'stated' | 'shop' {
  if (repeats >= anchor) return 'observed'
  if (statedDays === null) return 'shop'
  return repeats > 0 ? 'both' : 'stated'
}
