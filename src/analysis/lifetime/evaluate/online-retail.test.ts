import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { dayNumber } from '../../../platform/calendar.ts'
import { openPurchaseLog, type PurchaseLog } from '../histories.ts'
import { type Evaluation, evaluateAt } from './evaluate.ts'

/**
 * Two years of a British gift shop (UCI Online Retail II) at six cut dates, a year ahead or to the end of the log. The plain
 * models' biases are those of ltv.md, fact 7; the shipped forecast must be better without having seen what came.
 */
const file = resolve('../shared/data/ltv/online-retail/online_retail_II_orders.csv.gz')
const present = existsSync(file)
const title = present
  ? 'Online Retail II'
  : 'Online Retail II is not on this machine (../shared/data/ltv/online-retail): forecasts not checked on it'

const end = dayNumber('2011-12-09')
const cuts = ['2010-06-30', '2010-08-31', '2010-10-31', '2010-12-09', '2011-02-28', '2011-05-31']

function read(): PurchaseLog {
  const log = openPurchaseLog({ zeros: 'ignored' })
  for (const line of gunzipSync(readFileSync(file)).toString().split('\n').slice(1)) {
    const [, customer, at = '', amount] = line.split(',')
    if (customer && Number(amount) > 0) log.add(customer, dayNumber(at.slice(0, 10)), Number(amount))
  }
  return log.close()
}

const mean = (values: number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

test.runIf(present)(title, { timeout: 120_000 }, () => {
  const log = read()
  const found = cuts.map((cut) => evaluateAt(log, dayNumber(cut), Math.min(365, end - dayNumber(cut))))
  const biases = (name: keyof Evaluation['models']) => found.map(({ models }) => models[name].bias as number)
  const whole = (name: keyof Evaluation['models']) => biases(name).map((bias) => Math.round(bias * 100))

  // the same data as in fact 7
  expect(found.map(({ customers, actual }) => [customers, actual])).toEqual([
    [2973, 11209],
    [3321, 11617],
    [3941, 12186],
    [4312, 12264],
    [4537, 10507],
    [4933, 8136],
  ])
  expect(whole('mbgnbd')).toEqual([20, 19, 36, 54, 17, -1])
  expect(whole('ownRate')).toEqual([10, 12, 27, 51, 18, 6])

  const meanBias = (name: keyof Evaluation['models']) => mean(biases(name).map(Math.abs))
  for (const name of ['bgnbd', 'mbgnbd', 'pnbd', 'nbd', 'mbgcnbd', 'ownRate', 'recency'] as const) {
    expect(meanBias('shipped'), name).toBeLessThan(meanBias(name))
  }
  expect(meanBias('shipped')).toBeLessThan(meanBias('mbgnbd') / 2)
  for (const { models } of found) {
    const best = Math.min(models.bgnbd.mae, models.mbgnbd.mae, models.pnbd.mae, models.ownRate.mae)
    expect(models.shipped.mae).toBeLessThan(1.02 * best)
  }
  expect(found.filter(({ inside }) => inside).length).toBeGreaterThanOrEqual(4)
})
