import { useFormat } from '../format.ts'
import { useAnalysisWords } from './words.ts'

interface AsOfProps {
  /** the day ranked */
  asOf: string
  computedAt: string
  /** includes every order until computedAt */
  isLive?: boolean
  customers?: number
  netSales?: number
}

/** When the figures were counted and of how many customers. */
export function AsOf({ asOf, computedAt, isLive = false, customers, netSales }: AsOfProps) {
  const words = useAnalysisWords()
  const format = useFormat()
  return (
    <>
      <time dateTime={computedAt}>{words.asOf(format.date(computedAt), format.time(computedAt))}</time>
      {!isLive && format.dayOf(computedAt) !== asOf && <span className="ml-4">{words.stored(format.day(asOf))}</span>}
      {customers !== undefined && <span className="ml-4">{words.allCustomers(format.number(customers))}</span>}
      {netSales !== undefined && <span className="ml-4">{words.allSales(format.money(netSales))}</span>}
    </>
  )
}
