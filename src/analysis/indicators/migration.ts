/** Customers by rank on two days. `from` and `to` are rank keys; null: not yet, or no longer, a customer who bought. */
export interface Move {
  from: string | null
  to: string | null
  customers: number
}

export interface Migration {
  ranks: string[]
  /** [from][to] customers, in the order of `ranks` */
  matrix: number[][]
  /** by rank on the later day: no purchase yet on the earlier day */
  newcomers: number[]
  /** by rank on the earlier day: no purchase left on the later day (cancelled, merged) */
  gone: number[]
  fromTotals: number[]
  toTotals: number[]
  up: number
  down: number
  same: number
  largest: Move | null
}

/**
 * The migration matrix between two days: how many customers stood in one rank on the first day and in another on the
 * second. Rows sum to the earlier day's counts together with `gone`, columns to the later day's together with
 * `newcomers`. Up = a place nearer the front of `ranks` (best first). Moves of ranks not in `ranks` throw RangeError:
 * both days must be ranked under the same rules.
 */
export function migrationOf(moves: Move[], ranks: string[]): Migration {
  const zeros = () => ranks.map(() => 0)
  const result: Migration = {
    ranks,
    matrix: ranks.map(zeros),
    newcomers: zeros(),
    gone: zeros(),
    fromTotals: zeros(),
    toTotals: zeros(),
    up: 0,
    down: 0,
    same: 0,
    largest: null,
  }
  for (const move of moves) addMove(result, move)
  return result
}

function addMove(result: Migration, move: Move): void {
  const from = place(result.ranks, move.from)
  const to = place(result.ranks, move.to)
  const { customers } = move
  if (from !== null) (result.fromTotals[from] as number) += customers
  if (to !== null) (result.toTotals[to] as number) += customers
  if (from === null && to !== null) (result.newcomers[to] as number) += customers
  if (from !== null && to === null) (result.gone[from] as number) += customers
  if (from === null || to === null) return
  const row = result.matrix[from] as number[]
  row[to] = (row[to] as number) + customers
  if (to < from) result.up += customers
  else if (to > from) result.down += customers
  else result.same += customers
  if (to !== from && customers > (result.largest?.customers ?? 0)) result.largest = move
}

function place(ranks: string[], key: string | null): number | null {
  if (key === null) return null
  const found = ranks.indexOf(key)
  if (found < 0) throw new RangeError(`rank ${key} is not in ${ranks.join(' ')}`)
  return found
}
