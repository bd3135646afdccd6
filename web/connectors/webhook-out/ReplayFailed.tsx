import { useState } from 'react'
import { listDeliveries, replayFailed } from '../../../src/connectors/deliveries/contract.ts'
import { useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { Refused } from '../../staff/Refused.tsx'
import { DatePicker } from '../../ui/DateField.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/toast.ts'
import { useWebhookOutWords } from './words.ts'

/** All that failed since a day. The day begins where the one who asks is. */
export function ReplayFailed({ connectionId, onClose }: { connectionId: number; onClose(): void }) {
  const words = useWebhookOutWords()
  const { sentence } = useProblems()
  const [since, setSince] = useState<string | null>(() =>
    new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10),
  )
  const replay = useAction(replayFailed, {
    refresh: [listDeliveries],
    onDone({ count }) {
      toast.done(words.replayedCount(count))
      onClose()
    },
  })
  const send = () => {
    if (since === null) return
    const [year = 0, month = 1, day = 1] = since.split('-').map(Number)
    replay.run({ params: { id: connectionId }, body: { since: new Date(year, month - 1, day).toISOString() } })
  }
  return (
    <FormDialog
      title={words.replayFailed}
      isOpen
      onClose={onClose}
      action={words.replay}
      pending={replay.pending}
      problem={replay.error && <Refused>{sentence(replay.error)}</Refused>}
      onSubmit={send}
    >
      <DatePicker label={words.replaySince} note={words.replaySinceNote} value={since} onChange={setSince} isRequired />
    </FormDialog>
  )
}
