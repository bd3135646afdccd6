import { useCallback } from 'react'
import { getRules } from '../../src/analysis/contract.ts'
import { useCall } from '../api.ts'
import { useMay } from '../session.ts'
import { useListWords } from './words.ts'

/** Keys of the ranks a new shop starts with, best first. */
export const rankKeys = ['S', 'A', 'B', 'C', 'D']

/** What the shop calls its ranks; those who may not read the analysis see the names a new shop starts with. */
export function useRankName(): (rank: string) => string {
  const words = useListWords()
  const may = useMay()
  const rules = useCall(getRules, {}, { enabled: may('analysis.read'), staleTime: 300_000 }).data?.rules
  return useCallback(
    (rank) => {
      const standard = words.choices.rank as Record<string, string>
      return rules?.ranks.list.find(({ key }) => key === rank)?.label ?? standard[rank] ?? rank
    },
    [rules, words],
  )
}
