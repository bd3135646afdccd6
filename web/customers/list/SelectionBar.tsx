import { useState } from 'react'
import type { Selection as Selected } from '../../../src/segments/contract.ts'
import { useFormat } from '../../format.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { FloatingBar } from '../../ui/bars.tsx'
import { useListWords } from '../words.ts'
import { ExportDialog } from './ExportDialog.tsx'
import type { ListFields } from './fields.ts'
import { TagDialog } from './TagDialog.tsx'

export interface SelectionBarProps {
  count: number
  /** how many match, when all of them can still be taken in; null when that is so already */
  all: string | null
  selection: Selected
  fields: ListFields
  columns: readonly string[]
  sort: string
  onAll(): void
  onClear(): void
}

/** Floats while customers are selected: how many, all that match, and what can be done with them. */
export function SelectionBar(props: SelectionBarProps) {
  const words = useListWords()
  const format = useFormat()
  const may = useMay()
  const [dialog, setDialog] = useState<'tag' | 'untag' | 'export' | null>(null)
  const close = () => setDialog(null)
  const { all, selection } = props
  const count = format.number(props.count)
  return (
    <>
      <FloatingBar label={words.selection.label}>
        <b aria-live="polite">{words.selection.count(count)}</b>
        {all !== null && (
          <Button kind="quiet" onPress={props.onAll}>
            <span className="text-accent">{words.selection.all(all)}</span>
          </Button>
        )}
        {may('customers.bulk') && (
          <>
            <Button kind="primary" onPress={() => setDialog('tag')}>
              {words.selection.tag}
            </Button>
            <Button onPress={() => setDialog('untag')}>{words.selection.untag}</Button>
          </>
        )}
        {may('customers.export') && <Button onPress={() => setDialog('export')}>{words.selection.export}</Button>}
        <Button kind="quiet" onPress={props.onClear}>
          {words.selection.clear}
        </Button>
      </FloatingBar>
      {(dialog === 'tag' || dialog === 'untag') && (
        <TagDialog
          count={count}
          selection={selection}
          removes={dialog === 'untag'}
          onClose={close}
          onDone={props.onClear}
        />
      )}
      {dialog === 'export' && <ExportDialog {...props} count={count} onClose={close} />}
    </>
  )
}
