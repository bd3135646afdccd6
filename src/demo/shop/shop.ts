/** The shop of the demo: a maker of camellia-oil skin care that never existed, its places, channels and habits. */

export const shop = {
  name: '株式会社つばき暦',
  timeZone: 'Asia/Tokyo',
  currency: 'JPY',
  fiscalYearStartMonth: 4,
  freeShippingFrom: 5_500,
  shipping: 550,
  cashOnDeliveryFee: 330,
} as const

export const channels = [
  { id: 1, code: 'ec', name: '公式オンラインショップ', kind: 'ec' },
  { id: 2, code: 'store', name: '直営店', kind: 'store' },
  { id: 3, code: 'phone', name: 'お電話', kind: 'phone' },
] as const
export type Channel = (typeof channels)[number]
export type ChannelCode = Channel['code']

export const stores = [
  { id: 1, code: 'kichijoji', name: '吉祥寺店', prefectures: ['13', '11', '14', '12', '19'] },
  { id: 2, code: 'kyoto', name: '京都三条店', prefectures: ['26', '27', '25', '28', '29'] },
] as const

/** Each channel brings its own system, with numbers of its own. */
export const sources = [
  { id: 1, code: 'eccube', name: 'EC-CUBE' },
  { id: 2, code: 'pos', name: '店舗レジ' },
  { id: 3, code: 'phone-desk', name: '電話受注' },
] as const

/** Who works there; the first is the owner, for whom the sign-in link is made. No password: nobody comes in by one. */
export const staff = [
  { id: 1, email: 'haruno@example.jp', name: '春野 椿', role: 'owner' },
  { id: 2, email: 'akizuki@example.jp', name: '秋月 あや', role: 'marketer' },
  { id: 3, email: 'natsukawa@example.jp', name: '夏川 まこと', role: 'operator' },
  { id: 4, email: 'fuyuki@example.jp', name: '冬木 りん', role: 'store' },
] as const

export const adCodes = [
  'sns-01',
  'sns-02',
  'search-01',
  'search-02',
  'affiliate-01',
  'magazine-01',
  'newspaper-01',
  'tv-01',
  'flyer-01',
] as const

export const payments: Record<ChannelCode, readonly (readonly [string, number])[]> = {
  ec: [
    ['クレジットカード', 62],
    ['後払い', 17],
    ['スマートフォン決済', 10],
    ['代金引換', 7],
    ['銀行振込', 4],
  ],
  store: [
    ['現金', 42],
    ['クレジットカード', 38],
    ['スマートフォン決済', 20],
  ],
  phone: [
    ['代金引換', 52],
    ['後払い', 36],
    ['クレジットカード', 12],
  ],
}

export const cancelReasons = [
  ['商品が余っている', 34],
  ['効果を感じられない', 17],
  ['価格が高い', 16],
  ['肌や体質に合わない', 9],
  ['ほかの商品に替えた', 11],
  ['生活が変わった', 8],
  ['その他', 5],
] as const

/** Sales of every year; `coupon` is taken off in per cent while they last. */
export interface Campaign {
  name: string
  coupon: string
  percent: number
  from: string
  to: string
  lift: number
}

export const campaigns: Campaign[] = [
  { name: '初売り', coupon: 'HATSUURI', percent: 10, from: '01-02', to: '01-06', lift: 1.7 },
  { name: '春の紫外線対策', coupon: 'HARU', percent: 10, from: '03-20', to: '03-31', lift: 1.35 },
  { name: '母の日', coupon: 'HAHA', percent: 5, from: '04-24', to: '05-09', lift: 1.4 },
  { name: '夏の感謝祭', coupon: 'NATSU', percent: 10, from: '07-08', to: '07-18', lift: 1.5 },
  { name: '創業祭', coupon: 'SOUGYOU', percent: 15, from: '10-10', to: '10-16', lift: 1.8 },
  { name: 'いい肌の週', coupon: 'HADA', percent: 10, from: '11-08', to: '11-14', lift: 1.3 },
  { name: '年末のごあいさつ', coupon: 'NENMATSU', percent: 5, from: '12-01', to: '12-18', lift: 1.55 },
]
