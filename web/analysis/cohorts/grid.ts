import type { CohortReply } from '../../../src/analysis/cohorts/contract.ts'

/** What a cell of the cohort grid shows. */
export const metrics = ['rate', 'count', 'sales', 'profit', 'each'] as const
export type Metric = (typeof metrics)[number]

export type CellState = 'complete' | 'unfinished' | 'ahead'

export interface GridCell {
  age: number
  /** of whom the figure is */
  base: number
  people: number
  /** null: nothing to show, or costs unknown */
  value: number | null
  state: CellState
}

/** Below so many first-time buyers a figure is grey. */
export const few = 30

export function cellsOf(cohort: CohortReply, metric: Metric, ages: number): GridCell[] {
  return Array.from({ length: Math.min(ages, cohort.active.length) }, (_, age) => {
    const people = cohort.active[age] ?? 0
    const state = age < cohort.complete ? 'complete' : age < cohort.begun ? 'unfinished' : 'ahead'
    const base = cohort.base[age] ?? 0
    return { age, base, people, state, value: state === 'ahead' ? null : valueAt(cohort, metric, age) }
  })
}

function valueAt(cohort: CohortReply, metric: Metric, age: number): number | null {
  const base = cohort.base[age] ?? 0
  if (metric === 'count') return cohort.active[age] ?? 0
  if (metric === 'sales') return cohort.netSales[age] ?? 0
  if (metric === 'profit') return cohort.grossProfit?.[age] ?? null
  if (base === 0) return null
  return (metric === 'rate' ? (cohort.active[age] ?? 0) : (cohort.netSales[age] ?? 0)) / base
}

/** The greatest value of the cells that are coloured: one scale for the whole grid. */
export function mostOf(rows: readonly { cells: readonly GridCell[] }[]): number {
  return Math.max(0, ...rows.flatMap(({ cells }) => cells.filter(isColoured).map(({ value }) => value ?? 0)))
}

/** Everybody bought at age 0: its colour would drown all others. Figures of a handful are grey. */
export const isColoured = ({ age, base, state }: GridCell) => age > 0 && base >= few && state !== 'ahead'
