import type { FindingReply } from '../../../src/analysis/discoveries/contract.ts'
import type { Condition, Predicate } from '../../../src/segments/contract.ts'
import { writeConditions } from '../../customers/list/conditions.ts'
import { paths } from '../../paths.ts'
import { monthEnd } from '../links.ts'

const fieldOf = { store: 'firstStore', channel: 'firstChannel', product: 'firstProduct', ad: 'firstAdCode' } as const

/** The people a finding counted, and those of them it is about: who did not come back, or who left. */
export function peopleOf(
  finding: FindingReply,
  asOf: string,
  windowDays: number,
): [all: Predicate[], rest: Predicate[]] {
  if (finding.kind === 'best-leaving') {
    const { rank, days } = finding
    const all: Predicate[] = [{ field: 'rankAt', at: days.from, in: [rank] }]
    return [all, [...all, { not: { field: 'rankAt', at: days.to, in: [rank] } }]]
  }
  const { from, to } = finding.months
  const began: Predicate[] = [{ field: 'firstOn', from: `${from}-01`, to: monthEnd(to) }]
  const all = finding.dimension === 'all' ? began : [...began, valueIs(fieldOf[finding.dimension], finding.value)]
  return [all, [...all, { not: { field: 'nthGap2', at: asOf, to: windowDays } }]]
}

function valueIs(field: string, value: string): Condition {
  const id = value.slice('id:'.length)
  return { field, in: [field === 'firstAdCode' ? id : Number(id)] }
}

export const hrefOf = (conditions: readonly Predicate[]): string => paths.customers(writeConditions(conditions))
