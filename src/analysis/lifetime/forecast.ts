import { smallestWith } from './models/ahead.ts'
import type { BuyingModel, Outlook, Parameters } from './models/model.ts'
import { windowOfNext } from './next-purchase.ts'
import type { Patterns } from './patterns.ts'

/** What is expected of the customers of each pattern; of one customer: `forecast.expected[patterns.of[customer]]`. */
export interface Forecast {
  horizon: number
  /** share of customers whose number of purchases lies within low … high, at least */
  share: number
  alive: Float64Array
  /** purchases within the horizon */
  expected: Float64Array
  buysWithin: Float64Array
  low: Float64Array
  high: Float64Array
  /** days from the end of the observation to the window of the next purchase: see `windowOfNext` */
  from: Float64Array
  to: Float64Array
}

/**
 * Forecasts `horizon` days (the unit of the patterns) ahead. The interval low … high is that of the customer's own number
 * of purchases, a whole number, with the parameters taken as known; it holds at least `share` of such customers.
 */
export function forecast(
  model: BuyingModel,
  params: Parameters,
  patterns: Patterns,
  { horizon, share = 0.8 }: { horizon: number; share?: number },
): Forecast {
  const { size, x, tx, T } = patterns
  const column = () => new Float64Array(size)
  const found: Forecast = {
    horizon,
    share,
    alive: column(),
    expected: column(),
    buysWithin: column(),
    low: column(),
    high: column(),
    from: column(),
    to: column(),
  }
  for (let i = 0; i < size; i++) {
    const history = [x[i] as number, tx[i] as number, T[i] as number] as const
    const outlook = outlookOf(model, params, ...history, horizon, share)
    const window = windowOfNext(model, params, ...history)
    found.alive[i] = outlook.alive
    found.expected[i] = outlook.expected
    found.buysWithin[i] = outlook.buysWithin
    found.low[i] = outlook.low
    found.high[i] = outlook.high
    found.from[i] = window.from
    found.to[i] = window.to
  }
  return found
}

/** Several answers about one customer; by the model's own short cut where it has one. */
export function outlookOf(
  model: BuyingModel,
  params: Parameters,
  x: number,
  tx: number,
  T: number,
  t: number,
  share: number,
): Outlook {
  if (model.outlook) return model.outlook(params, x, tx, T, t, share)
  const tail = (1 - share) / 2
  const beyond = (count: number) => model.atLeast(params, x, tx, T, t, count + 1)
  return {
    alive: model.alive(params, x, tx, T),
    expected: model.expected(params, x, tx, T, t),
    buysWithin: model.buysWithin(params, x, tx, T, t),
    low: smallestWith(beyond, 1 - tail),
    high: smallestWith(beyond, tail),
  }
}
