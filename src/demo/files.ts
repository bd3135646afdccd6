import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { type DemoOptions, records } from './generate.ts'
import type { DemoLine, DemoOrder } from './purchases/order.ts'
import type { DemoRecord } from './records/record.ts'
import { dayText } from './tables/copy.ts'

export interface FileOptions extends DemoOptions {
  /** CP932 unless said otherwise, as the shop systems write it */
  encoding?: 'cp932' | 'utf-8'
}

export interface WrittenFile {
  path: string
  /** data rows, without the header */
  rows: number
}

const customerHeader = (
  '会員ID,お名前(姓),お名前(名),お名前(セイ),お名前(メイ),会社名,郵便番号,都道府県(ID),都道府県(名称),住所1,住所2,メールアドレス,TEL,' +
  '性別(ID),性別(名称),職業(ID),職業(名称),誕生日,初回購入日,最終購入日,購入回数,ショップ用メモ欄,会員ステータス(ID),会員ステータス(名称),登録日,更新日,ポイント'
).split(',')

const orderHeader = (
  '注文ID,注文番号,会員ID,お名前(姓),お名前(名),お名前(セイ),お名前(メイ),会社名,郵便番号,都道府県(ID),都道府県(名称),住所1,住所2,メールアドレス,TEL,' +
  '性別(ID),性別(名称),職業(ID),職業(名称),誕生日,ショップ用メモ欄,小計,値引き,送料,税金,合計,支払合計,対応状況(ID),対応状況(名称),支払方法(ID),支払方法(名称),' +
  '受注日,入金日,注文詳細ID,商品ID,商品規格ID,商品名,商品コード,規格名1,規格名2,規格分類名1,規格分類名2,価格,個数,税率,税率ルール(ID),明細区分(ID),明細区分(名称),' +
  '出荷ID,配送先_お名前(姓),配送先_お名前(名),配送先_お名前(セイ),配送先_お名前(メイ),配送先_会社名,配送先_郵便番号,配送先_都道府県(ID),配送先_都道府県(名称),' +
  '配送先_住所1,配送先_住所2,配送先_TEL,配送業者(ID),配送業者(名称),お届け時間ID,お届け時間(名称),お届け希望日,送料,発送日,出荷伝票番号,配達用メモ,出荷メール送信日'
).split(',')

/** The columns of `writeOrderLines`, one row an order line. */
export const orderLineHeader = (
  '注文番号,注文日時,状況,会員番号,氏名,フリガナ,メールアドレス,電話番号,郵便番号,住所,商品コード,商品名,単価,数量,金額,税率,' +
  '商品合計,値引き,ポイント利用,送料,手数料,消費税,請求金額,支払方法,広告コード,クーポン'
).split(',')

/**
 * Writes what an EC-CUBE 4 shop exports: `customer.csv` (会員CSV) and `order.csv` (受注CSV, one row an item: goods,
 * shipping, fee, discount, points) with the online records of the demo shop; guests have no 会員ID.
 */
export async function writeEccubeFiles(
  folder: string,
  options: FileOptions,
): Promise<{ customers: WrittenFile; orders: WrittenFile }> {
  await mkdir(folder, { recursive: true })
  const customers = await openCsv(join(folder, 'customer.csv'), customerHeader, options.encoding)
  const orders = await openCsv(join(folder, 'order.csv'), orderHeader, options.encoding)
  let item = 0
  for (const record of records(options)) {
    if (record.channel !== 'ec') continue
    if (record.id > 0) await customers.write(customerRow(record))
    for (const order of record.orders) {
      if (order.status === 'refund') continue
      for (const part of itemsOf(order)) await orders.write(orderRow(record, order, part, ++item))
    }
  }
  return { customers: await customers.close(), orders: await orders.close() }
}

/** Writes the first `lines` order lines of the demo shop, in no shop system's layout: work for a mapping. */
export async function writeOrderLines(
  path: string,
  options: Omit<FileOptions, 'customers'> & { lines: number },
): Promise<WrittenFile> {
  const file = await openCsv(path, orderLineHeader, options.encoding)
  let left = options.lines
  for (const record of records({ ...options, customers: Number.MAX_SAFE_INTEGER })) {
    for (const order of record.orders) {
      // an order stands whole or not at all, so its sums hold
      if (order.lines.length > left) continue
      left -= order.lines.length
      for (const line of order.lines) await file.write(lineRow(record, order, line))
    }
    if (left === 0) break
  }
  return file.close()
}

/** `2026-11-22 03:04:05` in Japan. */
function japanTime(seconds: number): string {
  const local = seconds + 9 * 3600
  const clock = new Date((local % 86_400) * 1000).toISOString().slice(11, 19)
  return `${dayText(Math.floor(local / 86_400))} ${clock}`
}

type Field = string | number | null

function nameAndPlace(record: DemoRecord): Field[] {
  const { address } = record
  return [
    record.familyName,
    record.givenName,
    record.familyKana,
    record.givenKana,
    '',
    address?.postcode.replace('-', '') ?? '',
    address ? Number(address.prefecture.code) : '',
    address?.prefecture.name ?? '',
    address?.address1 ?? '',
    address?.address2 ?? '',
  ]
}

function reachAndSex(record: DemoRecord): Field[] {
  const sex: Field[] =
    record.gender === 'female'
      ? [2, '女性']
      : record.gender === 'male'
        ? [1, '男性']
        : record.gender === null
          ? ['', '']
          : [4, '回答しない']
  const phone = record.phones[0]?.replaceAll('-', '') ?? ''
  return [record.email, phone, ...sex, '', '', record.birthOn === null ? '' : `${record.birthOn} 00:00:00`]
}

