import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './Button.tsx'
import { isComposing } from './keys.ts'
import { useUiWords } from './words.ts'

interface SidePanelProps {
  title: ReactNode
  /** takes the panel out of the address */
  onClose(): void
  /** the full page of what is peeked at */
  actions?: ReactNode
  children: ReactNode
}

/** A record beside its list, not over it: the list stays usable. On a phone it covers the sheet. Has its own address. */
export function SidePanel({ title, onClose, actions, children }: SidePanelProps) {
  const words = useUiWords()
  const id = useId()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const former = document.activeElement
    panel.current?.focus({ preventScroll: true })
    return () => {
      if (former instanceof HTMLElement) former.focus({ preventScroll: true })
    }
  }, [])
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || isComposing(event) || event.defaultPrevented) return
        event.stopPropagation()
        onClose()
      }}
      className="fixed inset-0 z-30 flex flex-col bg-sheet desk:left-auto desk:w-[440px] desk:border-l desk:border-rule-2 desk:shadow-bar"
    >
      <header className="flex items-center gap-3 border-b border-rule px-4 py-3 desk:px-6">
        <h2 id={id} className="min-w-0 text-h2">
          {title}
        </h2>
        <span className="ml-auto flex gap-2">
          {actions}
          <Button kind="quiet" icon aria-label={words.close} onPress={onClose}>
            <X aria-hidden size={18} strokeWidth={1.5} />
          </Button>
        </span>
      </header>
      <div className="min-h-0 flex-1 overflow-auto px-4 py-4 desk:px-6">{children}</div>
    </aside>
  )
}
