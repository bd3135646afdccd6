import type { ReactNode } from 'react'

/** Search, chips and what else narrows a list; `end` holds how it is shown. */
export function Toolbar({ label, children, end }: { label: string; children: ReactNode; end?: ReactNode }) {
  return (
    <div role="group" aria-label={label} className="no-print flex flex-wrap items-center gap-2 pt-3 pb-2.5">
      {children}
      {end && <div className="ml-auto flex items-center gap-2">{end}</div>}
    </div>
  )
}

/** Floats over the foot of the sheet while rows are selected: the count first, one filled button, at most four more. */
export function FloatingBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div
      role="region"
      aria-label={label}
      className="no-print fixed inset-x-2 bottom-[calc(60px+env(safe-area-inset-bottom)+8px)] z-30 flex flex-wrap items-center gap-3 rounded-3 border border-l-3 border-rule-2 border-l-accent bg-sheet py-2 pr-2.5 pl-4 shadow-bar desk:inset-x-auto desk:bottom-5 desk:left-[calc(50%+var(--frame-nav,var(--nav))/2)] desk:-translate-x-1/2 desk:flex-nowrap desk:whitespace-nowrap"
    >
      {children}
    </div>
  )
}
