import { type Command, type Io, readArguments, UsageTrouble } from './command.ts'
import { evaluateFile, evaluateOptions } from './ltv/evaluate.ts'
import { fitFile } from './ltv/fit.ts'
import { learningOptions } from './ltv/learn.ts'
import { predictFile } from './ltv/predict.ts'

export const command: Command = {
  name: 'ltv',
  summary:
    'Lifetime value from a file of purchases: fit a model, predict each customer, hold forecasts against what came',
  usage: `fit FILE [--json] [options]
       tokui ltv predict FILE [--horizon DAYS] [--csv] [options]
       tokui ltv evaluate FILE [--cut DAY] [--horizon DAYS] [--json]

  FILE: columns customer_id, date and perhaps amount; one row a purchase, several on a day counting as one,
  amounts below 0 are refunds.

  --model NAME           mbgnbd (default), bgnbd, pnbd, bgcnbd, mbgcnbd or nbd
  --k N                  regularity of bgcnbd and mbgcnbd, 1 to 20 (2)
  --unit day|week        unit of time of the parameters (day)
  --calibration-end DAY  learn from purchases up to this day (the last day of the file)
  --skip-bad-rows        leave out rows that cannot be read instead of stopping
  --json                 fit: one JSON object
  --horizon DAYS         predict: days ahead, always in days (365)
  --csv                  predict: a line a customer: customer_id, p_alive, expected_purchases, low, high, p_buy,
                         next_from, next_to, expected_value. low to high holds the number of purchases of at least
                         80 % of such customers; next_from to next_to holds the middle half of the next purchases of
                         those who buy again within ten years
  --cut DAY              evaluate: forecast from purchases up to this day, score on those after it
                         (the horizon before the last day of the file)`,
  async run(args, io) {
    const [task = '', ...rest] = args
    if (!Object.hasOwn(tasks, task)) {
      throw new UsageTrouble(task === '' ? 'say fit, predict or evaluate' : `there is no "tokui ltv ${task}"`)
    }
    return (tasks[task] as Task)(rest, io)
  },
}

type Task = (args: string[], io: Io) => Promise<number | void>

const tasks: Record<string, Task> = {
  fit(args, io) {
    const { values, positionals } = readArguments(args, { ...learningOptions, json: { type: 'boolean' } })
    return fitFile(io, oneFile(positionals), values)
  },
  predict(args, io) {
    const { values, positionals } = readArguments(args, {
      ...learningOptions,
      horizon: { type: 'string' },
      csv: { type: 'boolean' },
    })
    return predictFile(io, oneFile(positionals), values)
  },
  evaluate(args, io) {
    const { values, positionals } = readArguments(args, evaluateOptions)
    return evaluateFile(io, oneFile(positionals), values)
  },
}

function oneFile(positionals: string[]): string {
  const [path] = positionals
  if (positionals.length !== 1 || !path) throw new UsageTrouble('name one file')
  return path
}
