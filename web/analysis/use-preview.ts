import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

const pause = 500

/**
 * What a draft would do, asked a moment after its last change. `isWanted` false: nothing is asked, as the draft has faults
 * or changes nothing. The former reply stays until the next is there.
 */
export function usePreview<Draft, Reply>(
  path: string,
  draft: Draft,
  isWanted: boolean,
  ask: (draft: Draft, signal: AbortSignal) => Promise<Reply>,
) {
  const [settled, setSettled] = useState(draft)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(draft), pause)
    return () => clearTimeout(timer)
  }, [draft])
  const reply = useQuery({
    queryKey: [path, settled],
    queryFn: ({ signal }) => ask(settled, signal),
    enabled: isWanted && settled === draft,
    placeholderData: keepPreviousData,
  })
  return { preview: reply.data ?? null, isCounting: reply.isFetching || settled !== draft }
}
