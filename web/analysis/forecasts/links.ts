import { type ChurnBand, churnBands } from '../../../src/analysis/forecasts/contract.ts'
import { paths } from '../../paths.ts'

/** what stands in the list beside the names */
const cols = 'rank,expectedValue12,churnRisk,alive,nextFrom,nextTo,netSales,lastOn'
const sort = '-expectedValue12'

const percent = (thousandths: number) => thousandths / 10
const last = churnBands.length - 1

/** Customers of a band of churn risk; its ends are open where nothing lies beyond. */
export function bandLink(band: ChurnBand): string {
  const place = churnBands.findIndex(({ key }) => key === band)
  const { from = 0, to = 1000 } = churnBands[place] ?? {}
  return paths.customers({
    churnRisk: `${place === 0 ? '' : percent(from)}..${place === last ? '' : percent(to)}`,
    sort,
    cols,
  })
}

export const futureDecileLink = (decile: number) => paths.customers({ futureDecile: decile, sort, cols })

export const basisLink = (basis: string) => paths.customers({ forecastBasis: basis, sort, cols })

/** Customers since a day or longer who are expected to spend less, or more, than in the past year by an amount or more. */
export const moversLink = (side: 'fewer' | 'more', { oldOn, least }: { oldOn: string; least: number }) =>
  paths.customers({
    expectedChange: side === 'fewer' ? `..${-least}` : `${least}..`,
    firstOn: `..${oldOn}`,
    sort,
    cols: `rank,expectedChange,expectedValue12,churnRisk,alive,nextFrom,lastOn`,
  })
