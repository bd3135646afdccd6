import { lifetime } from '../../analysis/index.ts'
import { dayFromNumber, dayNumber } from '../../platform/calendar.ts'
import { Trouble } from '../../platform/trouble.ts'
import { type Io, readNumber, UsageTrouble } from '../command.ts'
import { readPurchases } from './purchases-file.ts'
import { wordsOf } from './words.ts'

/** Options that every command that fits a model understands. */
export const learningOptions = {
  model: { type: 'string' },
  k: { type: 'string' },
  unit: { type: 'string' },
  'calibration-end': { type: 'string' },
  'skip-bad-rows': { type: 'boolean' },
} as const

export interface LearningWishes {
  model?: string
  k?: string
  unit?: string
  'calibration-end'?: string
  'skip-bad-rows'?: boolean
}

/** Warnings of a fit in sentences' order; where nobody came back, that no parameter is known need not be said one by one. */
export function tellable(warnings: lifetime.Warning[]): lifetime.Warning[] {
  const nothing = warnings.some(({ code }) => code === 'no-repeats')
  return nothing ? warnings.filter(({ code }) => code !== 'not-identified') : warnings
}

/** A model fitted on a file, times in days. */
export type Learned = Awaited<ReturnType<typeof learn>>

/** Reads the file, cuts it at the end of the calibration, fits the model and, where there are amounts, the spend model. */
export async function learn(io: Io, path: string, wishes: LearningWishes) {
  const wanted = readModel(wishes)
  const unit = readUnit(wishes.unit)
  const end = readDay('calibration-end', wishes['calibration-end'])
  const file = await readPurchases(path, { skipBadRows: wishes['skip-bad-rows'] ?? false, locale: io.locale })
  const until = end ?? file.lastDay
  const histories = lifetime.historiesAt(file.log, until)
  if (histories.size === 0) throw new Trouble(wordsOf(io.locale).nobodyYet(dayFromNumber(until)))
  const patterns = lifetime.patternsOf(histories)
  const { model, fit } = lifetime.fitOrSimpler(wanted, patterns)
  const spend = file.hasAmounts ? lifetime.gammaGamma.fit(histories) : null
  // without repeat buyers there is no spend to speak of, and one sentence says all
  return { file, unit, until, histories, patterns, model, fit, spend: spend && spend.customers > 0 ? spend : null }
}

const mostStages = 20

function readModel({ model: name = 'mbgnbd', k }: LearningWishes) {
  const known = lifetime.modelNames.find((one) => one === name)
  if (!known) throw new UsageTrouble(`--model must be one of ${lifetime.modelNames.join(', ')}, not "${name}"`)
  const regular = known === 'bgcnbd' || known === 'mbgcnbd'
  const stages = readNumber('k', k, regular ? 2 : 1, 1)
  if (stages > mostStages) throw new UsageTrouble(`--k must be at most ${mostStages}, not ${stages}`)
  if (stages > 1 && !regular) throw new UsageTrouble(`--k belongs to bgcnbd and mbgcnbd; ${known} has no k`)
  return lifetime.modelNamed(known, stages)
}

function readUnit(unit = 'day'): 'day' | 'week' {
  if (unit !== 'day' && unit !== 'week') throw new UsageTrouble(`--unit must be day or week, not "${unit}"`)
  return unit
}

/** Days since 1970-01-01. */
export function readDay(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayNumber(text) : Number.NaN
  if (Number.isNaN(day) || dayFromNumber(day) !== text) {
    throw new UsageTrouble(`--${name} must be a day as 2026-11-22, not "${text}"`)
  }
  return day
}
