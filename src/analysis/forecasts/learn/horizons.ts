/** Days ahead: 3, 6, 12 and 24 months of a year of 365 days. */
export const horizons = [91, 182, 365, 730] as const
/** the place of a year among them */
export const year = 2
/** chances are told for these days as well */
export const soon = [30, 90] as const
/** what money is worth less a year later */
export const discountPerYear = 0.1
/** of intervals of single customers and of totals */
export const share = 0.8
/** of the standard normal: a tenth lies beyond on either side */
export const tenth = 1.2815515655446004
