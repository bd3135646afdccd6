import { useState } from 'react'
import { listMerges, previewUnmerge, reverseMerge } from '../../../src/customers/contract.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { useProblems } from '../../problems.ts'
import { Checkbox } from '../../ui/Choice.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { joinedBy } from '../name.ts'
import { useSayValue } from '../record/HistoryPanel.tsx'
import { useRecordWords } from '../words.ts'
import { Moved, useRefreshAll } from './Moved.tsx'
import { useMergingWords } from './words.ts'

interface UnmergeDialogProps {
  customerId: number
  mergeId: number
  onClose(): void
}

/** Takes a merge back, once it is said what goes and what stays. */
export function UnmergeDialog({ customerId, mergeId, onClose }: UnmergeDialogProps) {
  const words = useMergingWords().undo
  const record = useRecordWords()
  const format = useFormat()
  const say = useSayValue()
  const { sentence } = useProblems()
  const refresh = useRefreshAll()
  const [isNotSame, setNotSame] = useState(true)
  const params = { customerId, mergeId }
  const preview = useCall(previewUnmerge, { params }, { staleTime: 0 })
  const reverse = useAction(reverseMerge, {
    refresh: [listMerges],
    onDone: () => {
      void refresh()
      toast.done(words.done)
      onClose()
    },
  })
  const labels = record.history.fields as Record<string, string>
  const { data } = preview
  return (
    <FormDialog
      title={words.title}
      isOpen
      onClose={onClose}
      action={words.action}
      pending={reverse.pending}
      problem={
        reverse.error ? (
          <p role="alert" className="text-danger">
            {sentence(reverse.error)}
          </p>
        ) : null
      }
      onSubmit={() => data && reverse.run({ params, body: { isNotSame } })}
    >
      {preview.error && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.isPending && <Loading lines={4} />}
      {data && (
        <>
          <p>
            {words.lead(
              joinedBy(
                data.records.map(({ name, id }) => name || String(id)),
                record.joined,
              ),
            )}
          </p>
          <Moved title={words.goes} moved={data.moved} />
          {data.fields.length > 0 && (
            <section>
              <h3 className="mb-1 text-note text-ink-2">{words.fields}</h3>
              <dl className="grid grid-cols-[minmax(0,10em)_minmax(0,1fr)] gap-x-4 gap-y-1">
                {data.fields.map(({ field, label, now, after }) => (
                  <div key={field} className="contents">
                    <dt className="text-ink-2">{label ?? labels[field] ?? field}</dt>
                    <dd>
                      <span className="text-ink-2">{say(field, now) || record.history.empty}</span>
                      <span aria-label={record.history.becomes} role="img" className="mx-1.5">
                        →
                      </span>
                      {say(field, after) || record.history.empty}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )}
          <p className="text-ink-2">{words.stays}</p>
          {data.heardMeanwhile > 0 && <p>{words.heard(format.number(data.heardMeanwhile))}</p>}
          <Checkbox isSelected={isNotSame} onChange={setNotSame}>
            {words.notSame}
          </Checkbox>
        </>
      )}
    </FormDialog>
  )
}
