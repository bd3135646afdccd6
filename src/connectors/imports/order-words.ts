import { type Parsed, parsed, problem } from '../normalise/parsed.ts'
import type { LineKind, OrderStatus } from './field.ts'

/** Words that shop systems use for where an order stands. EC-CUBE: 7 and 8 are carts under way, 9 came back. */
const statusWords: Record<OrderStatus, string> = {
  confirmed:
    '新規受付 対応中 未対応 発送済み 発送済 入金済み 入金済 受注 確定 完了 配送 未処理 未発送 発送待ち 処理中 処理済 処理済み 出荷済み 出荷済 配送済 配送済み paid partially_paid partially_refunded fulfilled completed confirmed shipped complete processing delivered unfulfilled 1 4 5 6',
  pending: '決済処理中 購入処理中 仮注文 入金待ち 受付中 pending authorized expired on-hold unpaid 7 8',
  cancelled: '注文取消し 注文取り消し キャンセル 注文キャンセル 取消 取り消し cancelled canceled voided void 3',
  returned: '返品 返送 返金済み refunded returned 9',
  refund: '返金 refund credit',
}

const statuses = new Map<string, OrderStatus>(
  Object.entries(statusWords).flatMap(([status, words]) =>
    words.split(' ').map((word) => [word, status as OrderStatus]),
  ),
)

export function parseStatus(text: string, own: Record<string, OrderStatus>): Parsed<OrderStatus | null> {
  if (text === '') return parsed(null)
  const found = own[text] ?? known(statuses, text, own)
  return found ? parsed(found) : problem('unknown-status')
}

/** Of several columns that say where an order stands, what undoes a sale goes before what makes one. */
export function graver(one: OrderStatus | null, other: OrderStatus | null): OrderStatus | null {
  return rising.indexOf(other as OrderStatus) > rising.indexOf(one as OrderStatus) ? other : one
}

const rising: OrderStatus[] = ['confirmed', 'pending', 'refund', 'returned', 'cancelled']

/** Numbers mean what a layout says that names its own words; only without any they are read as EC-CUBE's. */
function known<T>(words: Map<string, T>, text: string, own: Record<string, unknown>): T | undefined {
  if (/^\d+$/.test(text) && Object.keys(own).length > 0) return undefined
  return words.get(text) ?? words.get(text.normalize('NFKC').trim().toLowerCase())
}

const lineWords = new Map<string, LineKind>([
  ['', 'product'],
  ['商品', 'product'],
  ['1', 'product'],
  ['送料', 'shipping'],
  ['2', 'shipping'],
  ['手数料', 'fee'],
  ['3', 'fee'],
  ['割引', 'discount'],
  ['値引き', 'discount'],
  ['4', 'discount'],
  ['税', 'tax'],
  ['5', 'tax'],
  ['ポイント', 'points'],
  ['6', 'points'],
])

/** `returned`: a product line that counts against the order */
export function parseLineKind(
  text: string,
  own: Record<string, LineKind | 'returned'> = {},
): Parsed<LineKind | 'returned'> {
  const found = own[text] ?? known(lineWords, text, own)
  return found ? parsed(found) : problem('unknown-choice')
}
