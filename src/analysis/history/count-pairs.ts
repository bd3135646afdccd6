import type { Move } from '../indicators/migration.ts'
import { copied, openSlots } from '../ranking/slots.ts'

/** Everyone's rank on several days: a number a customer and day, 0 for who had not bought. */
export interface RanksOfDays {
  /** rank 1 is the first of these */
  keys: string[]
  customers: number
  /** by day, in the order they were noted; as long as there are customers */
  days: Uint8Array[]
}

/** Takes down ranks day by day in any order of customers. At most 255 ranks, as a number takes one byte. */
export function openRanks(): {
  newDay(): (customerId: number, rank: string) => void
  done(): RanksOfDays
} {
  const slots = openSlots()
  const numbers = new Map<string, number>()
  const days: Uint8Array[] = []
  return {
    newDay() {
      const day = days.push(new Uint8Array(Math.max(slots.size(), 1024))) - 1
      return (customerId, rank) => {
        const slot = slots.slotOf(customerId)
        let ranks = days[day] as Uint8Array
        if (slot >= ranks.length) {
          ranks = copied(ranks, new Uint8Array(Math.max(slot + 1, ranks.length * 2)))
          days[day] = ranks
        }
        let number = numbers.get(rank)
        if (number === undefined) numbers.set(rank, (number = numbers.size + 1))
        ranks[slot] = number
      }
    },
    done() {
      const customers = slots.size()
      const whole = (day: Uint8Array) =>
        day.length < customers ? copied(day, new Uint8Array(customers)) : day.subarray(0, customers)
      return { keys: [...numbers.keys()], customers, days: days.map(whole) }
    },
  }
}

/** The moves from each day to each day after it. `from` and `to` are places in `days`. */
export function countPairs(ranks: RanksOfDays): { from: number; to: number; moves: Move[] }[] {
  const places = ranks.days.map((_, place) => place)
  return places.flatMap((from) =>
    places.slice(from + 1).map((to) => ({ from, to, moves: movesBetweenDays(ranks, from, to) })),
  )
}

function movesBetweenDays({ keys, customers, days }: RanksOfDays, from: number, to: number): Move[] {
  const [before, after] = [days[from] as Uint8Array, days[to] as Uint8Array]
  const width = keys.length + 1
  const counts = new Uint32Array(width * width)
  for (let slot = 0; slot < customers; slot++) {
    const cell = (before[slot] as number) * width + (after[slot] as number)
    counts[cell] = (counts[cell] as number) + 1
  }
  // the first cell counts who had bought on neither day
  return [...counts.entries()].slice(1).flatMap(([cell, count]) => {
    const key = (number: number) => (number === 0 ? null : (keys[number - 1] as string))
    return count === 0 ? [] : [{ from: key(Math.floor(cell / width)), to: key(cell % width), customers: count }]
  })
}
