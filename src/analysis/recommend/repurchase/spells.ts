import type { History } from '../basket/baskets.ts'

/**
 * The time from a purchase of an item to the same customer's next one of it, or, where none came, to today. One line a
 * spell; spells of a customer and item stand together, oldest first.
 */
export interface Spells {
  size: number
  item: Int32Array
  /** whole days, 1 at least */
  days: Float32Array
  /** units bought at its start */
  quantity: Float32Array
  /** 1: ended by a purchase; 0: still running */
  ended: Uint8Array
  /** purchases of the item by this customer before its start */
  before: Uint8Array
}

/** The purchases of one item by one customer; those of a day are one. */
export interface Supply {
  days: number[]
  quantities: number[]
}

/** What a customer bought of each item; baskets without a day are passed over, quantities not known are 1. */
export function suppliesOf(history: History): Map<number, Supply> {
  const supplies = new Map<number, Supply>()
  for (const { items, quantities, day } of history) {
    if (day === undefined) continue
    for (const [n, item] of items.entries()) {
      const quantity = Math.max(1, quantities?.[n] ?? 1)
      const supply = supplies.get(item)
      if (!supply) supplies.set(item, { days: [day], quantities: [quantity] })
      else if (supply.days.at(-1) === day) supply.quantities.push((supply.quantities.pop() as number) + quantity)
      else {
        supply.days.push(day)
        supply.quantities.push(quantity)
      }
    }
  }
  return supplies
}

export function openSpells() {
  let size = 0
  let room = 1 << 12
  let into = {
    item: new Int32Array(room),
    days: new Float32Array(room),
    quantity: new Float32Array(room),
    ended: new Uint8Array(room),
    before: new Uint8Array(room),
  }
  const grow = () => {
    room *= 2
    const roomy = <T extends Int32Array | Float32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from)
      return to
    }
    into = {
      item: roomy(into.item, new Int32Array(room)),
      days: roomy(into.days, new Float32Array(room)),
      quantity: roomy(into.quantity, new Float32Array(room)),
      ended: roomy(into.ended, new Uint8Array(room)),
      before: roomy(into.before, new Uint8Array(room)),
    }
  }
  return {
    /** Every spell of one customer, as seen at the end of day `today`. */
    add(history: History, today: number): void {
      for (const [item, { days, quantities }] of suppliesOf(history)) {
        for (const [n, day] of days.entries()) {
          const next = days[n + 1]
          // bought today: nothing can be said yet
          if (next === undefined && day >= today) continue
          if (size === room) grow()
          into.item[size] = item
          into.days[size] = Math.max(1, (next ?? today) - day)
          into.quantity[size] = quantities[n] as number
          into.ended[size] = next === undefined ? 0 : 1
          into.before[size] = Math.min(n, 255)
          size++
        }
      }
    },
    close: (): Spells => ({ size, ...into }),
  }
}
