import { getRules } from '../../src/analysis/contract.ts'
import { useCall } from '../api.ts'
import { useMay } from '../session.ts'
import { useListWords } from './words.ts'

/** What the shop calls its ranks; those who may not read the analysis see the names a new shop starts with. */
export function useRankName(): (rank: string) => string {
  const words = useListWords()
  const may = useMay()
  const rules = useCall(getRules, {}, { enabled: may('analysis.read'), staleTime: 300_000 }).data?.rules
  const standard = words.choices.rank as Record<string, string>
  return (rank) => rules?.ranks.list.find(({ key }) => key === rank)?.label ?? standard[rank] ?? rank
}
