import * as z from 'zod'

/** Lengths of the first days to choose from. */
export const firstDaysChoices = [30, 60, 90, 180] as const

const whole = (least: number, most: number) => z.number().int().min(least).max(most)

/** What a fan is, as the shop says it: whoever comes to be one in any of these ways, in time. */
export const fanDefinition = z
  .strictObject({
    /** one of the `best` highest ranks at `months` month ends in a row */
    rank: z.strictObject({ best: whole(1, 4), months: whole(3, 36) }).nullable(),
    /** a custom attribute (number) of at least this, as 推奨度 of 9 */
    attribute: z.strictObject({ id: whole(1, 2_147_483_647), least: z.number().min(-1e9).max(1e9) }).nullable(),
    /** kinds of events of which one is enough, as a review */
    events: z
      .array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/))
      .max(10)
      .refine((kinds) => new Set(kinds).size === kinds.length, { error: 'not-unique' }),
    /** days from the first purchase on in which actions count */
    firstDays: z.literal(firstDaysChoices),
    /** days from the first purchase on within which a fan has come to be one; before that nobody is counted */
    outcomeDays: whole(60, 1825),
    /** expected share of false ones among the indicators found */
    falseShare: z.number().min(0.01).max(0.2),
  })
  .refine((one) => one.rank !== null || one.attribute !== null || one.events.length > 0, {
    error: 'required',
    path: ['events'],
  })
  .refine((one) => one.outcomeDays > one.firstDays, { error: 'too-short', path: ['outcomeDays'] })
  .refine((one) => !one.rank || one.rank.months * 31 <= one.outcomeDays - one.firstDays, {
    error: 'too-short',
    path: ['outcomeDays'],
  })
export type FanDefinition = z.output<typeof fanDefinition>

/** Events that speak of a fan wherever they are recorded. */
export const usualKinds = ['review', 'referral']

/**
 * What a shop starts with: the highest rank kept for 12 months, a review, a referral, or 推奨度 of 9 or 10 where the shop
 * has such an attribute; all of it within two years of the first purchase.
 */
export function usualDefinition(recommendation: number | null): FanDefinition {
  return {
    rank: { best: 1, months: 12 },
    attribute: recommendation === null ? null : { id: recommendation, least: 9 },
    events: usualKinds,
    firstDays: 90,
    outcomeDays: 730,
    falseShare: 0.05,
  }
}

/** Of the number attributes a shop has, the one that says 推奨度. */
export function recommendationAmong(attributes: readonly { id: number; key: string; name: string }[]): number | null {
  const found = attributes.find(
    ({ key, name }) => /^(nps|recommend|recommendation)(_|$)/.test(key) || /推奨度|NPS/i.test(name),
  )
  return found?.id ?? null
}
