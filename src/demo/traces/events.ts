import { between, type Chance, happens, pick } from '../chance.ts'
import { drawInstant } from '../purchases/order.ts'
import type { Seasons } from '../purchases/seasons.ts'
import type { DemoRecord } from '../records/record.ts'
import { stores } from '../shop/shop.ts'

/**
 * What a customer left behind besides orders. Kinds: `view` a page was looked at, `mail` one was sent, `mail-open`,
 * `mail-click`, `inquiry` a question came in, `call` on the telephone, `visit` in a store without buying.
 */
export interface DemoEvent {
  kind: 'view' | 'mail' | 'mail-open' | 'mail-click' | 'inquiry' | 'call' | 'visit'
  at: number
  staffId: number | null
  data: Record<string, string | number>
}

interface Trail {
  chance: Chance
  seasons: Seasons
  record: DemoRecord
  events: DemoEvent[]
}

/** `light`: conversations and the mails of the last three months; `full`: page views too, and two years of mails. */
export function drawEvents(
  chance: Chance,
  seasons: Seasons,
  record: DemoRecord,
  traces: 'light' | 'full',
): DemoEvent[] {
  const trail: Trail = { chance, seasons, record, events: [] }
  if (record.email !== null) sendMails(trail, seasons.until - (traces === 'full' ? 730 : 90))
  if (traces === 'full' && record.channel === 'ec') browse(trail)
  talk(trail)
  return trail.events.filter((event) => event.at < endOf(seasons)).sort((a, b) => a.at - b.at)
}

/** Midnight in Tokyo after the last day of the books, in seconds since 1970. */
export function endOf({ until }: Seasons): number {
  return (until + 1) * 86_400 - 9 * 3600
}

/** Each campaign is announced; those who still buy open more. */
function sendMails({ chance, seasons, record, events }: Trail, since: number): void {
  const lastDay = record.orders.at(-1)?.day ?? record.registeredDay
  const keen = 0.12 + 0.5 * chance.next()
  const first = Math.max(since, record.registeredDay + 1)
  for (const { day, campaign, coupon } of seasons.openings) {
    if (day < first) continue
    const at = day * 86_400 + 3600 * between(chance, 1, 3)
    const data = { subject: `${campaign.name}のご案内　${campaign.percent}%引きのクーポン`, coupon }
    events.push({ kind: 'mail', at, staffId: null, data })
    const opens = day - lastDay > 240 ? keen * 0.35 : keen
    if (!happens(chance, opens)) continue
    const opened = at + between(chance, 120, 40_000)
    events.push({ kind: 'mail-open', at: opened, staffId: null, data })
    if (happens(chance, 0.28))
      events.push({
        kind: 'mail-click',
        at: opened + between(chance, 5, 240),
        staffId: null,
        data: { ...data, path: '/campaign' },
      })
  }
}

/** Pages seen before an order, and now and then without one, in the last year. */
function browse({ chance, seasons, record, events }: Trail): void {
  const since = seasons.until - 365
  for (const order of record.orders) {
    if (order.day < since || order.subscriptionId !== null) continue
    let at = order.at - between(chance, 240, 1_500)
    for (const line of order.lines) {
      events.push({
        kind: 'view',
        at,
        staffId: null,
        data: { path: `/products/${line.product.code}`, title: line.product.name },
      })
      at += between(chance, 15, 180)
    }
    events.push({
      kind: 'view',
      at: Math.min(at, order.at - 5),
      staffId: null,
      data: { path: '/cart', title: 'カート' },
    })
  }
  const idle = Math.floor(chance.next() ** 2 * 6)
  const first = Math.max(since, record.registeredDay)
  for (let index = 0; index < idle && first <= seasons.until; index++) {
    const at = drawInstant(chance, 'ec', between(chance, first, seasons.until))
    events.push({ kind: 'view', at, staffId: null, data: pick(chance, pages) })
  }
}

const pages = [
  { path: '/', title: 'トップページ' },
  { path: '/guide/subscription', title: '定期お届けのご案内' },
  { path: '/ranking', title: '人気の品' },
  { path: '/story/camellia', title: '椿のはなし' },
  { path: '/mypage', title: 'マイページ' },
]

const questions = [
  ['届く日を変えたい', '次のお届けを1週間遅らせたいです。'],
  ['使う順番を知りたい', '美容液と化粧水はどちらを先に使えばよいでしょうか。'],
  ['品が足りない', '届いた箱に1点入っていませんでした。'],
  ['領収書がほしい', '先月分の領収書をお願いします。'],
  ['原材料について', '大豆は使われていますか。'],
  ['定期を休みたい', '旅行でひと月留守にします。'],
] as const

const calls = [
  'お届け日の変更',
  '定期のお休みのご相談',
  '使い方のご質問',
  'お礼のお電話',
  '箱のつぶれのご連絡',
  '贈り物のご相談',
] as const

/** Inquiries, calls and visits: around orders, by those who like to talk. */
function talk({ chance, seasons, record, events }: Trail): void {
  const chatty = record.channel === 'phone' ? 0.16 : 0.035
  for (const order of record.orders) {
    const after = order.at + between(chance, 1, 12) * 86_400
    if (record.channel === 'phone' && order.subscriptionId === null) {
      events.push({
        kind: 'call',
        at: order.at - 240,
        staffId: 3,
        data: { direction: 'in', seconds: between(chance, 150, 700), subject: 'ご注文' },
      })
    }
    if (happens(chance, chatty)) {
      const out = happens(chance, 0.2)
      events.push({
        kind: 'call',
        at: after,
        staffId: 3,
        data: {
          direction: out ? 'out' : 'in',
          seconds: between(chance, 60, 900),
          subject: out ? 'お届け後の確認' : pick(chance, calls),
        },
      })
    }
    if (happens(chance, 0.025)) {
      const [subject, body] = pick(chance, questions)
      events.push({
        kind: 'inquiry',
        at: after + between(chance, 0, 40_000),
        staffId: null,
        data: { via: record.email === null ? 'phone' : 'mail', subject, body },
      })
    }
  }
  if (record.storeId === null) return
  const store = stores[record.storeId - 1]?.name ?? ''
  for (let visits = Math.floor(chance.next() ** 2 * 4); visits > 0; visits--) {
    const day = between(chance, Math.min(record.registeredDay, seasons.until), seasons.until)
    events.push({
      kind: 'visit',
      at: drawInstant(chance, 'store', day),
      staffId: 4,
      data: { storeId: record.storeId, store },
    })
  }
}
