import { contactKey, foldKana, foldName } from '../../customers/index.ts'
import type { Address } from '../places/addresses.ts'
import type { DemoLine, DemoOrder } from '../purchases/order.ts'
import type { DemoRecord } from '../records/record.ts'
import type { ChannelCode } from '../shop/shop.ts'
import { type Batch, copyRow, dayText, instantText } from './copy.ts'

const channelIds: Record<ChannelCode, number> = { ec: 1, store: 2, phone: 3 }
// one source a channel, numbered alike
const sourceIds = channelIds

export function sourceOf(record: DemoRecord): number {
  return sourceIds[record.channel]
}
const nothing = '\\N'

/** Ids of rows that only the loader counts. */
export interface RowCounters {
  contact: number
  note: number
  preference: number
  event: number
}

/** Writes one record and its purchases as COPY rows. */
export function writeRecord(batch: Batch, record: DemoRecord, counters: RowCounters): void {
  if (record.id > 0) {
    writeCustomer(batch, record)
    writeContacts(batch, record, counters)
    writeSubscriptions(batch, record)
  }
  const buyer = record.id === 0 ? buyerOf(record) : null
  for (const order of record.orders) writeOrder(batch, record, order, buyer)
}

function writeCustomer(batch: Batch, record: DemoRecord): void {
  const created = instantText(record.registeredAt)
  const family = nameKey(record.familyName)
  const given = nameKey(record.givenName)
  const familyKana = kanaKey(record.familyKana)
  const givenKana = kanaKey(record.givenKana)
  batch.customers += copyRow([
    record.id,
    record.number,
    record.familyName,
    record.givenName,
    record.familyKana,
    record.givenKana,
    record.birthOn,
    record.gender,
    record.storeId,
    channelIds[record.channel],
    dayText(record.registeredDay),
    family + given,
    given,
    familyKana + givenKana || family + given,
    givenKana,
    created,
    created,
  ])
  batch.customer_refs += copyRow([record.externalId, sourceIds[record.channel], record.id])
  batch.demo_truth += copyRow([record.id, record.person.id, record.household])
}

// Names repeat; folding each spelling once is what keeps a million customers quick.
const nameKeys = new Map<string, string>()
const kanaKeys = new Map<string, string>()

function nameKey(name: string): string {
  return remembered(nameKeys, name, foldName)
}

function kanaKey(kana: string): string {
  return remembered(kanaKeys, kana, foldKana)
}

function remembered(memory: Map<string, string>, text: string, fold: (text: string) => string): string {
  let key = memory.get(text)
  if (key === undefined) {
    key = fold(text)
    memory.set(text, key)
  }
  return key
}

function writeContacts(batch: Batch, record: DemoRecord, counters: RowCounters): void {
  const created = instantText(record.registeredAt)
  const write = (
    kind: 'email' | 'phone' | 'address' | 'line',
    value: string,
    primary: boolean,
    label = '',
    address: Address | null = null,
  ) => {
    batch.contact_points += copyRow([
      record.id,
      ++counters.contact,
      kind,
      value,
      contactKey(kind, value),
      label,
      address ? address.postcode.replace('-', '') : null,
      address?.prefecture.name ?? null,
      address?.address1 ?? null,
      address?.address2 ?? null,
      primary,
      statusOf(record, kind, counters.contact),
      sourceIds[record.channel],
      created,
      created,
    ])
  }
  if (record.email !== null) write('email', record.email, true)
  for (const [index, phone] of record.phones.entries())
    write('phone', phone, index === 0, /^0[789]0/.test(phone) ? '携帯' : '自宅')
  if (record.address !== null) write('address', oneLine(record.address), true, '自宅', record.address)
  if (record.lineId !== null) write('line', record.lineId, true)
}

function oneLine(address: Address): string {
  return `${address.prefecture.name}${address.address1}${address.address2}`
}

/** Some addresses have been proved good, a few have bounced. */
function statusOf(record: DemoRecord, kind: string, id: number): string {
  if (kind === 'email' && record.channel === 'ec') return id % 41 === 0 ? 'unreachable' : 'verified'
  if (kind === 'line') return 'verified'
  return id % 67 === 0 ? 'wrong' : 'unknown'
}

function writeSubscriptions(batch: Batch, record: DemoRecord): void {
  const created = instantText(record.registeredAt)
  for (const subscription of record.subscriptions) {
    batch.subscriptions += copyRow([
      record.id,
      subscription.id,
      sourceIds[record.channel],
      subscription.productId,
      subscription.quantity,
      subscription.intervalDays,
      dayText(subscription.startedDay),
      subscription.nextDay === null ? null : dayText(subscription.nextDay),
      subscription.delivered,
      subscription.skipped,
      subscription.pausedAt === null ? null : instantText(subscription.pausedAt),
      subscription.cancelledDay === null ? null : dayText(subscription.cancelledDay),
      subscription.cancelReason,
      created,
      created,
    ])
  }
}

/** What a guest typed at the checkout. */
function buyerOf(record: DemoRecord): string {
  return JSON.stringify({
    familyName: record.familyName,
    givenName: record.givenName,
    familyKana: record.familyKana,
    givenKana: record.givenKana,
    email: record.email,
    phone: record.phones[0] ?? null,
    postcode: record.address?.postcode.replace('-', '') ?? null,
    prefecture: record.address?.prefecture.name ?? null,
    address1: record.address?.address1 ?? null,
    address2: record.address?.address2 ?? null,
  })
}

// Orders are the bulk: their rows are put together without an array each. Nothing in them needs escaping.
function writeOrder(batch: Batch, record: DemoRecord, order: DemoOrder, buyer: string | null): void {
  const at = instantText(order.at)
  const source = sourceIds[order.channel]
  const { id, number, lines } = order
  batch.orders +=
    `${record.id}\t${id}\t${source}\t${number}\t${at}\t${dayText(order.day)}\t${order.status}\t${channelIds[order.channel]}\t` +
    `${order.storeId ?? nothing}\t${order.adCode ?? nothing}\t${order.coupon ?? nothing}\t${order.payment}\t${order.subtotal}\t` +
    `${order.discount}\t${order.points}\t${order.shipping}\t${order.fee}\t${order.tax}\t${order.total}\t${order.netSales}\t` +
    `${order.grossProfit ?? nothing}\t${order.subscriptionId ?? nothing}\t${buyer ?? nothing}\t${at}\t${at}\n`
  batch.order_numbers += `${number}\t${source}\t${record.id}\t${id}\n`
  if (record.id === 0) batch.demo_truth_guests += `${id}\t${record.person.id}\t${record.household}\n`
  for (let index = 0; index < lines.length; index++) {
    const { product, quantity, unitPrice, amount } = lines[index] as DemoLine
    batch.order_lines +=
      `${record.id}\t${id}\t${index + 1}\t${product.id}\t${product.code}\t${product.name}\t${quantity}\t${unitPrice}\t${amount}\t` +
      `${product.taxRate}\t${product.cost ?? nothing}\n`
  }
}
