import type { KeyboardEvent } from 'react'

const arrows: Record<string, [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
}

/** Arrow keys go from cell to cell of a table whose links are marked `data-cell`; Enter follows the link, as any link. */
export function walkCells(event: KeyboardEvent, table: HTMLTableElement | null): void {
  const step = arrows[event.key]
  const here = (event.target as HTMLElement).closest('td')
  if (!step || !here || !table || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  const row = here.parentElement as HTMLTableRowElement
  const next = table.tBodies[0]?.rows[row.sectionRowIndex + step[0]]?.cells[here.cellIndex + step[1]]
  next?.querySelector<HTMLElement>('[data-cell]')?.focus()
}
