import type { OrderReply } from '../../../src/purchases/contract.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { useOrderWords } from '../words.ts'

const looks = {
  pending: ['warn', 'clock'],
  confirmed: ['ok', 'check'],
  cancelled: ['quiet', 'cross'],
  returned: ['quiet', 'cross'],
  refund: ['quiet', 'none'],
} as const

export function StatusTag({ status }: { status: OrderReply['status'] }) {
  const words = useOrderWords()
  const [tone, glyph] = looks[status]
  return (
    <StateTag tone={tone} glyph={glyph}>
      {words.statuses[status]}
    </StateTag>
  )
}
