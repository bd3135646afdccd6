import { useCallback } from 'react'
import type { SubscriptionReply } from '../../../src/analysis/cohorts/contract.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { Select } from '../../ui/Choice.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme } from '../../ui/chart-theme.ts'
import { Link } from '../../ui/Link.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { AsOf } from '../AsOf.tsx'
import { few } from './grid.ts'
import { seriesOf, tooltipOf } from './lines.ts'
import { listLink } from './links.ts'
import type { RepeatPartProps } from './RepeatPage.tsx'
import { ChipRow } from './Splits.tsx'
import { useCohortWords } from './words.ts'

/** places of the table beside the curve: deliveries, or months */
const shown = { deliveries: [1, 2, 5, 11], months: [1, 3, 6, 12] } as const
/** beyond this the curve says little */
const mostPlaces = 18

/** 定期継続率: how long subscriptions last, seen and expected. */
export function Contracts({ repeat, search, onChange }: RepeatPartProps) {
  const words = useCohortWords()
  const said = words.contracts
  const { basis } = search
  const chosen = repeat.subscriptions.find((one) => idOf(one) === search.product) ?? repeat.subscriptions[0]
  const nameOf = (one: SubscriptionReply) =>
    one.isOther ? said.others : one.productId === null ? said.all : (one.name ?? String(one.productId))
  const labelOf = basis === 'deliveries' ? said.deliveryOf : said.monthOf
  const curve = chosen?.[basis]
  const points = curve?.points.slice(0, mostPlaces + 1) ?? []
  const definition = [
    basis === 'deliveries' ? said.definitionDeliveries : said.definitionMonths,
    ...(curve?.isKnown
      ? [
          said.models[curve.model],
          ...(curve.basis === 'all' ? [said.borrowed] : []),
          ...(points[1]?.low === null ? [said.noBand] : []),
        ]
      : [said.unknown]),
    ...(repeat.isCurrent ? [] : [said.pastNote]),
    ...(search.from || search.to ? [said.anyTimeNote] : []),
  ].join('')
  const share = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 10)
  return (
    <ChartFrame
      title={said.title}
      note={said.note}
      definition={{ text: definition, asOf: <AsOf {...repeat} /> }}
      fileName={`subscriptions_${basis}_${repeat.asOf}`}
      hasPicture={chosen !== undefined}
      asTable={search.table === 'contracts'}
      onAsTable={(on) => onChange({ table: on ? 'contracts' : undefined })}
      table={{
        columns: [
          basis === 'deliveries' ? said.deliveries : said.months,
          said.seen,
          `${said.observed}（%）`,
          `${said.expected}（%）`,
          `${said.low}（%）`,
          `${said.high}（%）`,
        ],
        rows: points.map(({ place, seen, observed, expected, low, high }) => [
          labelOf(place),
          seen,
          share(observed),
          ...(curve?.isKnown ? [share(expected), share(low), share(high)] : [null, null, null]),
        ]),
      }}
    >
      {(onPicture) =>
        !chosen || !curve ? (
          <EmptyState title={said.none}>{said.noneWhy}</EmptyState>
        ) : (
          <>
            <div className="no-print flex flex-wrap items-center gap-x-6 gap-y-2 pb-3">
              <ChipRow
                label={said.basis}
                choices={[
                  { id: 'deliveries' as const, label: said.deliveries },
                  { id: 'months' as const, label: said.months },
                ]}
                value={basis}
                onChange={(next) => onChange({ basis: next })}
              />
              <span className="w-72">
                <Select
                  label={said.product}
                  hideLabel
                  size="dense"
                  choices={repeat.subscriptions.map((one) => ({ id: idOf(one), label: nameOf(one) }))}
                  value={idOf(chosen)}
                  onChange={(product) => onChange({ product })}
                />
              </span>
            </div>
            <div className="grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
              <Curve curve={curve} points={points} labelOf={labelOf} onPicture={onPicture} />
              <Products repeat={repeat} basis={basis} labelOf={labelOf} nameOf={nameOf} />
            </div>
            <p className="mt-3 max-w-[60em] text-note text-ink-2">{definition}</p>
          </>
        )
      }
    </ChartFrame>
  )
}

