import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { isComposing, isTextPlace } from './keys.ts'

export type RowKey = string | number

interface RowFocusOptions<Row> {
  body: RefObject<HTMLTableSectionElement | null>
  rows: Row[] | undefined
  keyOf(row: Row): RowKey
  selection: { has(key: RowKey): boolean; set(keys: RowKey[], on: boolean): void } | undefined
  onOpen: ((row: Row) => void) | undefined
  onPeek: ((row: Row) => void) | undefined
}

/** The browser's own entry of this place: going back to it finds the row that was left. */
const entry = () => `tokui.row.${(history.state as { __TSR_key?: string } | null)?.__TSR_key ?? location.href}`

/** One row of the table takes the focus; J K ↑ ↓ walk, Enter opens, Space peeks, X selects, Shift+X selects to here. */
export function useRowFocus<Row>({ body, rows, keyOf, selection, onOpen, onPeek }: RowFocusOptions<Row>) {
  const [current, setCurrent] = useState<RowKey | null>(null)
  const anchor = useRef<RowKey | null>(null)
  const keys = (rows ?? []).map(keyOf)
  const at = current === null ? -1 : keys.indexOf(current)

  const returned = useRef(false)
  useEffect(() => {
    if (returned.current || !rows?.length) return
    returned.current = true
    const left = sessionStorage.getItem(entry())
    if (left !== null) focusRow(body.current, left, true)
  }, [rows, body])

  function toggle(key: RowKey, on: boolean, range: boolean) {
    const from = range && anchor.current !== null ? keys.indexOf(anchor.current) : -1
    const to = keys.indexOf(key)
    selection?.set(from < 0 ? [key] : keys.slice(Math.min(from, to), Math.max(from, to) + 1), on)
    anchor.current = key
  }

  function open(row: Row) {
    sessionStorage.setItem(entry(), String(keyOf(row)))
    onOpen?.(row)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event) || isTextPlace(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    const step =
      event.code === 'KeyJ' || event.key === 'ArrowDown' ? 1 : event.code === 'KeyK' || event.key === 'ArrowUp' ? -1 : 0
    const row = rows?.[at]
    const onRow = event.target instanceof HTMLTableRowElement
    if (step !== 0) {
      const next = keys[Math.max(0, Math.min(keys.length - 1, at + step))]
      if (next !== undefined) focusRow(body.current, String(next), false)
    } else if (event.code === 'KeyX' && selection && current !== null) {
      toggle(current, event.shiftKey || !selection.has(current), event.shiftKey)
    } else if (event.key === 'Enter' && onRow && row && onOpen) open(row)
    else if (event.key === ' ' && onRow && row && onPeek) onPeek(row)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  function rowProps(row: Row) {
    const key = keyOf(row)
    return {
      tabIndex: key === current || (at < 0 && key === keys[0]) ? 0 : -1,
      onFocus: () => setCurrent(key),
      onToggle: (on: boolean, range: boolean) => toggle(key, on, range),
      onClick: (event: MouseEvent) => {
        const pressed = event.target instanceof Element ? event.target.closest('a, button, input, label') : null
        if (pressed instanceof HTMLAnchorElement) sessionStorage.setItem(entry(), String(key))
        // a press that marks text is not a press on the row
        if (pressed || !onOpen || String(getSelection())) return
        open(row)
      },
    }
  }
  return { onKeyDown, rowProps }
}

function focusRow(body: HTMLElement | null, key: string, preventScroll: boolean): void {
  body?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)?.focus({ preventScroll })
}
