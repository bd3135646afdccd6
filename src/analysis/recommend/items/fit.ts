import { type Rows, sharedFloats, turned } from '../rows.ts'
import type { Threads } from '../threads/threads.ts'
import type { Ridge } from './local-ridge.ts'
import { type ItemModel, modelOfNearest } from './model.ts'
import { openPairs, type Pairs } from './pairs.ts'

export async function fitPairs(rows: Rows, most: number, threads: Threads, used?: Pairs): Promise<Pairs> {
  const pairs = openPairs(rows, Math.min(most, Math.max(1, rows.columns - 1)), used)
  await threads.run({ kind: 'pairs', rows, columns: turned(rows), pairs }, rows.columns)
  return pairs
}

export async function fitItems(pairs: Pairs, ridge: Ridge, threads: Threads): Promise<ItemModel> {
  const k = Math.min(ridge.k, pairs.most)
  const weights = sharedFloats(pairs.items * k)
  await threads.run({ kind: 'ridge', pairs, ridge: { ...ridge, k }, weights }, pairs.items)
  return modelOfNearest(pairs, weights, k)
}
