import { type CurvesReply, denominators, horizons } from '../../../src/analysis/cohorts/contract.ts'
import { type Formats, useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { AsOf } from '../AsOf.tsx'
import type { CurvesAddress, CurvesPartProps } from './CurvesPage.tsx'
import { cell, FigureTable, People } from './FigureTable.tsx'
import { few } from './grid.ts'
import { firstBought, listLink, ofValue } from './links.ts'
import { ChipRow, useValueName } from './Splits.tsx'
import { useCohortWords } from './words.ts'

type Valued = CurvesReply['values'][number]
type Words = ReturnType<typeof useCohortWords>['value']

/** The formula of the value with its numbers put in; null where it cannot be told. */
function formulaOf(all: Valued, search: CurvesAddress, said: Words, format: Formats): string | null {
  if (all.each === null) return null
  const sales = format.money(all.sales)
  const buyers = format.number(all.buyers)
  const value = format.money(Math.round(all.each))
  if (search.numerator === 'sales') return said.formulaSales(sales, buyers, value)
  const rate = format.percent(all.profitRate ?? 0)
  if (search.numerator === 'profit') return said.formulaProfit(sales, rate, buyers, value)
  return said.formulaMargin(sales, rate, format.money(search.perPurchase), format.number(all.purchases), buyers, value)
}

function limitFormulaOf(all: Valued, search: CurvesAddress, said: Words, format: Formats): string | null {
  if (all.limit === null) return null
  const limit = format.money(Math.round(all.limit))
  if (search.numerator !== 'sales') return said.formulaSame(limit)
  return said.formulaLimit(format.money(Math.round(all.each ?? 0)), format.percent(all.profitRate ?? 0), limit)
}

/** 年間LTV and 上限CPA: of everyone with the formula, and by value of the dimension. */
export function Values({ curves, search, onChange }: CurvesPartProps) {
  const words = useCohortWords()
  const format = useFormat()
  const said = words.value
  const nameOf = useValueName(search.dimension)
  const [all] = curves.values
  const isFirstTime = search.denominator === 'firstTime'
  const span = [all?.boughtFrom, all?.boughtTo].map((day) => (day ? format.day(day) : '')) as [string, string]
  const basis = !all?.boughtFrom
    ? said.nobody
    : isFirstTime
      ? said.firstTimeIs(...span, search.horizon)
      : said.buyersIs(...span)
  const title = !isFirstTime ? said.titleYear : search.horizon === 360 ? said.title : said.titleOf(search.horizon)
  const definition = `${basis}${words.curves[search.numerator]}${said.limitIs}`
  return (
    <ChartFrame
      title={title}
      definition={{ text: definition, asOf: <AsOf {...curves} /> }}
      fileName={`ltv_values_${search.numerator}_${curves.asOf}`}
      hasPicture={false}
      asTable={search.table === 'values'}
      onAsTable={(on) => onChange({ table: on ? 'values' : undefined })}
      table={{
        columns: [
          words.dimensions[search.dimension],
          said.buyers,
          words.grid.sales,
          `${said.profitRate}（%）`,
          said.perBuyer,
          said.ltv,
          said.limit,
        ],
        rows: curves.values.map((one) => [
          nameOf(one),
          one.buyers,
          one.sales,
          one.profitRate === null ? null : Math.round(one.profitRate * 1000) / 10,
          one.buyers === 0 ? null : Math.round((one.purchases / one.buyers) * 100) / 100,
          one.each === null ? null : Math.round(one.each),
          one.limit === null ? null : Math.round(one.limit),
        ]),
      }}
    >
      {() => (
        <>
          <div className="no-print flex flex-wrap items-center gap-x-6 gap-y-2 pb-4">
            <ChipRow
              label={said.denominator}
              choices={denominators.map((id) => ({ id, label: said.denominators[id] }))}
              value={search.denominator}
              onChange={(denominator) => onChange({ denominator })}
            />
            {isFirstTime && (
              <ChipRow
                label={said.horizon}
                choices={horizons.map((id) => ({ id, label: words.curves.days(id) }))}
                value={search.horizon as (typeof horizons)[number]}
                onChange={(horizon) => onChange({ horizon })}
              />
            )}
          </div>
          {all && (
            <dl className="grid gap-x-10 gap-y-4 tablet:grid-cols-2">
              <Result
                name={said.ltv}
                value={all.each}
                formula={formulaOf(all, search, said, format) ?? (all.buyers === 0 ? said.nobody : said.unknown)}
              />
              <Result
                name={said.limit}
                value={all.limit}
                formula={limitFormulaOf(all, search, said, format) ?? (all.buyers === 0 ? said.nobody : said.unknown)}
              />
            </dl>
          )}
          <ValuesTable curves={curves} search={search} nameOf={nameOf} />
          <p className="mt-3 max-w-[60em] text-note text-ink-2">{definition}</p>
        </>
      )}
    </ChartFrame>
  )
}

function Result({ name, value, formula }: { name: string; value: number | null; formula: string }) {
  const format = useFormat()
  return (
    <div>
      <dt className="text-note text-ink-2">{name}</dt>
      <dd>
        <span className="block text-h1 leading-[1.3] font-bold">
          {value === null ? '-' : format.money(Math.round(value))}
        </span>
        <span className="block text-small text-ink-2">{formula}</span>
      </dd>
    </div>
  )
}

interface TableProps extends Omit<CurvesPartProps, 'onChange'> {
  nameOf(one: Valued): string
}

function ValuesTable({ curves, search, nameOf }: TableProps) {
  const words = useCohortWords()
  const format = useFormat()
  const said = words.value
  const money = (amount: number | null) => (amount === null ? '-' : format.amount(Math.round(amount)))
  const listOf = ({ value, boughtFrom, boughtTo }: Valued) => {
    const who = ofValue(search.dimension, value, curves.values)
    if (search.denominator === 'firstTime') return listLink(...who, ...firstBought(boughtFrom, boughtTo))
    return listLink(...who, { field: 'boughtOn', from: boughtFrom ?? '', to: boughtTo ?? '' })
  }
  return (
    <div className="mt-4">
      <FigureTable
        label={said.title}
        of={words.dimensions[search.dimension]}
        figures={[said.buyers, said.perBuyer, words.grid.sales, said.profitRate, said.ltv, said.limit]}
      >
        {curves.values.map((one) => (
          <tr key={one.value} className={one.buyers < few ? 'text-ink-2' : undefined}>
            <th scope="row" className={`${cell} max-w-80 truncate pl-0 text-left font-normal`}>
              {nameOf(one)}
            </th>
            <td className={`${cell} text-right`}>
              {one.boughtFrom === null ? '-' : <People count={one.buyers} href={listOf(one)} />}
            </td>
            <td className={`${cell} text-right`}>
              {one.buyers === 0 ? '-' : format.decimal(one.purchases / one.buyers, 2)}
            </td>
            <td className={`${cell} text-right`}>{money(one.sales)}</td>
            <td className={`${cell} text-right`}>
              {one.profitRate === null ? '-' : `${format.percent(one.profitRate)}%`}
            </td>
            <td className={`${cell} text-right font-bold`}>{money(one.each)}</td>
            <td className={`${cell} text-right`}>{money(one.limit)}</td>
          </tr>
        ))}
      </FigureTable>
    </div>
  )
}
