import type { ReactNode } from 'react'
import { useWords } from '../words.ts'
import { Button } from './Button.tsx'

interface MoreProps {
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): Promise<unknown> }
  /** beside the button: how many are shown */
  children?: ReactNode
}

/** The way to the next rows of a list, while there are any. */
export function More({ of, children }: MoreProps) {
  const { verbs } = useWords()
  if (!of.hasNextPage) return null
  return (
    <p className="flex items-center gap-3 py-4 text-ink-2">
      <Button onPress={() => void of.fetchNextPage()} isPending={of.isFetchingNextPage}>
        {verbs.seeMore}
      </Button>
      {children}
    </p>
  )
}
