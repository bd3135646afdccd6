import { lifetime } from '../../analysis/index.ts'
import { dayFromNumber } from '../../platform/calendar.ts'
import { Trouble } from '../../platform/trouble.ts'
import { type Io, readNumber } from '../command.ts'
import { evaluationWords } from './evaluate-words.ts'
import { readDay } from './learn.ts'
import { readPurchases } from './purchases-file.ts'
import { wordsOf } from './words.ts'

export const evaluateOptions = {
  cut: { type: 'string' },
  horizon: { type: 'string' },
  'skip-bad-rows': { type: 'boolean' },
  json: { type: 'boolean' },
} as const

interface EvaluateWishes {
  cut?: string
  horizon?: string
  'skip-bad-rows'?: boolean
  json?: boolean
}

/** `tokui ltv evaluate`: forecasts made at the cut from the rows up to it, held against the rows after it. */
export async function evaluateFile(io: Io, path: string, wishes: EvaluateWishes): Promise<void> {
  const horizon = readNumber('horizon', wishes.horizon, 365, 1)
  const wanted = readDay('cut', wishes.cut)
  const file = await readPurchases(path, { skipBadRows: wishes['skip-bad-rows'] ?? false, locale: io.locale })
  const words = evaluationWords(io.locale)
  const cut = wanted ?? file.lastDay - horizon
  const { log, lastDay } = file
  if (cut >= lastDay) throw new Trouble(words.nothingAfter(dayFromNumber(cut), dayFromNumber(lastDay)))
  if (!log.days.some((day) => day <= cut)) throw new Trouble(wordsOf(io.locale).nobodyYet(dayFromNumber(cut)))
  const found = lifetime.evaluateAt(log, cut, horizon)
  const warnings = cut + horizon > lastDay ? [words.incomplete(dayFromNumber(lastDay), lastDay - cut, horizon)] : []
  const reason = lifetime.reasonFor(found.shipped, io.locale)
  if (wishes.json) io.say(JSON.stringify(reportOf(found, reason, warnings)))
  else for (const line of table(found, reason, warnings, io.locale)) io.say(line)
}

function reportOf(found: lifetime.Evaluation, reason: string, warnings: string[]) {
  const { shipped, cut, horizon, customers, actual, models, inside } = found
  return {
    cut: dayFromNumber(cut),
    horizon,
    unit: 'day',
    customers,
    actual,
    models,
    chosen: shipped.chosen,
    reason,
    interval: { share: 0.8, low: shipped.low, high: shipped.high, inside },
    mix: shipped.parts,
    correction: shipped.choice?.correction ?? null,
    trials: shipped.trials.map(({ back, ...trial }) => ({ from: dayFromNumber(cut - back), ...trial })),
    tooSmall: shipped.small && { ...shipped.small, needed: lifetime.enough },
    deciles: found.deciles,
    byRepeats: found.byRepeats,
    tracking: found.tracking,
    warnings,
  }
}

const shown = ['shipped', 'mbgnbd', 'bgnbd', 'pnbd', 'mbgcnbd', 'nbd', 'ownRate', 'recency'] as const

function table(found: lifetime.Evaluation, reason: string, warnings: string[], locale: 'ja' | 'en'): string[] {
  const words = evaluationWords(locale)
  const { cut, horizon, customers, actual, models } = found
  const { low, high } = models.shipped
  const rows = shown.map((name) => {
    const { total, bias, mae, rmse, brier, auc } = models[name]
    const sign = bias !== null && bias >= 0 ? '+' : ''
    return [
      Math.round(total).toLocaleString('en'),
      bias === null ? '–' : `${sign}${(bias * 100).toFixed(1)} %`,
      mae.toFixed(3),
      rmse.toFixed(3),
      brier.toFixed(4),
      auc === null ? '–' : auc.toFixed(4),
      lifetime.nameOf(name, locale),
    ]
  })
  return [
    words.title(dayFromNumber(cut), horizon, customers, actual),
    words.interval(Math.round(low), Math.round(high), found.inside),
    '',
    line(words.columns),
    ...rows.map(line),
    '',
    reason,
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

/** Figures to the right, the name last: names are of any width. */
function line(cells: readonly string[]): string {
  return cells.map((cell, place) => (place === cells.length - 1 ? `  ${cell}` : cell.padStart(10))).join('')
}
