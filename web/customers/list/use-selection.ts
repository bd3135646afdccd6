import { useState } from 'react'
import type { CustomerRow, Selection as Selected } from '../../../src/segments/contract.ts'
import type { Selection as TableSelection } from '../../ui/DataTable.tsx'
import type { ListAddress } from './address.ts'
import {
  everythingSelected,
  isSelected,
  mark,
  nothingSelected,
  pageState,
  type Selection,
  selectedCount,
} from './selection.ts'

/** What is ticked, for the table and for what is done with it; another filter starts anew. */
export function useSelection(rows: CustomerRow[] | undefined, total: number, address: ListAddress) {
  const filter = JSON.stringify(address.predicate)
  const [kept, setKept] = useState<{ filter: string; selection: Selection }>({ filter, selection: nothingSelected })
  const selection = kept.filter === filter ? kept.selection : nothingSelected
  const set = (next: Selection) => setKept({ filter, selection: next })
  const page = (rows ?? []).map(({ id }) => id)
  const asked: Selected =
    selection.kind === 'some'
      ? { ids: [...selection.ids] }
      : { filter: address.predicate, excludedIds: [...selection.except] }
  return {
    count: selectedCount(selection, total),
    takesAll: selection.kind === 'all' || selection.ids.size >= total,
    asked,
    all: () => set(everythingSelected),
    clear: () => set(nothingSelected),
    forTable: (labelOf: (id: number) => string): TableSelection => ({
      has: (key) => isSelected(selection, Number(key)),
      page: pageState(selection, page),
      set: (keys, on) => set(mark(selection, keys.map(Number), on)),
      labelOf: (key) => labelOf(Number(key)),
    }),
  }
}
