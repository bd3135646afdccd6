/**
 * A study of what buyers did in their first days, and who of them became a fan. One place a buyer in every array; the
 * actions were over before being a fan could be observed, so that a fan's later life cannot explain itself.
 */
export interface Study {
  size: number
  /** day of the first purchase, days since 1970-01-01 */
  joined: Int32Array
  /** 1: became a fan */
  fan: Uint8Array
  actions: readonly Action[]
}

export interface Action {
  key: string
  /** `at-least`: how often or how much, done when the value reaches a threshold; `within`: days until it was done */
  kind: 'at-least' | 'within'
  /** of each buyer; NaN: never, or not known to have been done */
  values: Float64Array
}

/** Whether a value counts as done. */
export function isDone(kind: Action['kind'], value: number, threshold: number): boolean {
  return kind === 'within' ? value <= threshold : value >= threshold
}

/** Buyers by what they did and what became of them. */
export interface Fourfold {
  did: number
  didFans: number
  not: number
  notFans: number
}

export const emptyFourfold = (): Fourfold => ({ did: 0, didFans: 0, not: 0, notFans: 0 })

/** Adds one buyer, by what they did and whether they became a fan (1) or not (0). */
export function addBuyer(table: Fourfold, did: boolean, fan: number): void {
  if (did) {
    table.did += 1
    table.didFans += fan
  } else {
    table.not += 1
    table.notFans += fan
  }
}

export function countFourfold(study: Study, places: Int32Array, action: Action, threshold: number): Fourfold {
  const table = emptyFourfold()
  for (const place of places) {
    addBuyer(table, isDone(action.kind, action.values[place] as number, threshold), study.fan[place] as number)
  }
  return table
}
