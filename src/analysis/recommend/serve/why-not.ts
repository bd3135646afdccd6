import type { WhyNot } from './rules.ts'
import { japaneseDay } from './words.ts'

/** What a rule that keeps a product out has to tell. */
export interface Kept {
  code: WhyNot
  category: string
  margin: number
  leastMargin: number
  restDays: number
  /** empty: it was never bought */
  dueOn: string
  lastOn: string
}

const percent = (share: number) => Math.round(share * 100)
type Say = Record<WhyNot, (kept: Kept) => string>

const japanese: Say = {
  discontinued: () => '販売を終えています',
  'sold-out': () => '在庫がありません',
  asked: () => '今は出さないよう指定されています',
  subscribed: () => '定期でお届けしています',
  product: () => 'おすすめから外した商品です',
  category: ({ category }) => `おすすめから外した分類「${category}」の商品です`,
  trial: () => 'お試し品は、購入のある方には出しません',
  margin: ({ margin, leastMargin }) => `粗利率${percent(margin)}%が、決めた下限の${percent(leastMargin)}%に届きません`,
  resting: ({ restDays, lastOn }) => `${japaneseDay(lastOn)}にお求めです。この分類は${restDays}日空けます`,
  'not-due': ({ dueOn }) => `まだ使い切っていないころです。次は${japaneseDay(dueOn)}ごろ`,
  lapsed: ({ lastOn }) => `${japaneseDay(lastOn)}を最後に、長くお求めがありません`,
}

const english: Say = {
  discontinued: () => 'No longer on sale',
  'sold-out': () => 'Out of stock',
  asked: () => 'Whoever asked does not want it now',
  subscribed: () => 'Delivered by subscription',
  product: () => 'Kept out of recommendations',
  category: ({ category }) => `Of ${category}, which is kept out of recommendations`,
  trial: () => 'Trial products are not offered to those who have bought',
  margin: ({ margin, leastMargin }) =>
    `Its margin of ${percent(margin)} % is below the least of ${percent(leastMargin)} %`,
  resting: ({ restDays, lastOn }) => `Bought on ${lastOn}; its category rests for ${restDays} days`,
  'not-due': ({ dueOn }) => `Not used up yet; due about ${dueOn}`,
  lapsed: ({ lastOn }) => `Not bought for long, last on ${lastOn}`,
}

export const sayWhyNot = (kept: Kept, locale: 'ja' | 'en') => (locale === 'ja' ? japanese : english)[kept.code](kept)
