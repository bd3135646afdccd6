import type { AnalysisRules } from '../../../src/analysis/contract.ts'
import type { Formats } from '../../format.ts'
import type { useAnalysisWords } from '../words.ts'

type HeatWords = ReturnType<typeof useAnalysisWords>['heat']
type Rfm = AnalysisRules['rfm']

/** 30日以内, 31〜90日 … 366日以上, as R5 … R1; index 0 is R1. */
export function recencyLabels(rfm: Rfm, words: HeatWords): string[] {
  if (rfm.mode === 'quantile') return groupLabels(rfm.quantiles, words)
  const cuts = rfm.recencyDays
  return Array.from({ length: cuts.length + 1 }, (_, index) => {
    const place = cuts.length - index
    const to = cuts[place]
    const from = place === 0 ? null : (cuts[place - 1] as number) + 1
    if (to === undefined) return words.from(from ?? 0)
    return from === null ? words.upTo(to) : words.between(from, to)
  })
}

/** 1回, 2〜3回 … 12回以上, as F1 … F5. */
export function frequencyLabels(rfm: Rfm, words: HeatWords): string[] {
  if (rfm.mode === 'quantile') return groupLabels(rfm.quantiles, words)
  const cuts = rfm.purchases
  return Array.from({ length: cuts.length + 1 }, (_, index) => {
    const from = index === 0 ? 1 : (cuts[index - 1] as number)
    const next = cuts[index]
    if (next === undefined) return words.timesFrom(from)
    return next - 1 === from ? words.times(from) : words.timesBetween(from, next - 1)
  })
}

/** 5,000円以下 … 20,000円超, as M1 … M5. */
export function monetaryLabels(rfm: Rfm, words: HeatWords, format: Formats): string[] {
  if (rfm.mode === 'quantile') return groupLabels(rfm.quantiles, words)
  const cuts = rfm.amounts
  return Array.from({ length: cuts.length + 1 }, (_, index) => {
    const [from, to] = [cuts[index - 1], cuts[index]]
    if (from === undefined) return words.moneyUpTo(format.money(to as number))
    return to === undefined
      ? words.moneyOver(format.money(from))
      : words.moneyBetween(format.money(from), format.money(to))
  })
}

function groupLabels(groups: number, words: HeatWords): string[] {
  return Array.from({ length: groups }, (_, index) => words.group(index + 1, groups))
}
