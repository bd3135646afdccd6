import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { useListWords } from '../words.ts'
import type { AddressChange, ListAddress } from './address.ts'
import type { CustomerList } from './CustomersPage.tsx'

export const pageSize = 100

/** Cursors only lead forward: those passed on the way are remembered in this tab, for the way back. */
const passedKey = (query: string) => `tokui:pages:${query}`

function passed(query: string): (string | null)[] {
  try {
    return JSON.parse(sessionStorage.getItem(passedKey(query)) ?? '[]') as (string | null)[]
  } catch {
    return []
  }
}

interface PagerProps {
  list: CustomerList
  address: ListAddress
  onTurn(change: AddressChange): void
}

export function Pager({ list, address, onTurn }: PagerProps) {
  const words = useListWords()
  const { rows, page, offset } = list
  if (!rows || rows.length === 0) return null
  const next = page.data?.next ?? null
  const forward = () => {
    if (!next) return
    const cursors = passed(address.query).slice(0, address.page - 1)
    sessionStorage.setItem(passedKey(address.query), JSON.stringify([...cursors, address.after ?? null]))
    onTurn({ after: next, page: address.page + 1 })
  }
  const back = () => {
    const before = address.page - 1
    const cursor = before > 1 ? passed(address.query)[before - 1] : null
    onTurn({ after: cursor ?? undefined, page: cursor ? before : 1 })
  }
  return (
    <span className="flex items-center gap-1">
      <span className="mr-2 whitespace-nowrap">{words.list.range(offset + 1, offset + rows.length)}</span>
      {address.page > 1 && (
        <Button kind="quiet" icon aria-label={words.list.previous} onPress={back}>
          <ChevronLeft aria-hidden size={16} strokeWidth={1.5} />
        </Button>
      )}
      {(next || address.page > 1) && (
        <Button kind="quiet" icon aria-label={words.list.next} isDisabled={!next} onPress={forward}>
          <ChevronRight aria-hidden size={16} strokeWidth={1.5} />
        </Button>
      )}
    </span>
  )
}
