import { dayFromNumber } from '../../platform/calendar.ts'

/** One row of COPY's text format. */
export type Cell = string | number | boolean | null

export function copyRow(cells: readonly Cell[]): string {
  let row = ''
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] as Cell
    if (index > 0) row += '\t'
    if (cell === null) row += '\\N'
    else if (typeof cell === 'string') row += escape(cell)
    else if (typeof cell === 'number') row += cell
    else row += cell ? 't' : 'f'
  }
  return `${row}\n`
}

function escape(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r')
    : text
}

const days = new Map<number, string>()

/** `2026-11-22` of a day number; asked for millions of times about a few thousand days. */
export function dayText(day: number): string {
  let text = days.get(day)
  if (text === undefined) {
    text = dayFromNumber(day)
    days.set(day, text)
  }
  return text
}

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

/** `2026-11-22 03:04:05+00` of seconds since 1970. */
export function instantText(seconds: number): string {
  const day = Math.floor(seconds / 86_400)
  const rest = seconds - day * 86_400
  const hour = Math.floor(rest / 3600)
  const minute = Math.floor((rest % 3600) / 60)
  return `${dayText(day)} ${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[rest % 60]}+00`
}

/** The tables a shop is written to, in order; what stands behind the name is the column list of COPY. */
export const tables = {
  customers:
    'id, number, family_name, given_name, family_kana, given_kana, birth_on, gender, store_id, channel_id, registered_on, ' +
    'name_key, given_name_key, kana_key, given_kana_key, created_at, updated_at',
  customer_refs: 'external_id, source_id, customer_id',
  contact_points:
    'customer_id, id, kind, value, key, label, postcode, prefecture, address1, address2, is_primary, status, source_id, created_at, updated_at',
  customer_tags: 'customer_id, tag_id, created_at',
  customer_attributes: 'customer_id, attribute_id, text_value, number_value, boolean_value, updated_at',
  preferences: 'customer_id, id, kind, value, created_at, updated_at',
  notes: 'customer_id, id, body, staff_id, created_at, updated_at',
  subscriptions:
    'customer_id, id, source_id, product_id, quantity, interval_days, started_on, next_on, delivered_count, skipped_count, ' +
    'paused_at, cancelled_on, cancel_reason, created_at, updated_at',
  orders:
    'customer_id, id, source_id, number, ordered_at, ordered_on, status, channel_id, store_id, ad_code, coupon_code, payment_method, ' +
    'subtotal, discount, points_used, shipping, fee, tax, total, net_sales, gross_profit, subscription_id, buyer, created_at, updated_at',
  order_numbers: 'number, source_id, customer_id, order_id',
  order_lines: 'customer_id, order_id, line_no, product_id, code, name, quantity, unit_price, amount, tax_rate, cost',
  events: 'customer_id, id, kind, at, source_id, staff_id, data, recorded_at',
  demo_truth: 'customer_id, person_id, household_id',
  demo_truth_guests: 'order_id, person_id, household_id',
} as const
export type TableName = keyof typeof tables
export const tableNames = Object.keys(tables) as TableName[]

/** Rows waiting to be copied, table by table. */
export type Batch = Record<TableName, string>

export function emptyBatch(): Batch {
  return Object.fromEntries(tableNames.map((name) => [name, ''])) as Batch
}
