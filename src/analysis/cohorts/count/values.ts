import { type OrderLog, said } from './log.ts'
import { type Dimension, dimensions, mostValues } from './terms.ts'

export interface DimensionValue {
  /** 'id:…', 'none' or 'other' */
  value: string
  buyers: number
}

/** By what cohorts are split, and to which value of each dimension a customer belongs. */
export interface Splits {
  values: Record<Exclude<Dimension, 'all'>, DimensionValue[]>
  /** how many values are in 'other' */
  others: Record<Exclude<Dimension, 'all'>, number>
  of(customer: number): [Dimension, string][]
}

type Split = Exclude<Dimension, 'all'>
const splits = dimensions.filter((dimension): dimension is Split => dimension !== 'all')

/** The values of each dimension with most buyers; all others together are one. `keep`: ad codes that always have their own. */
export function splitsOf(log: OrderLog, keep: ReadonlySet<string> = new Set()): Splits {
  const codes = log.adCodes.map((code) => (code === '' ? 'none' : `id:${code}`))
  const texts = new Map<number, string>()
  const named = (dimension: Split, customer: number): string => {
    if (dimension === 'ad') {
      return codes[log.ad[customer] as number] as string
    }
    const id = log[dimension][customer] as number
    if (id === 0) return 'none'
    // the same texts come again and again: millions of new ones would have to be made and thrown away
    const known = texts.get(id) ?? `id:${id}`
    texts.set(id, known)
    return known
  }
  const counts = Object.fromEntries(splits.map((split) => [split, new Map<string, number>()]))
  for (let customer = 0; customer < log.customers; customer++) {
    if (!hasBought(log, customer)) continue
    for (const split of splits) {
      const value = named(split, customer)
      const count = counts[split] as Map<string, number>
      count.set(value, (count.get(value) ?? 0) + 1)
    }
  }
  const kept = {} as Record<Split, Set<string>>
  const values = {} as Splits['values']
  const others = {} as Splits['others']
  for (const split of splits) {
    const byBuyers = [...(counts[split] as Map<string, number>)]
      .filter(([value]) => value !== 'none')
      .sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1))
    const shown = byBuyers.filter(
      ([value], place) => place < mostValues || (split === 'ad' && keep.has(value.slice(3))),
    )
    kept[split] = new Set(shown.map(([value]) => value))
    const rest = byBuyers.filter(([value]) => !kept[split].has(value))
    const none = counts[split]?.get('none') ?? 0
    others[split] = rest.length
    values[split] = [
      ...shown.map(([value, buyers]) => ({ value, buyers })),
      ...(rest.length > 0 ? [{ value: 'other', buyers: rest.reduce((sum, [, buyers]) => sum + buyers, 0) }] : []),
      ...(none > 0 ? [{ value: 'none', buyers: none }] : []),
    ]
  }
  return {
    values,
    others,
    of: (customer) => [
      ['all', 'all'],
      ...splits.map((split): [Dimension, string] => {
        const value = named(split, customer)
        return [split, value === 'none' || kept[split].has(value) ? value : 'other']
      }),
    ],
  }
}

function hasBought(log: OrderLog, customer: number): boolean {
  for (let row = log.starts[customer] as number; row < (log.starts[customer + 1] as number); row++) {
    if ((log.flags[row] as number) & said.purchase) return true
  }
  return false
}
