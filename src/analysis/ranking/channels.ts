import type { OrderRow } from './base.ts'

export interface ChannelMonth {
  /** months since 1970-01 */
  month: number
  channelId: number | null
  netSales: number
  /** purchases */
  orders: number
}

// 1970-01 … 2169-12; earlier and later days count in the first and last month
const months = 2400
const monthOfDay = new Int16Array(73_050)
for (let day = 0; day < monthOfDay.length; day++) {
  const date = new Date(day * 86_400_000)
  monthOfDay[day] = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
}

/** Months since 1970-01 of a day number. */
export function monthOf(day: number): number {
  return monthOfDay[Math.min(Math.max(day, 0), monthOfDay.length - 1)] as number
}

/** `2026-11` of a number of months since 1970-01. */
export function monthName(month: number): string {
  return `${1970 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
}

/** Adds up net sales and purchases by month and channel. Channel ids are small numbers: they index an array. */
export function openChannels(): { add(row: OrderRow): void; result(): ChannelMonth[] } {
  const channels: { net: Float64Array; orders: Int32Array }[] = []
  const add = (row: OrderRow): void => {
    let sales = channels[row.channelId]
    if (!sales) {
      sales = { net: new Float64Array(months), orders: new Int32Array(months) }
      channels[row.channelId] = sales
    }
    const month = monthOf(row.day)
    sales.net[month] = (sales.net[month] as number) + row.netSales
    if (row.confirmed && row.netSales > 0) sales.orders[month] = (sales.orders[month] as number) + 1
  }
  const result = (): ChannelMonth[] => {
    const found: ChannelMonth[] = []
    channels.forEach((sales, id) => {
      for (let month = 0; month < months; month++) {
        const netSales = sales.net[month] as number
        const orders = sales.orders[month] as number
        if (netSales !== 0 || orders !== 0) found.push({ month, channelId: id === 0 ? null : id, netSales, orders })
      }
    })
    return found.sort((a, b) => a.month - b.month || (a.channelId ?? 0) - (b.channelId ?? 0))
  }
  return { add, result }
}
