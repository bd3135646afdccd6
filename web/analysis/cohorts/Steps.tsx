import { Link as AriaLink } from 'react-aria-components'
import { windows } from '../../../src/analysis/cohorts/contract.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { AsOf } from '../AsOf.tsx'
import { cell, FigureTable, People } from './FigureTable.tsx'
import { few } from './grid.ts'
import { daysBefore, firstBought, hasMade, listLink, monthEnd, monthStart, nextWithin, ofValue } from './links.ts'
import type { RepeatPartProps } from './RepeatPage.tsx'
import { DimensionChips, ValueSelect } from './Splits.tsx'
import { useCohortWords } from './words.ts'

type Step = RepeatPartProps['repeat']['steps'][number]

/** n-th purchase survival: who came so far, and who went on within so many days. */
export function Steps({ repeat, search, onChange }: RepeatPartProps) {
  const words = useCohortWords()
  const said = words.steps
  const steps = repeat.steps.filter(({ made }) => made > 0)
  const percent = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 1000) / 10)
  const definition = `${said.definition}${said.definitionMore}`
  return (
    <ChartFrame
      title={said.title}
      note={said.note}
      definition={{ text: definition, asOf: <AsOf {...repeat} /> }}
      fileName={`repeat_${repeat.asOf}`}
      hasPicture={false}
      asTable={search.table === 'steps'}
      onAsTable={(on) => onChange({ table: on ? 'steps' : undefined })}
      table={{
        columns: [
          said.step,
          said.made,
          `${said.ofFirst}（%）`,
          said.next,
          `${said.nextRate}（%）`,
          ...windows.flatMap((days) => [`${said.within(days)}（%）`, `${said.within(days)}: n`]),
        ],
        rows: steps.map((step) => [
          said.stepOf(step.n),
          step.made,
          percent(step.made, repeat.firstTime),
          step.next,
          percent(step.next, step.made),
          ...step.windows.flatMap(({ ripe, within }) => [percent(within, ripe), ripe]),
        ]),
      }}
    >
      {() => (
        <>
          <div className="no-print flex flex-wrap items-center gap-2 pb-3">
            <DimensionChips
              dimension={search.dimension}
              onChange={(dimension) => onChange({ dimension, value: undefined })}
            />
            <ValueSelect
              dimension={search.dimension}
              values={repeat.values}
              value={search.value}
              without={words.everyValue}
              onChange={(value) => onChange({ value })}
            />
          </div>
          <StepsTable steps={steps} repeat={repeat} search={search} />
          <p className="mt-3 max-w-[60em] text-note text-ink-2">
            {definition}
            {words.fewNote}
          </p>
        </>
      )}
    </ChartFrame>
  )
}

function StepsTable({ steps, repeat, search }: Pick<RepeatPartProps, 'repeat' | 'search'> & { steps: Step[] }) {
  const words = useCohortWords()
  const format = useFormat()
  const said = words.steps
  const { asOf } = repeat
  const who = [
    ...ofValue(search.dimension, search.value, repeat.values),
    ...firstBought(monthStart(search.from), monthEnd(search.to)),
  ]
  return (
    <FigureTable
      label={said.title}
      of={said.step}
      figures={[said.made, said.ofFirst, said.next, said.nextRate, ...windows.map(said.within)]}
      walks
    >
      {steps.map((step) => (
        <tr key={step.n} className={step.made < few ? 'text-ink-2' : undefined}>
          <th scope="row" className={`${cell} pl-0 text-left font-normal`}>
            {said.stepOf(step.n)}
          </th>
          <td className={`${cell} text-right`}>
            <People count={step.made} href={listLink(...who, hasMade(asOf, step.n))} />
          </td>
          <td className={`${cell} text-right`}>
            <Share part={step.made} whole={repeat.firstTime} isBar />
          </td>
          <td className={`${cell} text-right`}>
            <People count={step.next} href={listLink(...who, hasMade(asOf, step.n + 1))} />
          </td>
          <td className={`${cell} text-right font-bold`}>
            <Share part={step.next} whole={step.made} />
          </td>
          {step.windows.map(({ days, ripe, within }) => (
            <td key={days} className={`${cell} text-right`}>
              {ripe > 0 && (
                <AriaLink
                  data-cell
                  href={listLink(...who, hasMade(asOf, step.n, daysBefore(asOf, days)), nextWithin(asOf, step.n, days))}
                  className={`-mx-2.5 block cursor-pointer px-2.5 py-1 hover:bg-hover ${ripe < few ? 'text-ink-2' : ''}`}
                >
                  <span className="sr-only">
                    {said.cell(said.stepOf(step.n), days)}
                    {format.number(within)}
                    {words.grid.thenPeople}
                  </span>
                  <Share part={within} whole={ripe} />
                  <small className="block text-note text-ink-2">{said.ripe(format.number(ripe))}</small>
                  <span className="sr-only">{words.grid.opens}</span>
                </AriaLink>
              )}
            </td>
          ))}
        </tr>
      ))}
    </FigureTable>
  )
}

/** A share, with a bar behind it where it is of everyone. */
function Share({ part, whole, isBar = false }: { part: number; whole: number; isBar?: boolean }) {
  const format = useFormat()
  if (whole === 0) return null
  return (
    <span className="inline-flex items-center justify-end gap-2">
      {isBar && (
        <span aria-hidden className="inline-block h-2 w-24 bg-sunken max-desk:hidden">
          <span className="block h-full bg-accent" style={{ width: `${(100 * part) / whole}%` }} />
        </span>
      )}
      <span className="min-w-12">{format.percent(part / whole)}%</span>
    </span>
  )
}
