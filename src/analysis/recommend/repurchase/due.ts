import { below } from './normal.ts'
import { chanceOf, type Rhythm } from './rhythm.ts'
import type { Supply } from './spells.ts'

/** When a customer will want an item again. Days are day numbers. */
export interface Due {
  item: number
  purchases: number
  lastDay: number
  quantity: number
  /** usual days between purchases, for the quantity bought last */
  everyDays: number
  /** half of those who buy again have done so by this day */
  dueDay: number
  /** the middle half of next purchases */
  fromDay: number
  toDay: number
  /** chance that another purchase will ever come, now that none has come yet */
  again: number
  /** so long ago that it is no longer reckoned with */
  lapsed: boolean
}

/** Quartiles of a standard normal stand this far from its middle. */
const quartile = 0.6744897501960817
const lapsedAfter = 2.5

/** Mean and spread of the log of the running spell, what the customer did before weighed against what others do. */
function spellOf(rhythm: Rhythm, item: number, { days, quantities }: Supply) {
  const { within, between, thrift } = rhythm
  let sum = 0
  for (let n = 1; n < days.length; n++) {
    const gap = Math.max(1, (days[n] as number) - (days[n - 1] as number))
    sum += Math.log(gap) - thrift * Math.log(quantities[n - 1] as number)
  }
  const precision = (days.length - 1) / within ** 2 + 1 / between ** 2
  const mean = (sum / within ** 2 + (rhythm.mean[item] as number) / between ** 2) / precision
  const kind = Math.min(3, days.length - 1)
  return {
    mean: mean + thrift * Math.log(quantities.at(-1) as number),
    spread: Math.sqrt(within ** 2 + 1 / precision),
    chance: chanceOf((rhythm.again[item] as number) + (rhythm.loyalty[kind] as number)),
  }
}

/**
 * Chance that the item is bought after `today` and by `today` + `days`, given that it was not bought since:
 * c · (F(t + d) − F(t)) / (1 − c · F(t)), F log-normal, c the chance of another purchase at all.
 */
export function buysWithin(rhythm: Rhythm, item: number, supply: Supply, today: number, days: number): number {
  const { mean, spread, chance } = spellOf(rhythm, item, supply)
  const elapsed = Math.max(0, today - (supply.days.at(-1) as number))
  const now = reached(elapsed, mean, spread)
  return (chance * (reached(elapsed + days, mean, spread) - now)) / (1 - chance * now)
}

const reached = (days: number, mean: number, spread: number) => (days > 0 ? below((Math.log(days) - mean) / spread) : 0)

export function dueOf(rhythm: Rhythm, item: number, supply: Supply, today: number): Due {
  const { mean, spread, chance } = spellOf(rhythm, item, supply)
  const lastDay = supply.days.at(-1) as number
  const after = (z: number) => lastDay + Math.max(1, Math.round(Math.exp(mean + z * spread)))
  const elapsed = Math.max(0, today - lastDay)
  const now = reached(elapsed, mean, spread)
  return {
    item,
    purchases: supply.days.length,
    lastDay,
    quantity: supply.quantities.at(-1) as number,
    everyDays: after(0) - lastDay,
    dueDay: after(0),
    fromDay: after(-quartile),
    toDay: after(quartile),
    again: (chance * (1 - now)) / (1 - chance * now),
    lapsed: elapsed > lapsedAfter * Math.exp(mean),
  }
}
