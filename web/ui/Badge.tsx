import { Check, CircleDashed, Clock, type LucideIcon, Minus, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

const ranks: Record<string, string> = {
  S: 'border-accent bg-accent text-on-accent',
  A: 'border-accent bg-accent-quiet text-accent',
  B: 'border-ink text-ink',
  C: 'border-field text-ink-2',
  D: 'border-dashed border-field text-ink-2',
  E: 'border-dotted border-field text-ink-2',
}

interface RankBadgeProps {
  /** S A B C D, best first; readable without colour */
  rank: string
  /** 上得意; left out where a column head already says it, then read aloud only */
  name?: string
  hideName?: boolean
}

export function RankBadge({ rank, name, hideName = false }: RankBadgeProps) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={hideName ? name : undefined}>
      <span
        className={classes(
          'inline-grid size-5 flex-none place-items-center rounded-1 border-[1.5px] text-note leading-none font-bold',
          ranks[rank] ?? ranks.C,
        )}
      >
        {rank}
      </span>
      {name && <span className={hideName ? 'sr-only' : undefined}>{name}</span>}
    </span>
  )
}

export type Tone = 'ok' | 'warn' | 'danger' | 'quiet' | 'accent'

const tones: Record<Tone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  danger: 'text-danger',
  quiet: 'text-ink-2',
  accent: 'text-accent',
}
const glyphs = {
  check: Check,
  clock: Clock,
  alert: TriangleAlert,
  cross: X,
  none: Minus,
  waiting: CircleDashed,
} satisfies Record<string, LucideIcon>

/** A state is glyph + word + colour, always all three. */
export function StateTag({ tone, glyph, children }: { tone: Tone; glyph: keyof typeof glyphs; children: ReactNode }) {
  const Glyph = glyphs[glyph]
  return (
    <span className={classes('inline-flex items-center gap-1 text-note whitespace-nowrap', tones[tone])}>
      <Glyph aria-hidden size={14} strokeWidth={1.7} className="flex-none" />
      {children}
    </span>
  )
}

const grounds: Record<'warn' | 'danger' | 'quiet' | 'ok', string> = {
  warn: 'bg-warn-quiet text-warn',
  danger: 'bg-danger-quiet text-danger',
  quiet: 'bg-sunken text-ink-2',
  ok: 'bg-ok-quiet text-ok',
}

/** One line that wants attention on a record or a page, with what to do about it. */
export function Notice({
  tone,
  glyph = 'alert',
  children,
  action,
}: {
  tone: keyof typeof grounds
  glyph?: keyof typeof glyphs
  children: ReactNode
  action?: ReactNode
}) {
  const Glyph = glyphs[glyph]
  return (
    <div className={classes('flex min-h-[30px] items-start gap-2 rounded-2 px-2.5 py-1.5 text-small', grounds[tone])}>
      <Glyph aria-hidden size={14} strokeWidth={1.6} className="mt-[0.15em] flex-none" />
      <span className="flex min-w-0 flex-wrap gap-x-3 gap-y-1">
        <span className="min-w-0">{children}</span>
        {action}
      </span>
    </div>
  )
}
