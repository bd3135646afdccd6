/** The measures of the cube: cohorts, ages, windows. */

export type Grain = 'month' | 'week'
export const grains = ['month', 'week'] as const

/** By what a cohort is split: all about the first purchase. */
export const dimensions = ['all', 'product', 'channel', 'ad', 'store'] as const
export type Dimension = (typeof dimensions)[number]

/** Days of one step of age: since the customer's own first purchase, which is on day 0. */
export const ageDays = { month: 30, week: 7 } as const
/** Steps of age that are counted: 720 days, and half a year by weeks. */
export const ageCount = { month: 24, week: 26 } as const
/** Cohorts that are kept: five years, and a year by weeks. */
export const cohortCount = { month: 60, week: 53 } as const

/** Days within which the next purchase may come. */
export const windows = [30, 60, 90, 180, 365] as const
/** Purchases whose next one is looked for: from the 1st to the 10th. */
export const stepCount = 10

/** Values of a dimension with rows of their own, those with most buyers; the rest is one row together. */
export const mostValues = 20
