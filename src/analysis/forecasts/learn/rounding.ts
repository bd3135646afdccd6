import { year } from './horizons.ts'
import type { CustomerOutlook } from './outlooks.ts'

/** How chances and purchases are stored. */
export const thousandths = (one: number): number => Math.round(1000 * one)

/** 離反リスク: the chance that nothing is bought within a year. */
export const churnOf = ({ buys }: CustomerOutlook): number => 1000 - thousandths(buys[year] as number)
