import * as z from 'zod'
import {
  type CurvesReply,
  denominators,
  dimensions,
  getCurves,
  horizons,
  numerators,
  wonAs,
} from '../../../src/analysis/cohorts/contract.ts'
import { useAddress } from '../../address.ts'
import { useCall } from '../../api.ts'
import { AmountField } from '../rules/AmountField.tsx'
import { Acquisition } from './Acquisition.tsx'
import { CountedPage } from './CountedPage.tsx'
import { CurvesFrame } from './CurvesFrame.tsx'
import { Months } from './Months.tsx'
import { ChipRow, DimensionChips } from './Splits.tsx'
import { Values } from './Values.tsx'
import { useCohortWords } from './words.ts'

const month = z.string().regex(/^\d{4}-\d{2}$/)
const oneOf = (choices: readonly number[], usual: number) =>
  z.coerce
    .number()
    .refine((value) => choices.includes(value))
    .catch(usual)

const address = z.object({
  asOf: z.iso.date().optional().catch(undefined),
  dimension: z.enum(dimensions).catch('all'),
  numerator: z.enum(numerators).catch('sales'),
  perPurchase: z.coerce.number().int().min(0).max(10_000_000).catch(0),
  denominator: z.enum(denominators).catch('firstTime'),
  horizon: oneOf(horizons, 360),
  wonAs: z.enum(wonAs).catch('firstTime'),
  from: month.optional().catch(undefined),
  to: month.optional().catch(undefined),
  table: z.enum(['curves', 'values', 'cost']).optional().catch(undefined),
})
export type CurvesAddress = z.output<typeof address>

export interface CurvesPartProps {
  curves: CurvesReply
  search: CurvesAddress
  onChange(patch: Partial<CurvesAddress>): void
}

/** What first-time buyers are worth, seen and expected, and what may be spent on winning them. */
export function CurvesPage() {
  const [search, change] = useAddress(address)
  const { asOf, dimension, numerator, perPurchase, denominator, horizon, from, to } = search
  const reply = useCall(
    getCurves,
    { query: { asOf, dimension, numerator, perPurchase, denominator, horizon, from, to } },
    { keep: true },
  )
  return (
    <CountedPage
      here="curves"
      asOf={asOf}
      onAsOf={(day) => change({ asOf: day })}
      reply={reply}
      counted={reply.data?.curves}
    >
      {(curves) => <Curves curves={curves} search={search} onChange={change} />}
    </CountedPage>
  )
}

function Curves(parts: CurvesPartProps) {
  return (
    <>
      <Conditions {...parts} />
      <div className="flex flex-col gap-8">
        <CurvesFrame {...parts} />
        <Values {...parts} />
        <Acquisition {...parts} />
      </div>
    </>
  )
}

function Conditions({ curves, search, onChange }: CurvesPartProps) {
  const words = useCohortWords()
  return (
    <div className="no-print flex flex-col gap-2 pb-4">
      <span className="flex flex-wrap items-center gap-2">
        <DimensionChips dimension={search.dimension} onChange={(dimension) => onChange({ dimension })} />
      </span>
      <span className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <ChipRow
          label={words.curves.numerator}
          choices={numerators.map((id) => ({ id, label: words.curves.numerators[id] }))}
          value={search.numerator}
          onChange={(numerator) => onChange({ numerator })}
        />
        <Months asOf={curves.asOf} from={search.from} to={search.to} usual={curves} onChange={onChange} />
      </span>
      {search.numerator === 'margin' && (
        <span className="w-72 max-w-full">
          <AmountField
            label={`${words.curves.perPurchase}（${words.curves.perPurchaseNote}）`}
            value={search.perPurchase}
            onChange={(perPurchase) => onChange({ perPurchase })}
          />
        </span>
      )}
    </div>
  )
}
