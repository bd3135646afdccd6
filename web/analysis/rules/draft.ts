import {
  type AnalysisRules,
  defaultPainting,
  levelsOf,
  type PresetName,
  presetFor,
} from '../../../src/analysis/contract.ts'

/** Changes of a draft of the rules that keep it whole: the painting fits the classes, every painted rank exists. */

export function withMode(rules: AnalysisRules, mode: 'fixed' | 'quantile', quantiles: 3 | 5): AnalysisRules {
  const rfm = { ...rules.rfm, mode, quantiles }
  const levels = levelsOf(rfm)
  if (levels === levelsOf(rules.rfm)) return { ...rules, rfm }
  return { ...rules, rfm, ranks: { ...rules.ranks, painting: suggestedPainting(levels, rules.ranks.list.length) } }
}

export function withPreset(rules: AnalysisRules, name: PresetName, currency: string): AnalysisRules {
  return { ...rules, rfm: { ...rules.rfm, ...presetFor(name, currency) } }
}

/** The suggestion is made for five ranks; with fewer, the lowest take what is over. */
export function suggestedPainting(levels: 3 | 5, ranks: number): number[] {
  return defaultPainting(levels).map((place) => Math.min(place, ranks - 1))
}

export function addRank(rules: AnalysisRules): AnalysisRules {
  const used = new Set(rules.ranks.list.map(({ key }) => key))
  const key = [...'SABCDE'].find((letter) => !used.has(letter)) ?? 'F'
  return { ...rules, ranks: { ...rules.ranks, list: [...rules.ranks.list, { key, label: key }] } }
}

/** Cells of the removed rank go to the one below it, or above it when it was the lowest. */
export function removeRank(rules: AnalysisRules, removed: number): AnalysisRules {
  const list = rules.ranks.list.filter((_, place) => place !== removed)
  const moved = (place: number) => Math.min(place > removed ? place - 1 : place, list.length - 1)
  return { ...rules, ranks: { list, painting: rules.ranks.painting.map(moved), oneTime: moved(rules.ranks.oneTime) } }
}

/** Paints one cell of the R×F grid, in one layer of M or in all (`null`). */
export function paint(rules: AnalysisRules, r: number, f: number, m: number | null, rank: number): AnalysisRules {
  const levels = levelsOf(rules.rfm)
  const painting = rules.ranks.painting.slice()
  for (let layer = 1; layer <= levels; layer++) {
    if (m === null || layer === m) painting[((r - 1) * levels + (f - 1)) * levels + (layer - 1)] = rank
  }
  return { ...rules, ranks: { ...rules.ranks, painting } }
}

/** The rank painted on a cell in a layer; null where all layers are shown and differ. */
export function paintedRank(rules: AnalysisRules, r: number, f: number, m: number | null): number | null {
  const levels = levelsOf(rules.rfm)
  const start = ((r - 1) * levels + (f - 1)) * levels
  const layers = rules.ranks.painting.slice(start, start + levels)
  if (m !== null) return layers[m - 1] ?? null
  return layers.every((rank) => rank === layers[0]) ? (layers[0] ?? null) : null
}

export type RuleFault = 'ascending' | 'twice' | 'unnamed'

/** What keeps a draft from being previewed, by the group of fields it is in. */
export function faultsOf(
  rules: AnalysisRules,
): Partial<Record<'recency' | 'frequency' | 'monetary' | 'cpm' | 'ranks', RuleFault>> {
  const ascending = (cuts: number[]) => cuts.every((cut, index) => index === 0 || cut > (cuts[index - 1] as number))
  const { rfm, cpm, ranks } = rules
  return {
    ...(ascending(rfm.recencyDays) ? {} : { recency: 'ascending' as const }),
    ...(ascending(rfm.purchases) ? {} : { frequency: 'ascending' as const }),
    ...(ascending(rfm.amounts) ? {} : { monetary: 'ascending' as const }),
    ...(cpm.shortTenureDays < cpm.longTenureDays ? {} : { cpm: 'ascending' as const }),
    ...(ranks.list.every(({ label }) => label.trim() !== '') ? {} : { ranks: 'unnamed' as const }),
    ...(new Set(ranks.list.map(({ key }) => key)).size === ranks.list.length ? {} : { ranks: 'twice' as const }),
  }
}
