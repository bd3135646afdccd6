import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useProblems } from '../problems.ts'
import { Button } from './Button.tsx'
import { classes } from './classes.ts'
import { useUiWords } from './words.ts'

interface EmptyStateProps {
  /** 「〇〇はありません。」, or for no match 「該当する〇〇はありません。条件を減らしてください。」 */
  title: string
  children?: ReactNode
  /** one action: add the first, or loosen the conditions */
  action?: ReactNode
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-3 py-8">
      <p className="text-body font-bold">{title}</p>
      {children && <div className="max-w-[40em] text-ink-2">{children}</div>}
      {action}
    </div>
  )
}

interface EmptyListProps {
  isFiltered: boolean
  words: { noMatch: string; noMatchWhy: string; clear: string; never: string; neverWhy: string }
  onClear(): void
  /** how the first one comes */
  first: ReactNode
}

/** A list without rows: none that matches, or never any. */
export function EmptyList({ isFiltered, words, onClear, first }: EmptyListProps) {
  return isFiltered ? (
    <EmptyState title={words.noMatch} action={<Button onPress={onClear}>{words.clear}</Button>}>
      {words.noMatchWhy}
    </EmptyState>
  ) : (
    <EmptyState title={words.never} action={first}>
      {words.neverWhy}
    </EmptyState>
  )
}

/** What could not be shown, why, and the way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const words = useUiWords()
  const { sentence } = useProblems()
  return (
    <div role="alert" className="flex flex-col items-start gap-3 py-8">
      <p className="text-body font-bold">{words.problem}</p>
      <p className="max-w-[40em] text-ink-2">{sentence(error)}</p>
      {onRetry && <Button onPress={onRetry}>{words.retry}</Button>}
    </div>
  )
}

/** A grey bar in the place of text that is on its way. */
export function Skeleton({ width = '100%', className }: { width?: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={classes('inline-block h-[0.8em] animate-pulse rounded-1 bg-rule align-middle', className)}
      style={{ width }}
    />
  )
}

/** Lines of skeleton with a word for screen readers; shown only when waiting passes a moment. */
export function Loading({ lines = 3 }: { lines?: number }) {
  const words = useUiWords()
  return (
    <div role="status" aria-label={words.loading} className="flex animate-[appear_0s_300ms_both] flex-col gap-4 py-6">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} width={`${90 - (line % 3) * 15}%`} />
      ))}
    </div>
  )
}

interface ReadingProps<Reply> {
  of: UseQueryResult<Reply>
  lines?: number
  children(reply: Reply): ReactNode
}

/** What came of a reading; until then that it is under way, or why it failed. */
export function Reading<Reply>({ of, lines = 3, children }: ReadingProps<Reply>) {
  if (of.isPending) return <Loading lines={lines} />
  if (of.isError) return <ErrorState error={of.error} onRetry={() => void of.refetch()} />
  return children(of.data)
}
