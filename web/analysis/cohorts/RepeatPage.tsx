import * as z from 'zod'
import { dimensions, getRepeat, type RepeatReply, windows } from '../../../src/analysis/cohorts/contract.ts'
import { useAddress } from '../../address.ts'
import { useCall } from '../../api.ts'
import { Contracts } from './Contracts.tsx'
import { CountedPage } from './CountedPage.tsx'
import { Months } from './Months.tsx'
import { Steps } from './Steps.tsx'
import { Trials } from './Trials.tsx'

const month = z.string().regex(/^\d{4}-\d{2}$/)
const address = z.object({
  asOf: z.iso.date().optional().catch(undefined),
  dimension: z.enum(dimensions).catch('all'),
  value: z.string().max(200).optional().catch(undefined),
  from: month.optional().catch(undefined),
  to: month.optional().catch(undefined),
  window: z.coerce
    .number()
    .refine((days) => (windows as readonly number[]).includes(days))
    .catch(90),
  basis: z.enum(['deliveries', 'months']).catch('deliveries'),
  /** of a subscription; 0: all of them together */
  product: z.coerce.number().int().catch(0),
  table: z.enum(['steps', 'trials', 'contracts']).optional().catch(undefined),
})
export type RepeatAddress = z.output<typeof address>

export interface RepeatPartProps {
  repeat: RepeatReply
  search: RepeatAddress
  onChange(patch: Partial<RepeatAddress>): void
}

/** From each purchase to the next, from trial to regular, and how long subscriptions last. */
export function RepeatPage() {
  const [search, change] = useAddress(address)
  const { asOf, dimension, value, from, to } = search
  const reply = useCall(getRepeat, { query: { asOf, dimension, value, from, to } }, { keep: true })
  return (
    <CountedPage
      here="repeat"
      asOf={asOf}
      onAsOf={(day) => change({ asOf: day })}
      reply={reply}
      counted={reply.data?.repeat}
    >
      {(repeat) => <Repeat repeat={repeat} search={search} onChange={change} />}
    </CountedPage>
  )
}

function Repeat(parts: RepeatPartProps) {
  const { repeat, search, onChange } = parts
  return (
    <>
      <div className="no-print pb-4">
        <Months asOf={repeat.asOf} from={search.from} to={search.to} onChange={onChange} />
      </div>
      <div className="flex flex-col gap-8">
        <Steps {...parts} />
        <Trials {...parts} />
        <Contracts {...parts} />
      </div>
    </>
  )
}
