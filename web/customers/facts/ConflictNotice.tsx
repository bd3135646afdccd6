import { useFormat } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { useRecordWords } from '../words.ts'
import type { Conflict, FieldValue } from './edit.ts'

interface ConflictNoticeProps {
  conflict: Conflict
  /** how a value of this field is written */
  say(value: FieldValue): string
  onKeepMine(): void
  onTakeTheirs(): void
}

/** Two people changed the same field: both values, who and when, and the choice. What was typed stays in the field. */
export function ConflictNotice({ conflict, say, onKeepMine, onTakeTheirs }: ConflictNoticeProps) {
  const words = useRecordWords()
  const format = useFormat()
  const shown = (value: FieldValue) => say(value) || words.edit.emptyValue
  return (
    <div role="alert" className="my-1 rounded-2 bg-warn-quiet px-3 py-2 text-small">
      {conflict.by && conflict.at && (
        <p className="text-warn">{words.edit.conflictBy(conflict.by, format.dateTime(conflict.at))}</p>
      )}
      <dl className="my-1 grid grid-cols-[7em_minmax(0,1fr)] gap-y-0.5">
        <dt className="text-ink-2">{words.edit.theirs}</dt>
        <dd className="font-bold">{shown(conflict.theirs)}</dd>
        <dt className="text-ink-2">{words.edit.mine}</dt>
        <dd className="font-bold">{shown(conflict.yours)}</dd>
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button onPress={onKeepMine}>{words.edit.keepMine}</Button>
        <Button kind="quiet" onPress={onTakeTheirs}>
          {words.edit.takeTheirs}
        </Button>
      </div>
    </div>
  )
}
