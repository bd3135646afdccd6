import { lifetime } from '../../analysis/index.ts'
import { dayFromNumber } from '../../platform/calendar.ts'
import type { Io } from '../command.ts'
import { type Learned, type LearningWishes, learn, tellable } from './learn.ts'
import { type Words, wordsOf } from './words.ts'

/** `tokui ltv fit`: what the model learned, as one JSON object or a table. */
export async function fitFile(io: Io, path: string, wishes: LearningWishes & { json?: boolean }): Promise<void> {
  const words = wordsOf(io.locale)
  const report = reportOf(await learn(io, path, wishes), words)
  if (wishes.json) io.say(JSON.stringify(report))
  else for (const line of table(report, words)) io.say(line)
}

type Report = ReturnType<typeof reportOf>

function reportOf({ file, unit, until, histories, patterns, model, fit, spend }: Learned, words: Words) {
  const told = lifetime.inUnit(model, fit, unit === 'week' ? 7 : 1, patterns.repeats)
  const warnings = tellable([...told.warnings, ...(spend?.warnings ?? [])])
  const { rows, leftOut } = file
  const { zeros, refunds, sameDay } = file.log.counts
  return {
    model: model.name,
    ...(model.k > 1 ? { k: model.k } : {}),
    unit,
    calibrationEnd: dayFromNumber(until),
    customers: histories.size,
    repeats: patterns.repeats,
    params: told.params,
    se: told.se,
    logLikelihood: told.logLikelihood,
    spend: spend && {
      ...spend.params,
      se: spend.se,
      logLikelihood: spend.logLikelihood,
      customers: spend.customers,
      populationMean: spend.populationMean,
    },
    rows: { read: rows, leftOut, zeros, refunds, sameDay },
    warnings: warnings.map((warning) => ({ ...warning, message: words.warning(warning) })),
  }
}

function table(report: Report, words: Words): string[] {
  const { model, k, unit, params, se, spend } = report
  const lines = [
    words.title(model, k ?? 1, report.calibrationEnd, unit),
    words.counts(report.customers, report.repeats),
    '',
    ...estimates(params, se, words),
    '',
    `${words.logLikelihood}: ${report.logLikelihood.toFixed(4)}`,
  ]
  if (spend) {
    const { p, q, gamma } = spend
    lines.push(
      '',
      words.spendTitle(spend.customers, spend.populationMean),
      ...estimates({ p, q, gamma }, spend.se, words),
    )
    lines.push('', `${words.logLikelihood}: ${spend.logLikelihood.toFixed(4)}`)
  }
  lines.push('', words.rows(report.rows))
  for (const { message } of report.warnings) lines.push(`! ${message}`)
  return lines
}

function estimates(params: Record<string, number>, se: Record<string, number | null>, words: Words): string[] {
  const digits = (value: number | null | undefined) =>
    value == null ? words.notTold : String(Number(value.toPrecision(6)))
  return Object.entries(params).map(
    ([name, value]) =>
      `  ${name.padEnd(6)} ${digits(value).padStart(12)}  (${words.standardError} ${digits(se[name])})`,
  )
}
