import { getF2, getSales } from '../../src/analysis/contract.ts'
import { countOrders } from '../../src/purchases/contract.ts'
import type { countCustomers, Predicate } from '../../src/segments/contract.ts'
import { type ReplyOf, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { paths } from '../paths.ts'
import { useMay } from '../session.ts'
import { Figure, Figures } from '../ui/Figure.tsx'
import { Section } from '../ui/Section.tsx'
import { Change, Count, Money, Percent } from '../ui/values.tsx'
import { useCounts } from './Actions.tsx'
import { daysOfMonth, hrefOf, monthSoFar } from './today.ts'
import { useDeskWords } from './words.ts'

const window = 90

interface MonthFiguresProps {
  today: string
  now: Date
  names: readonly [string, string]
  atRisk: readonly Predicate[]
}

/** The figures of the month; each opens the list it counts. */
export function MonthFigures({ today, now, names, atRisk }: MonthFiguresProps) {
  const words = useDeskWords()
  const format = useFormat()
  const may = useMay()
  const period = monthSoFar(today)
  const newcomers: Predicate[] = [{ field: 'firstOn', ...period.now }]
  const [late, first] = useCounts([atRisk, newcomers])
  const { figures } = words
  return (
    <Section
      title={figures.title}
      end={<span className="text-note text-ink-2">{figures.asOf(format.dateTime(now))}</span>}
    >
      <Figures>
        <SalesFigure period={period} />
        {may('analysis.read') && <F2Figure />}
        <Figure
          name={figures.atRisk}
          value={<People counted={late} />}
          change={figures.atRiskNote}
          definition={{ text: figures.atRiskDefinition(...names), asOf: format.dateTime(late?.countedAt ?? now) }}
          link={{ href: hrefOf(atRisk), text: figures.customers(format.number(late?.count ?? 0)) }}
        />
        <Figure
          name={figures.newcomers}
          value={<People counted={first} />}
          change={figures.newcomersNote}
          definition={{
            text: figures.newcomersDefinition,
            period: format.span(format.day(period.now.from), format.day(period.now.to)),
            asOf: format.dateTime(first?.countedAt ?? now),
          }}
          link={{ href: hrefOf(newcomers), text: figures.customers(format.number(first?.count ?? 0)) }}
        />
      </Figures>
    </Section>
  )
}

function People({ counted }: { counted: ReplyOf<typeof countCustomers> | undefined }) {
  const words = useDeskWords()
  return (
    <>
      {counted && !counted.exact && <span className="u">{words.about}</span>}
      <Count value={counted?.count ?? 0} unit={words.person} />
    </>
  )
}

function SalesFigure({ period }: { period: ReturnType<typeof monthSoFar> }) {
  const words = useDeskWords()
  const format = useFormat()
  const sales = useCall(getSales, { query: period.now }).data
  const before = useCall(getSales, { query: period.yearAgo }).data
  const orders = useCall(countOrders, { query: period.now }).data
  const { figures } = words
  const span = format.span(format.dayOfYear(period.now.from), format.dayOfYear(period.now.to))
  const share = sales && before && before.netSales > 0 ? sales.netSales / before.netSales - 1 : null
  return (
    <Figure
      name={figures.sales}
      period={span}
      value={<Money amount={sales?.netSales ?? 0} />}
      definition={{
        text: figures.salesDefinition,
        period: span,
        ...(sales ? { asOf: format.dateTime(sales.computedAt) } : {}),
      }}
      change={
        share === null ? (
          before && figures.noYearAgo
        ) : (
          <>
            <Change
              text={`${format.percent(Math.abs(share))}%`}
              direction={share > 0 ? 'up' : share < 0 ? 'down' : 'same'}
              better={share >= 0}
            />{' '}
            <span className="whitespace-nowrap">{figures.yearAgo(format.money(before?.netSales ?? 0))}</span>
          </>
        )
      }
      link={{ href: paths.orders({ ...period.now }), text: figures.orders(format.number(orders?.count ?? 0)) }}
    />
  )
}

function F2Figure() {
  const words = useDeskWords()
  const format = useFormat()
  const f2 = useCall(getF2, { query: { window, months: 13 } }).data?.f2
  const complete = (f2?.items ?? []).filter((item) => item.complete && item.rate !== null)
  const latest = complete.at(-1)
  const before = complete.at(-2)
  const days = daysOfMonth((latest?.month ?? '2000-01').slice(0, 7))
  const conditions: Predicate[] = [{ field: 'firstOn', ...days }]
  const [buyers] = useCounts(latest ? [conditions] : [])
  const { figures } = words
  const points = latest && before ? (latest.rate ?? 0) - (before.rate ?? 0) : null
  return (
    <Figure
      name={figures.f2(window)}
      value={latest ? <Percent share={latest.rate ?? 0} /> : '-'}
      definition={{
        text: figures.f2Definition(window),
        ...(f2 ? { asOf: format.dateTime(f2.computedAt) } : {}),
      }}
      change={
        points === null ? (
          latest ? (
            format.month(days.from)
          ) : (
            figures.f2None
          )
        ) : (
          <>
            {format.month(days.from)}{' '}
            <Change
              text={`${(Math.abs(points) * 100).toFixed(1)}pt`}
              direction={points > 0 ? 'up' : points < 0 ? 'down' : 'same'}
              better={points >= 0}
            />{' '}
            {figures.f2Before(format.month(`${before?.month.slice(0, 7)}-01`), format.percent(before?.rate ?? 0))}
          </>
        )
      }
      {...(latest
        ? { link: { href: hrefOf(conditions), text: figures.buyers(format.number(buyers?.count ?? 0)) } }
        : {})}
    />
  )
}
