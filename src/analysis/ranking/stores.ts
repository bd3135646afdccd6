import type { OrderRow } from './base.ts'
import { copied } from './slots.ts'

export interface StoreDay {
  /** days since 1970-01-01 */
  day: number
  /** 0: orders that name no store */
  storeId: number
  netSales: number
}

/** Adds up net sales by day and store. Store ids and days are small numbers: they index arrays. Days before 1970 are day 0. */
export function openStores(): { add(row: Pick<OrderRow, 'day' | 'storeId' | 'netSales'>): void; result(): StoreDay[] } {
  const stores: Float64Array[] = []
  return {
    add({ day: given, storeId, netSales }) {
      const day = Math.max(0, given)
      let sales = stores[storeId] ?? new Float64Array(1 << 15)
      if (day >= sales.length) sales = copied(sales, new Float64Array(Math.max(day + 1, sales.length * 2)))
      sales[day] = (sales[day] as number) + netSales
      stores[storeId] = sales
    },
    result() {
      const found: StoreDay[] = []
      stores.forEach((sales, storeId) => {
        sales.forEach((netSales, day) => {
          if (netSales !== 0) found.push({ day, storeId, netSales })
        })
      })
      return found
    },
  }
}