/** 0: all; -1: the rest */
const idOf = ({ productId, isOther }: SubscriptionReply) => (isOther ? -1 : (productId ?? 0))

interface CurveProps {
  curve: SubscriptionReply['deliveries']
  points: SubscriptionReply['deliveries']['points']
  labelOf(place: number): string
  onPicture(make: () => Promise<Blob>): void
}

function Curve({ curve, points, labelOf, onPicture }: CurveProps) {
  const words = useCohortWords()
  const format = useFormat()
  const said = words.contracts
  const option = useCallback(
    (theme: ChartTheme) => {
      const share = (value: number | null) => (value === null ? null : Number(format.percent(value)))
      const known = (value: number | null) => (curve.isKnown ? share(value) : null)
      const line = {
        name: said.observed,
        color: theme.kinds[0] ?? theme.accent,
        isWhole: true,
        points: points.map(({ observed, seen, expected, low, high }) => ({
          // of a handful of contracts left in view a share says little
          observed: seen < few ? null : share(observed),
          expected: known(expected),
          low: known(low),
          high: known(high),
        })),
      }
      return {
        grid: { left: 4, right: 12, top: 12, bottom: 4, containLabel: true },
        xAxis: {
          ...axisOf(theme),
          type: 'category',
          boundaryGap: false,
          data: points.map(({ place }) => labelOf(place)),
        },
        yAxis: { ...axisOf(theme, '{value}%'), type: 'value', min: 0, max: 100 },
        tooltip: tooltipOf([line], {
          say: (value) => `${format.decimal(value)}%`,
          expected: said.expected,
          placeOf: (place) => labelOf(points[place]?.place ?? 0),
        }),
        series: seriesOf([line], said.expected, theme),
      }
    },
    [curve, points, labelOf, format, said],
  )
  return <Chart option={option} label={said.label} height={300} onPicture={onPicture} />
}

interface ProductsProps {
  repeat: RepeatPartProps['repeat']
  basis: 'deliveries' | 'months'
  labelOf(place: number): string
  nameOf(one: SubscriptionReply): string
}

function Products({ repeat, basis, labelOf, nameOf }: ProductsProps) {
  const words = useCohortWords()
  const format = useFormat()
  const said = words.contracts
  const places = shown[basis]
  const head = 'px-2 pb-1.5 text-note font-bold whitespace-nowrap text-ink-2'
  const cell = 'h-8 border-t border-rule px-2 text-small whitespace-nowrap'
  const at = (field: string, { productId, isOther }: SubscriptionReply) => {
    const apart = repeat.subscriptions.flatMap((one) => (one.productId === null ? [] : [one.productId]))
    const of = { field, at: repeat.asOf }
    if (isOther) return null
    return listLink(productId === null || apart.length === 0 ? { ...of, empty: false } : { ...of, in: [productId] })
  }
  const people = (count: number, href: string | null) =>
    href === null ? format.number(count) : <Link href={href}>{format.number(count)}</Link>
  return (
    <div className="relative -mx-4 overflow-x-auto px-4 pb-1 tablet:mx-0 tablet:px-0">
      <table aria-label={said.product} className="w-full border-separate border-spacing-0">
        <thead>
          <tr>
            <th scope="col" className={`${head} pl-0 text-left`}>
              {said.product}
            </th>
            {[said.contracts, said.customers, said.running, ...places.map(labelOf)].map((name) => (
              <th key={name} scope="col" className={`${head} text-right`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {repeat.subscriptions.map((one) => (
            <tr key={idOf(one)} className={one.contracts < few ? 'text-ink-2' : undefined}>
              <th scope="row" className={`${cell} max-w-44 truncate pl-0 text-left font-normal`} title={nameOf(one)}>
                {nameOf(one)}
              </th>
              <td className={`${cell} text-right`}>{format.number(one.contracts)}</td>
              <td className={`${cell} text-right`}>{people(one.customers, at('contractProduct', one))}</td>
              <td className={`${cell} text-right`}>
                {people(one.runningCustomers, at('runningContractProduct', one))}
              </td>
              {places.map((place) => {
                const point = one[basis].points[place]
                return (
                  <td key={place} className={`${cell} text-right`}>
                    {point && point.observed !== null && point.seen > 0 ? `${format.percent(point.observed)}%` : '-'}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
