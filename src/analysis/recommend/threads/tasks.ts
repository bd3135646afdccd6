import { fitLocal, type Ridge } from '../items/local-ridge.ts'
import { type Pairs, sweepPairs } from '../items/pairs.ts'
import type { Rows } from '../rows.ts'

/** Work that falls apart by item; its arrays are shared memory, so that a thread is told of them, not given them. */
export type Task =
  | { kind: 'pairs'; rows: Rows; columns: Rows; pairs: Pairs }
  | { kind: 'ridge'; pairs: Pairs; ridge: Ridge; weights: Float32Array }

export function doTask(task: Task, from: number, to: number): void {
  if (task.kind === 'pairs') sweepPairs(task.rows, task.columns, task.pairs, from, to)
  else fitLocal(task.pairs, task.ridge, task.weights, from, to)
}