function customerRow(record: DemoRecord): Field[] {
  const bought = record.orders.filter((order) => order.status === 'confirmed')
  const registered = japanTime(record.registeredAt)
  const [first, last] = [bought[0], bought.at(-1)]
  return [
    record.externalId,
    ...nameAndPlace(record),
    ...reachAndSex(record),
    first ? japanTime(first.at) : '',
    last ? japanTime(last.at) : '',
    bought.length,
    '',
    2,
    '本会員',
    registered,
    registered,
    Math.floor(bought.reduce((sum, order) => sum + order.netSales, 0) / 100),
  ]
}

const situations: Record<DemoOrder['status'], [number, string]> = {
  pending: [1, '新規受付'],
  confirmed: [5, '発送済み'],
  cancelled: [3, '注文取消し'],
  returned: [9, '返品'],
  refund: [9, '返品'],
}
const paymentIds = ['郵便振替', '現金書留', '銀行振込', '代金引換', 'クレジットカード', '後払い', 'スマートフォン決済']

interface Item {
  kind: [number, string]
  line: DemoLine | null
  name: string
  price: number
  quantity: number
  rate: number
}

/** 明細: 1 商品, 2 送料, 3 手数料, 4 割引, 6 ポイント. */
function itemsOf(order: DemoOrder): Item[] {
  const items: Item[] = order.lines.map((line) => ({
    kind: [1, '商品'],
    line,
    name: line.product.name,
    // EC-CUBE writes prices without tax, to the hundredth
    price: Number(((line.unitPrice * 100) / (100 + line.product.taxRate)).toFixed(2)),
    quantity: line.quantity,
    rate: line.product.taxRate,
  }))
  const more = (kind: [number, string], price: number) => {
    if (price !== 0) items.push({ kind, line: null, name: kind[1], price, quantity: 1, rate: 10 })
  }
  more([2, '送料'], order.shipping)
  more([3, '手数料'], order.fee)
  more([4, '割引'], -order.discount)
  more([6, 'ポイント'], -order.points)
  return items
}

function orderRow(record: DemoRecord, order: DemoOrder, item: Item, itemId: number): Field[] {
  const at = japanTime(order.at)
  const place = nameAndPlace(record)
  const phone = record.phones[0]?.replaceAll('-', '') ?? ''
  const sent = order.status === 'confirmed' ? `${dayText(order.day + 1)} 10:00:00` : ''
  return [
    order.id,
    order.number,
    record.id > 0 ? record.externalId : '',
    ...place,
    ...reachAndSex(record),
    '',
    order.subtotal,
    order.discount + order.points,
    order.shipping,
    order.tax,
    order.total,
    order.total,
    ...situations[order.status],
    paymentIds.indexOf(order.payment) + 1,
    order.payment,
    at,
    order.status === 'confirmed' ? at : '',
    itemId,
    item.line?.product.id ?? '',
    item.line?.product.id ?? '',
    item.name,
    item.line?.product.code ?? '',
    '',
    '',
    '',
    '',
    item.price,
    item.quantity,
    item.rate,
    1,
    ...item.kind,
    order.id,
    ...place,
    phone,
    1,
    'サンプル業者',
    '',
    '指定なし',
    '',
    order.shipping,
    sent,
    '',
    '',
    sent,
  ]
}

const words: Record<DemoOrder['status'], string> = {
  pending: '受付中',
  confirmed: '完了',
  cancelled: 'キャンセル',
  returned: '返品',
  refund: '返金',
}

function lineRow(record: DemoRecord, order: DemoOrder, line: DemoLine): Field[] {
  const { address } = record
  return [
    order.number,
    japanTime(order.at).replaceAll('-', '/'),
    words[order.status],
    record.id > 0 ? record.number : '',
    `${record.familyName}　${record.givenName}`,
    `${record.familyKana}　${record.givenKana}`.trim(),
    record.email,
    record.phones[0] ?? '',
    address?.postcode ?? '',
    address ? `${address.prefecture.name}${address.address1}${address.address2}` : '',
    line.product.code,
    line.product.name,
    line.unitPrice,
    line.quantity,
    line.amount,
    line.product.taxRate,
    order.subtotal,
    order.discount,
    order.points,
    order.shipping,
    order.fee,
    order.tax,
    order.total,
    order.payment,
    order.adCode,
    order.coupon,
  ]
}

interface CsvFile {
  write(fields: Field[]): Promise<void>
  close(): Promise<WrittenFile>
}

const chunkCharacters = 256 * 1024

async function openCsv(path: string, header: string[], encoding: FileOptions['encoding'] = 'cp932'): Promise<CsvFile> {
  const stream = createWriteStream(path)
  let waiting = `${header.join(',')}\n`
  let rows = 0
  const flush = async () => {
    // 𠮷 has no place in CP932; shop systems that write it have 吉 in their books
    const bytes = encoding === 'utf-8' ? Buffer.from(waiting) : iconv.encode(waiting.replaceAll('𠮷', '吉'), 'cp932')
    waiting = ''
    if (!stream.write(bytes)) await once(stream, 'drain')
  }
  return {
    async write(fields) {
      waiting += `${fields.map(csvField).join(',')}\n`
      rows += 1
      if (waiting.length > chunkCharacters) await flush()
    },
    async close() {
      await flush()
      stream.end()
      await once(stream, 'finish')
      return { path, rows }
    },
  }
}

/** As PHP's fputcsv: quoted only where needed. */
function csvField(field: Field): string {
  if (typeof field !== 'string') return field === null ? '' : String(field)
  return /[",\n\r\t ]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
