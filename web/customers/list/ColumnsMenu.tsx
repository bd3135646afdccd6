import { ArrowLeft, ArrowRight } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { TextButton } from '../TextButton.tsx'
import { useListWords } from '../words.ts'
import type { ListFields } from './fields.ts'

interface ColumnsMenuProps {
  fields: ListFields
  columns: readonly string[]
  onChange(columns: string[] | null): void
}

/** Which columns the table shows and in which order; it stands in the address, so a saved view keeps it. */
export function ColumnsMenu({ fields, columns, onChange }: ColumnsMenuProps) {
  const words = useListWords()
  const shown = columns.filter((key) => fields.get(key)?.isColumn)
  const hidden = fields.all.filter((field) => field.isColumn && !shown.includes(field.key))
  const move = (index: number, by: number) => {
    const next = [...shown]
    const [moved] = next.splice(index, 1)
    next.splice(index + by, 0, moved as string)
    onChange(next)
  }
  return (
    <Popover
      label={words.list.columns}
      placement="bottom end"
      trigger={<TextButton quiet>{words.list.columnsCount(shown.length + 1)}</TextButton>}
    >
      <div className="flex max-h-[60vh] w-64 flex-col gap-3 overflow-auto">
        <section>
          <h3 className="mb-1 text-note font-normal text-ink-2">{words.list.shown}</h3>
          <ul>
            {shown.map((key, index) => (
              <li key={key} className="flex items-center gap-1">
                <span className="min-w-0 flex-1">
                  <Checkbox isSelected onChange={() => onChange(shown.filter((one) => one !== key))}>
                    {fields.name(key)}
                  </Checkbox>
                </span>
                <Button
                  kind="quiet"
                  icon
                  aria-label={words.list.left(fields.name(key))}
                  isDisabled={index === 0}
                  onPress={() => move(index, -1)}
                >
                  <ArrowLeft aria-hidden size={14} strokeWidth={1.6} />
                </Button>
                <Button
                  kind="quiet"
                  icon
                  aria-label={words.list.right(fields.name(key))}
                  isDisabled={index === shown.length - 1}
                  onPress={() => move(index, 1)}
                >
                  <ArrowRight aria-hidden size={14} strokeWidth={1.6} />
                </Button>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h3 className="mb-1 text-note font-normal text-ink-2">{words.list.hidden}</h3>
          <ul>
            {hidden.map((field) => (
              <li key={field.key} className="flex min-h-8 items-center">
                <Checkbox isSelected={false} onChange={() => onChange([...shown, field.key])}>
                  {fields.name(field.key)}
                </Checkbox>
              </li>
            ))}
          </ul>
        </section>
        <Button kind="quiet" onPress={() => onChange(null)}>
          {words.list.resetColumns}
        </Button>
      </div>
    </Popover>
  )
}
