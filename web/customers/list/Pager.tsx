import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { readCursor } from '../walk.ts'
import { useListWords } from '../words.ts'
import type { AddressChange, ListAddress } from './address.ts'
import type { CustomerList } from './CustomersPage.tsx'

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
    if (next) onTurn({ after: next, page: address.page + 1 })
  }
  const back = () => {
    const cursor = readCursor(list.asked, address.page - 1)
    onTurn({ after: cursor ?? undefined, page: cursor ? address.page - 1 : 1 })
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
