import type { ja } from './words.ja.ts'

const steps = [
  ['days', 86_400, 2],
  ['hours', 3600, 1],
  ['minutes', 60, 1],
  ['seconds', 1, 0],
] as const

/** A length of time by its one unit: 5時間, 2日. Up to two days are told in hours, as one says them. */
export function spanOf(seconds: number, ages: typeof ja.ages): string {
  const [unit, size] = steps.find(([, length, least]) => seconds >= length * Math.max(1, least)) ?? steps[3]
  return ages[unit](Math.floor(seconds / size))
}
