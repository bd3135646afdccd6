import { useState } from 'react'
import { type CustomerReply, listMerges, type MergeReply } from '../../../src/customers/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { joinedBy } from '../name.ts'
import { TextButton } from '../TextButton.tsx'
import { useRecordWords } from '../words.ts'
import { MergeDialog } from './MergeDialog.tsx'
import { UnmergeDialog } from './UnmergeDialog.tsx'
import { useMergingWords } from './words.ts'

/** Which records are part of this customer, or were for a while, and the way to merge and to take it back. */
export function MergeCard({ customer }: { customer: CustomerReply }) {
  const words = useMergingWords().card
  const mayMerge = useMay()('customers.merge')
  const [isMerging, setMerging] = useState(false)
  const [undoing, setUndoing] = useState<number | null>(null)
  const merges = useCall(listMerges, { params: { customerId: customer.id } })
  if (!merges.data) return null
  return (
    <Section
      title={words.title}
      end={mayMerge && <TextButton onPress={() => setMerging(true)}>{words.start}</TextButton>}
    >
      {merges.data.items.length === 0 && <p className="py-1 text-ink-2">{words.none}</p>}
      <ul>
        {merges.data.items.map((merge) => (
          <MergeItem
            key={merge.id}
            merge={merge}
            customerId={customer.id}
            onUndo={mayMerge && merge.undoneAt === null ? () => setUndoing(merge.id) : undefined}
          />
        ))}
      </ul>
      {isMerging && <MergeDialog customer={customer} onClose={() => setMerging(false)} />}
      {undoing !== null && (
        <UnmergeDialog customerId={customer.id} mergeId={undoing} onClose={() => setUndoing(null)} />
      )}
    </Section>
  )
}

interface MergeItemProps {
  merge: MergeReply
  customerId: number
  onUndo: (() => void) | undefined
}

function MergeItem({ merge, customerId, onUndo }: MergeItemProps) {
  const words = useMergingWords().card
  const { joined } = useRecordWords()
  const format = useFormat()
  const id = String(merge.recordId)
  const isOwn = merge.recordId === customerId
  const { remark } = merge.evidence
  return (
    <li className="flex items-start gap-3 border-t border-rule py-1.5 first:border-t-0">
      <span className="min-w-0 flex-1">
        {isOwn ? words.into(String(merge.intoId)) : words.merged(merge.name, id)}
        {merge.undoneAt && !isOwn && (
          <Link href={paths.customer(merge.recordId)}>
            <span className="ml-2">{id}</span>
          </Link>
        )}
        <span className="block text-note text-ink-2">
          {joinedBy(
            [
              format.dateTime(merge.at),
              words.whys[merge.why],
              merge.staffName ? words.by(merge.staffName) : '',
              typeof remark === 'string' ? remark : '',
              merge.undoneAt ? words.undone(format.date(merge.undoneAt), merge.undoneByName) : '',
            ],
            joined,
          )}
        </span>
      </span>
      {onUndo && <TextButton onPress={onUndo}>{words.undo}</TextButton>}
    </li>
  )
}
