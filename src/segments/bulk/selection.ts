import type { Selection } from '../contract.ts'
import type { Predicate } from '../predicate.ts'

/** A selection said in the one language: those picked, or all who match but those taken out. */
export function selected(selection: Selection): Predicate {
  if ('ids' in selection) return { field: 'id', in: selection.ids }
  const { filter, excludedIds } = selection
  return excludedIds.length === 0 ? filter : { all: [filter, { field: 'id', notIn: excludedIds }] }
}
