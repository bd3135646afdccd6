import { type Chance, draw, fillUrn, happens, pick } from '../chance.ts'
import type { DemoRecord } from '../records/record.ts'

/** What the shop's people wrote down about customers: tags, attributes, preferences and notes. */

export const tags = [
  'モニター協力',
  '紹介で来店',
  '贈り物が多い',
  'ご意見あり',
  '敏感肌',
  'お電話が好き',
  'サンプル希望',
  '周年会に参加',
] as const

export const attributes = [
  {
    id: 1,
    key: 'skin_type',
    name: '肌質',
    type: 'choice',
    choices: ['乾燥肌', '脂性肌', '混合肌', '敏感肌', '普通肌'],
  },
  {
    id: 2,
    key: 'concern',
    name: '気になること',
    type: 'choice',
    choices: ['乾燥', 'しみ', 'しわ', '毛穴', 'くすみ', '髪', '健康'],
  },
  { id: 3, key: 'household_size', name: '世帯の人数', type: 'number', choices: [] },
  { id: 4, key: 'wants_catalogue', name: '紙のカタログを送る', type: 'boolean', choices: [] },
  { id: 5, key: 'recommendation', name: '推奨度', type: 'number', choices: [] },
] as const
export const recommendationId = attributes[4].id

export interface Memory {
  tagIds: number[]
  skinType: string | null
  concern: string | null
  householdSize: number | null
  wantsCatalogue: boolean | null
  preferences: { kind: string; value: string }[]
  notes: { body: string; at: number; staffId: number }[]
}

const skinTypes = fillUrn(attributes[0].choices, (_type) => 1)
const weights: Record<string, number> = { 乾燥: 9, しみ: 8, しわ: 7, 毛穴: 5, くすみ: 5, 髪: 4, 健康: 4 }
const concerns = fillUrn(attributes[1].choices, (concern) => weights[concern] ?? 1)

const remembered = [
  ['like', '椿の香り'],
  ['like', '柚子の香り'],
  ['like', 'しっとりした使い心地'],
  ['like', '詰め替えがあると選びやすい'],
  ['dislike', '強い香り'],
  ['dislike', 'べたつくもの'],
  ['allergy', '大豆'],
  ['allergy', '小麦'],
  ['allergy', 'アルコール'],
  ['skin', '季節の変わり目に赤みが出やすい'],
  ['skin', 'マスクでほおが乾く'],
  ['gift', '5月に母へ贈る'],
  ['gift', '12月にお歳暮を3件'],
  ['caution', 'お電話は午前中に'],
  ['caution', '納品書に金額を入れない'],
  ['caution', '置き配は使わない'],
  ['size', 'クッションは明るめの色'],
] as const

const remarks = [
  '香りの控えめなものをお探し。無香のハンドクリームを案内した。',
  '娘さんの結婚式が近く、肌を整えたいとのこと。麹の美容液のサンプルを渡した。',
  '化粧水の減りが早いとご相談。500円玉ほどの量を案内した。',
  '箱がつぶれて届いたため、同じ品を送り直した。ご納得いただいた。',
  '次のお届けを遅らせたいとのこと。定期の画面から変えられることを伝えた。',
  'お友だちに紹介してくださった。次のご来店でお礼を伝える。',
  '日やけ止めは白くならないものがよいとのこと。ジェルを気に入られた。',
  '引っ越しの予定あり。新しい住所は決まり次第ご連絡いただく。',
  'カタログの文字が小さいとのご意見。商品部へ伝えた。',
  '孫へ贈るお茶を毎年ご注文。のしは「御祝」。',
] as const

/** Draws what is known of a record; good customers are known better. */
export function drawMemory(chance: Chance, record: DemoRecord): Memory {
  const bought = record.orders.length
  const known = Math.min(1, 0.15 + bought * 0.06)
  const preferences = happens(chance, known * 0.35) ? distinct(chance, remembered, happens(chance, 0.3) ? 2 : 1) : []
  const tagIds = happens(chance, known * 0.5)
    ? distinct(chance, tags, happens(chance, 0.2) ? 2 : 1).map((tag) => tags.indexOf(tag) + 1)
    : []
  const last = record.orders.at(-1)
  const notes =
    last && happens(chance, known * 0.3)
      ? [{ body: pick(chance, remarks), at: last.at + 1800, staffId: record.channel === 'store' ? 4 : 3 }]
      : []
  return {
    tagIds: tagIds.sort((a, b) => a - b),
    skinType: happens(chance, 0.42) ? draw(chance, skinTypes) : null,
    concern: happens(chance, 0.34) ? draw(chance, concerns) : null,
    householdSize: happens(chance, 0.12) ? 1 + Math.floor(chance.next() * chance.next() * 6) : null,
    wantsCatalogue: happens(chance, 0.2) ? happens(chance, record.channel === 'phone' ? 0.85 : 0.4) : null,
    preferences: preferences.map(([kind, value]) => ({ kind, value })),
    notes,
  }
}

function distinct<Item>(chance: Chance, items: readonly Item[], count: number): Item[] {
  const found = new Set<Item>()
  while (found.size < count) found.add(pick(chance, items))
  return [...found]
}
