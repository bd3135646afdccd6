import { X } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Button as AriaButton, ToggleButton } from 'react-aria-components'
import { classes } from './classes.ts'
import { useUiWords } from './words.ts'

const chip = 'inline-flex h-7 items-center gap-1.5 rounded-2 border text-small whitespace-nowrap pointer-coarse:h-11'

interface FilterChipProps {
  /** grey: ランク */
  name: string
  /** ink: 上得意、得意 */
  value: ReactNode
  onRemove(): void
  /** puts a Popover around the words of the chip, so that pressing them opens the condition for change */
  surface?(trigger: ReactElement): ReactNode
}

/** A condition in force: press the words to change it, × to loosen it. */
export function FilterChip({ name, value, onRemove, surface }: FilterChipProps) {
  const words = useUiWords()
  const text = (
    <>
      <span className="text-ink-2">{name}</span>
      <span className="max-w-64 truncate">{value}</span>
    </>
  )
  const place = 'flex h-full items-center gap-1.5 rounded-2 pl-2.5'
  return (
    <span className={classes(chip, 'border-accent-line bg-accent-quiet')}>
      {surface ? (
        surface(<AriaButton className={classes(place, 'cursor-pointer')}>{text}</AriaButton>)
      ) : (
        <span className={place}>{text}</span>
      )}
      <AriaButton
        onPress={onRemove}
        aria-label={words.removeCondition(name)}
        className="grid h-full w-7 place-items-center rounded-2 text-ink-2 hover:text-ink pointer-coarse:w-11"
      >
        <X aria-hidden size={14} strokeWidth={1.6} />
      </AriaButton>
    </span>
  )
}

interface ChipProps {
  children: ReactNode
  isSelected: boolean
  onChange(selected: boolean): void
  count?: ReactNode
}

/** A kind to show or hide: すべて 93, 注文 17. */
export function ToggleChip({ children, count, ...rest }: ChipProps) {
  return (
    <ToggleButton
      {...rest}
      className={classes(
        chip,
        'cursor-pointer border-rule-2 bg-sheet px-2.5 text-ink hover:bg-hover selected:border-accent selected:bg-accent-quiet selected:font-bold selected:text-accent',
      )}
    >
      {children}
      {count !== undefined && <span className="text-note font-normal text-ink-2">{count}</span>}
    </ToggleButton>
  )
}

/** Opens a choice of conditions or an unset one: ＋ 条件, 期間 すべて. For use as a Popover or Menu trigger. */
export function ChipButton({ name, children, ...rest }: { name?: string; children: ReactNode; onPress?(): void }) {
  return (
    <AriaButton
      {...rest}
      className={classes(
        chip,
        'cursor-pointer border-rule-2 bg-sheet px-2.5 text-ink hover:border-field hover:bg-hover',
      )}
    >
      {name && <span className="text-ink-2">{name}</span>}
      {children}
    </AriaButton>
  )
}

/** A label put on a record by people. */
export function Tag({
  children,
  onRemove,
  removeLabel,
}: {
  children: ReactNode
  onRemove?: () => void
  removeLabel?: string
}) {
  return (
    <span className="inline-flex h-6 items-center gap-1 rounded-2 border border-rule-2 bg-sunken px-2 text-note whitespace-nowrap">
      {children}
      {onRemove && (
        <AriaButton
          onPress={onRemove}
          aria-label={removeLabel ?? ''}
          className="-mr-1.5 grid size-6 place-items-center rounded-2 text-ink-2 hover:text-ink"
        >
          <X aria-hidden size={12} strokeWidth={1.6} />
        </AriaButton>
      )}
    </span>
  )
}
