import * as z from 'zod'

/** The rules of classification: what the shop may change, its limits, and the values it starts with. */

const ascending = (values: number[]) =>
  values.every((value, index) => index === 0 || value > (values[index - 1] as number))
const fourCuts = (min: number, max: number) =>
  z.array(z.number().int().min(min).max(max)).length(4).refine(ascending, { error: 'not-ascending' })

const mostDays = 36_500
const mostAmount = Number.MAX_SAFE_INTEGER

export const rfmRules = z.strictObject({
  mode: z.enum(['fixed', 'quantile']),
  /** R5 up to the 1st number of days since the last purchase … R1 after the 4th */
  recencyDays: fourCuts(0, mostDays),
  /** F2 from the 1st number of purchases … F5 from the 4th; below the 1st: F1 */
  purchases: fourCuts(2, 100_000),
  /** M1 up to the 1st amount (included) … M5 above the 4th, in the currency's smallest unit */
  amounts: fourCuts(0, mostAmount),
  /** classes of the quantile mode: 3 or 5 groups of equal size */
  quantiles: z.union([z.literal(3), z.literal(5)]),
  /** customers who bought once stand in a cell of their own (R0 F0 M0) instead of on the table */
  oneTimeApart: z.boolean(),
})
export type RfmRules = z.infer<typeof rfmRules>

const rank = z.strictObject({
  key: z.string().regex(/^[A-Z][A-Z0-9]?$/),
  label: z.string().trim().min(1).max(20),
})
export type Rank = z.infer<typeof rank>

export const rankRules = z
  .strictObject({
    /** best first */
    list: z.array(rank).min(2).max(5),
    /** the rank (place in `list`) of each cell, at (r - 1) × levels² + (f - 1) × levels + (m - 1) */
    painting: z.array(z.number().int().min(0).max(4)),
    /** the rank of the cell of one-time buyers, when they stand apart */
    oneTime: z.number().int().min(0).max(4),
  })
  .refine((rules) => new Set(rules.list.map(({ key }) => key)).size === rules.list.length, {
    error: 'not-unique',
    path: ['list'],
  })
  .refine((rules) => [...rules.painting, rules.oneTime].every((place) => place < rules.list.length), {
    error: 'unknown-rank',
    path: ['painting'],
  })

export const cpmRules = z
  .strictObject({
    /** tenure below which a repeat customer is still よちよち */
    shortTenureDays: z.number().int().min(1).max(mostDays),
    /** tenure from which a large spender is 優良, no longer 流行 */
    longTenureDays: z.number().int().min(1).max(mostDays),
    /** cumulative net sales from which コツコツ becomes 流行 or 優良, in the currency's smallest unit */
    amount: z.number().int().min(1).max(mostAmount),
    /** days since the last purchase from which a customer has lapsed */
    lapseDays: z.number().int().min(1).max(mostDays),
  })
  .refine((rules) => rules.shortTenureDays < rules.longTenureDays, { error: 'not-ascending', path: ['longTenureDays'] })
export type CpmRules = z.infer<typeof cpmRules>

export const analysisRules = z
  .strictObject({
    rfm: rfmRules,
    ranks: rankRules,
    cpm: cpmRules,
    /** several purchases on one day count as one, in F, in 初回 and in F2 */
    sameDayOnce: z.boolean(),
  })
  .refine((rules) => rules.ranks.painting.length === levelsOf(rules.rfm) ** 3, {
    error: 'painting-does-not-fit',
    path: ['ranks', 'painting'],
  })
export type AnalysisRules = z.infer<typeof analysisRules>

/** How many classes each of R, F and M has. */
export function levelsOf(rfm: RfmRules): 3 | 5 {
  return rfm.mode === 'quantile' ? rfm.quantiles : 5
}

export type PresetName = 'repeat' | 'ad-hoc'

/**
 * Fixed thresholds in use among Japanese mail-order shops: 単品リピート (one product bought again and again) and 都度買い
 * (bought when wanted). Outer values: うちでのこづち (japan-practice.md §1.2, S6); the inner cuts are ours.
 * Amounts are smallest units of a currency whose unit is about a yen or a cent.
 */
export const presets: Record<PresetName, Pick<RfmRules, 'recencyDays' | 'purchases' | 'amounts'>> = {
  repeat: { recencyDays: [30, 90, 180, 365], purchases: [2, 4, 8, 12], amounts: [5_000, 8_000, 12_000, 20_000] },
  'ad-hoc': { recencyDays: [30, 180, 365, 730], purchases: [2, 3, 4, 5], amounts: [5_000, 8_000, 12_000, 20_000] },
}

// Currencies whose smallest unit is worth much less than a yen or a cent: thresholds are multiplied.
const smallUnits: Record<string, number> = { KRW: 10, CLP: 10, IDR: 10_000, VND: 200, HUF: 3, ISK: 1, PYG: 50, UGX: 30 }

/** Scales yen thresholds to a company's currency: ¥70,000 becomes $700.00 (70,000 cents) or ₩700,000. */
export function presetFor(name: PresetName, currency: string): Pick<RfmRules, 'recencyDays' | 'purchases' | 'amounts'> {
  const unit = smallUnits[currency] ?? 1
  return { ...presets[name], amounts: presets[name].amounts.map((amount) => amount * unit) }
}

/** The five ranks a new shop starts with, best first. */
export const defaultRanks: Rank[] = [
  { key: 'S', label: '上得意' },
  { key: 'A', label: '得意' },
  { key: 'B', label: 'なじみ' },
  { key: 'C', label: 'はじめて' },
  { key: 'D', label: 'ごぶさた' },
]

/**
 * The painting a shop starts with, for `levels` classes and the five default ranks. Long silent (lowest R; or bought once
 * and not lately): ごぶさた. Bought once, lately: はじめて. High in R, F and M: 上得意; well above the middle: 得意; else なじみ.
 */
export function defaultPainting(levels: 3 | 5): number[] {
  const five = (level: number) => (levels === 5 ? level : level * 2 - 1)
  const painting: number[] = []
  for (let r = 1; r <= levels; r++) {
    for (let f = 1; f <= levels; f++) {
      for (let m = 1; m <= levels; m++) painting.push(defaultRankOf(five(r), five(f), five(m)))
    }
  }
  return painting
}

function defaultRankOf(r: number, f: number, m: number): number {
  if (r === 1 || (f === 1 && r === 2)) return 4
  if (f === 1) return 3
  if (r >= 4 && f >= 4 && m >= 4) return 0
  if (r >= 3 && (f >= 4 || (f === 3 && m >= 3))) return 1
  return 2
}

/** The rules in force while a shop has saved none. */
export function defaultRules(currency: string): AnalysisRules {
  return {
    rfm: { mode: 'fixed', ...presetFor('repeat', currency), quantiles: 5, oneTimeApart: false },
    ranks: { list: defaultRanks, painting: defaultPainting(5), oneTime: 3 },
    cpm: {
      shortTenureDays: 90,
      longTenureDays: 210,
      amount: 70_000 * (smallUnits[currency] ?? 1),
      lapseDays: 240,
    },
    sameDayOnce: false,
  }
}
