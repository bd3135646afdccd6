/** Which rows are ticked: a handful by id, or everything the conditions find but a few. */
export type Selection = { kind: 'some'; ids: ReadonlySet<number> } | { kind: 'all'; except: ReadonlySet<number> }

export const nothingSelected: Selection = { kind: 'some', ids: new Set() }
export const everythingSelected: Selection = { kind: 'all', except: new Set() }

export function isSelected(selection: Selection, id: number): boolean {
  return selection.kind === 'some' ? selection.ids.has(id) : !selection.except.has(id)
}

/** How many customers that is, of `total` that the conditions find. */
export function selectedCount(selection: Selection, total: number): number {
  return selection.kind === 'some' ? selection.ids.size : Math.max(0, total - selection.except.size)
}

/** Ticks or unticks these rows. */
export function mark(selection: Selection, ids: readonly number[], ticked: boolean): Selection {
  if (selection.kind === 'some') {
    return { kind: 'some', ids: changed(selection.ids, ids, ticked) }
  }
  return { kind: 'all', except: changed(selection.except, ids, !ticked) }
}

/** The state of the tick in the head: it stands for the rows shown, not for all that match. */
export function pageState(selection: Selection, page: readonly number[]): 'none' | 'some' | 'all' {
  const ticked = page.filter((id) => isSelected(selection, id)).length
  return ticked === 0 ? 'none' : ticked === page.length ? 'all' : 'some'
}

function changed(set: ReadonlySet<number>, ids: readonly number[], present: boolean): ReadonlySet<number> {
  const next = new Set(set)
  for (const id of ids) {
    if (present) next.add(id)
    else next.delete(id)
  }
  return next
}
