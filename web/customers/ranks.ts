import { useMemo } from 'react'
import { type FieldReply, listFields } from '../../src/segments/contract.ts'
import { useCall } from '../api.ts'
import { useListWords } from './words.ts'

export interface RankChoice {
  key: string
  label: string
}

/** The shop's ranks, best first, by its own names for them; undefined until they are known. */
export function useRanks(): RankChoice[] | undefined {
  const words = useListWords()
  const fields = useCall(listFields, {}, { staleTime: 300_000 }).data?.items
  return useMemo(() => {
    const rank = fields?.find(({ key }) => key === 'rank')
    return rank?.choices?.map((key) => ({ key, label: choiceName(rank, key, words.choices.rank) }))
  }, [fields, words])
}

/** What a choice of a field is called: by the shop, by our words, or else by itself. */
export function choiceName(field: FieldReply, id: string, words: Record<string, string> = {}): string {
  return field.choiceNames[id] ?? words[id] ?? id
}

export function useRankName(): (rank: string) => string {
  const ranks = useRanks()
  return useMemo(() => (rank) => ranks?.find(({ key }) => key === rank)?.label ?? rank, [ranks])
}
