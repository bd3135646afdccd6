import type { Predicate } from '../../../src/segments/contract.ts'
import { isFiltered } from './conditions.ts'

/** The `filter` parameter of lists and counts; left out for everyone. */
export function filterOf(predicate: Predicate): { filter?: string } {
  return isFiltered(predicate) ? { filter: JSON.stringify(predicate) } : {}
}
