import { useMemo } from 'react'
import type { ActionKey, FanDefinition } from '../../../src/analysis/fans/contract.ts'
import { listAttributeDefinitions } from '../../../src/customers/contract.ts'
import { useCall } from '../../api.ts'
import { useRanks } from '../../customers/ranks.ts'
import { type Formats, useFormat } from '../../format.ts'
import { roomWords } from '../../words.ts'
import { en } from './words.en.ts'
import { ja } from './words.ja.ts'

export const useFanWords = roomWords(ja, en)

/** Actions and their thresholds in the reader's language. */
export function useSteps() {
  const words = useFanWords()
  const format = useFormat()
  return useMemo(
    () => ({
      /** the subject of a sentence: who bought again within 30 days */
      who: ({ key, threshold }: Named, firstDays: number) => words.who[key](written(key, threshold, format), firstDays),
      /** a step on the way: buy again within 30 days */
      step: ({ key, threshold }: Named) => words.step[key](written(key, threshold, format), 0),
      /** what an action came to: day 9, twice */
      value: (key: ActionKey, value: number) => words.value[key](written(key, value, format)),
    }),
    [words, format],
  )
}

interface Named {
  key: ActionKey
  threshold: number
}

const written = (key: ActionKey, value: number, format: Formats) =>
  key === 'first-amount' ? format.money(value) : format.number(value)

/** The ways of becoming a fan, a line each. */
export function useWays(): (definition: FanDefinition) => string[] {
  const words = useFanWords()
  const format = useFormat()
  const ranks = useRanks()
  const attributes = useCall(listAttributeDefinitions, {}, { staleTime: 300_000 }).data?.items
  return ({ rank, attribute, events }) => {
    const said = words.definition
    const lines: string[] = []
    if (rank) {
      const best = (ranks ?? []).slice(0, rank.best).map(({ label }) => label)
      lines.push(said.rank(best.join(words.comma), rank.months))
    }
    if (attribute) {
      const name = attributes?.find(({ id }) => id === attribute.id)?.name
      // its name is on its way, or it is no more
      lines.push(said.attribute(name ?? (attributes ? said.gone : '…'), format.number(attribute.least)))
    }
    const kinds: Record<string, string> = said.kinds
    return [...lines, ...events.map((kind) => kinds[kind] ?? said.kind(kind))]
  }
}

/** 2.4〜3.9倍 */
export function useLift() {
  const words = useFanWords()
  const format = useFormat()
  const decimal = (value: number) => format.decimal(value, value < 10 ? 1 : 0)
  return {
    lift: decimal,
    interval: ({ low, high }: { low: number; high: number | null }) =>
      high === null ? words.findings.openInterval(decimal(low)) : words.findings.interval(decimal(low), decimal(high)),
  }
}
