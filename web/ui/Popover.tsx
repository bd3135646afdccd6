import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Popover as AriaPopover,
  Tooltip as AriaTooltip,
  Dialog,
  DialogTrigger,
  Header,
  MenuTrigger,
  Separator,
  TooltipTrigger,
} from 'react-aria-components'
import { classes } from './classes.ts'
import { KeyHint } from './KeyHint.tsx'

const floating = 'rounded-3 border border-rule-2 bg-sheet text-dense text-ink shadow-bar'

export const itemClass =
  'flex min-h-8 cursor-pointer items-center gap-2 rounded-2 px-2 py-1.5 outline-none hover:bg-hover focus:bg-accent-quiet focus:shadow-[inset_3px_0_var(--accent)] disabled:cursor-default disabled:text-off pointer-coarse:min-h-11'

/** The list of a select or combo box, as wide as its field at least. */
export function FloatingList({ children }: { children: ReactNode }) {
  return (
    <AriaPopover offset={4} className={classes(floating, 'min-w-(--trigger-width)')}>
      {children}
    </AriaPopover>
  )
}

interface PopoverProps {
  /** the button that opens it */
  trigger: ReactElement
  label: string
  children: ReactNode | ((close: () => void) => ReactNode)
  placement?: 'bottom start' | 'bottom end' | 'top' | 'bottom'
  isOpen?: boolean
  onOpenChange?(open: boolean): void
}

/** A small surface by its trigger: an explanation, one condition, a few fields. */
export function Popover({ trigger, label, children, placement = 'bottom start', ...open }: PopoverProps) {
  return (
    <DialogTrigger {...open}>
      {trigger}
      <AriaPopover offset={6} placement={placement} className={classes(floating, 'max-w-[min(92vw,26rem)]')}>
        <Dialog aria-label={label} className="p-4 outline-none">
          {({ close }) => <>{typeof children === 'function' ? children(close) : children}</>}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}

interface MenuProps {
  trigger: ReactElement
  label: string
  children: ReactNode
  placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end'
}

export function Menu({ trigger, label, children, placement = 'bottom start' }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <AriaPopover offset={4} placement={placement} className={classes(floating, 'min-w-44')}>
        <AriaMenu aria-label={label} className="max-h-[70vh] overflow-auto p-1 outline-none">
          {children}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  )
}

interface MenuItemProps {
  children: ReactNode
  /** what screen readers and typing ahead use when children are not a text */
  textValue?: string
  icon?: ReactNode
  keys?: string[]
  href?: string
  danger?: boolean
  isDisabled?: boolean
  onAction?(): void
}

export function MenuItem({ children, icon, keys, danger = false, textValue, ...rest }: MenuItemProps) {
  const text = textValue ?? (typeof children === 'string' ? children : undefined)
  return (
    <AriaMenuItem
      {...rest}
      {...(text ? { textValue: text } : {})}
      className={classes(itemClass, danger && 'text-danger')}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      {keys && <KeyHint keys={keys} />}
    </AriaMenuItem>
  )
}

interface MenuSectionProps {
  /** shown above; with `label` only said */
  title?: string
  label?: string
  children: ReactNode
  /** one of the section's <MenuChoice> is in force */
  selected?: string
  onSelect?(id: string): void
}

export function MenuSection({ title, label, children, selected, onSelect }: MenuSectionProps) {
  const choice = onSelect && {
    selectionMode: 'single' as const,
    disallowEmptySelection: true,
    selectedKeys: selected === undefined ? [] : [selected],
    onSelectionChange: (keys: 'all' | Set<string | number>) => {
      const [id] = keys === 'all' ? [] : keys
      if (id !== undefined) onSelect(String(id))
    },
  }
  return (
    <AriaMenuSection {...choice} {...(label ? { 'aria-label': label } : {})}>
      {title && <Header className="px-2 pt-2 pb-1 text-note text-ink-2">{title}</Header>}
      {children}
    </AriaMenuSection>
  )
}

export function MenuChoice({ id, children }: { id: string; children: string }) {
  return (
    <AriaMenuItem id={id} textValue={children} className={itemClass}>
      {({ isSelected }) => (
        <>
          <Check
            aria-hidden
            size={16}
            strokeWidth={1.8}
            className={classes('flex-none text-accent', !isSelected && 'invisible')}
          />
          {children}
        </>
      )}
    </AriaMenuItem>
  )
}

export function MenuRule() {
  return <Separator className="mx-2 my-1 h-px bg-rule" />
}

/** The name of an icon button or the full form of a shortened text; never anything one needs. */
export function Tooltip({ children, text }: { children: ReactElement; text: ReactNode }) {
  return (
    <TooltipTrigger delay={500}>
      {children}
      <AriaTooltip offset={6} className={classes(floating, 'max-w-80 px-2.5 py-1.5 text-note')}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
