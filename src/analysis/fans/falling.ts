/** Why a fan, or someone far on the way, is about to be lost; bits, both may hold. */
export const falls = { silent: 1, 'rank-dropped': 2 } as const
export type Fall = keyof typeof falls

/** From this index on someone is far enough to be missed. */
export const highIndex = 60
/** Silence beyond this many times one's own usual interval … */
export const silentTimes = 2
/** … is news for so long; whoever was lost before that is no longer falling. */
export const newsDays = 90
/** Days of purchase from which an interval means something. */
const leastDays = 3

export interface Lately {
  firstDay: number
  lastDay: number
  /** days with a purchase */
  orderDays: number
  /** places in the list of ranks, best 0; undefined: had none */
  rank: number | undefined
  rankBefore: number | undefined
}

/** Mean days between days of purchase; undefined for fewer than three of them. */
export function rhythmOf({ firstDay, lastDay, orderDays }: Lately): number | undefined {
  return orderDays < leastDays ? undefined : Math.round((lastDay - firstDay) / (orderDays - 1))
}

/** Whether someone is falling, as bits of `falls`; asked only about fans and those far on the way. */
export function fallOf(lately: Lately, today: number): number {
  const rhythm = rhythmOf(lately)
  const late = rhythm === undefined ? 0 : today - lately.lastDay - silentTimes * rhythm
  const { rank, rankBefore } = lately
  const dropped = rank !== undefined && rankBefore !== undefined && rank > rankBefore
  return (late > 0 && late <= newsDays ? falls.silent : 0) | (dropped ? falls['rank-dropped'] : 0)
}
