import { parseAmount } from '../normalise/amount.ts'
import type { Parsed } from '../normalise/parsed.ts'
import { plainText } from '../normalise/text.ts'
import { type LineKind, type OrderAmount, orderAmounts } from './field.ts'
import { type Mapping, placesOf } from './mapping.ts'

/** What the order's own columns say; null where they say nothing. */
export type Amounts = Record<OrderAmount, number | null>

export const noAmounts: Amounts = {
  subtotal: null,
  subtotalAfterDiscount: null,
  discount: null,
  pointsUsed: null,
  shipping: null,
  fee: null,
  tax: null,
  total: null,
  refunded: null,
}

type Check = <T>(field: OrderAmount, text: string, result: Parsed<T>) => T | null

/**
 * Reads the amounts of an order from its first row, and from the others those that stand there in shares. Several columns
 * of one amount (fees of several kinds, points of two programmes) are added up.
 */
export function amountsReader(mapping: Mapping, names: string[], decimals: number) {
  const { amountsPerLine, unknownAmount } = mapping.options
  const columns = orderAmounts
    .map((field) => ({
      field,
      places: placesOf(mapping, names, field),
      isPerLine: amountsPerLine.includes(field),
    }))
    .filter(({ places }) => places.length > 0)
  return (cells: string[], amounts: Amounts, isFirst: boolean, check: Check): void => {
    for (const { field, places, isPerLine } of columns) {
      if (!isFirst && !isPerLine) continue
      for (const place of places) {
        const text = plainText(cells[place] ?? '')
        if (text === '' || text === unknownAmount) continue
        const value = check(field, text, parseAmount(text, decimals))
        if (value !== null) amounts[field] = (amounts[field] ?? 0) + value
      }
    }
  }
}

/** Once all rows of the order are read: what its layout writes differently becomes as we keep it. */
export function settleAmounts(amounts: Amounts, sums: Record<LineKind, number>, options: Mapping['options']): void {
  if (options.taxOnTop && amounts.subtotal !== null) amounts.subtotal += amounts.tax ?? 0
  const goods = amounts.subtotal ?? sums.product
  if (goods >= 0) {
    // what is taken off is a negative figure in some files
    for (const field of ['discount', 'pointsUsed'] as const) {
      const amount = amounts[field]
      if (amount !== null) amounts[field] = Math.abs(amount)
    }
  }
  if (options.discountIsRest && amounts.total !== null) {
    const others = (amounts.shipping ?? 0) + (amounts.fee ?? 0) - (amounts.pointsUsed ?? 0)
    amounts.discount = Math.max(0, goods + others - amounts.total)
  }
}
