import { type Rows, scaledRows } from '../rows.ts'
import type { Threads } from '../threads/threads.ts'
import { denseSums, fitDense } from './dense-ridge.ts'
import { fitItems, fitPairs } from './fit.ts'
import { foldsOf, isBetter, ndcgsOfFolds } from './folds.ts'
import type { Ridge } from './local-ridge.ts'
import { type ItemModel, modelOfMatrix } from './model.ts'
import type { Pairs } from './pairs.ts'

export interface ItemSettings {
  /** `dense`: every item with every other one; k is not used */
  form: 'local' | 'dense'
  ridge: Ridge
  /** see scaledRows */
  exponent: number
}

/** What does well nearly everywhere, and where choosing would cost more than it brings. */
export const usualItems: ItemSettings = { form: 'local', ridge: { k: 50, l2: 2.5, drop: 0.33 }, exponent: 0.5 }

export interface Trialled extends ItemSettings {
  ndcg: number
}

export async function fitModel(rows: Rows, settings: ItemSettings, threads: Threads): Promise<ItemModel> {
  const scaled = scaledRows(rows, settings.exponent)
  if (settings.form === 'dense') return fitFull(scaled, settings.ridge)
  return fitItems(await fitPairs(scaled, settings.ridge.k, threads), settings.ridge, threads)
}

function fitFull(rows: Rows, { l2, drop }: Ridge): ItemModel {
  return modelOfMatrix(fitDense(denseSums(rows), rows.columns, l2, drop), rows.columns)
}

/** Up to this many items the full matrix is worth its n³ / 2 multiplications, and more settings are worth a trial. */
const mostDense = 4000
const mostThorough = 10_000
const mostNeighbours = 200

/**
 * The settings that find most of what was put aside, and what every trial gave. One setting is changed at a time, and the
 * change stays only when it is better by more than chance. A tenth of each row is put aside by its ids alone, so that the
 * same rows always give the same answer.
 */
export async function chooseItems(rows: Rows, threads: Threads): Promise<{ best: ItemSettings; trials: Trialled[] }> {
  const folds = foldsOf(rows)
  const trials: Trialled[] = []
  let best: { settings: ItemSettings; ndcgs: Float64Array } | undefined
  const now = () => best?.settings.ridge ?? usualItems.ridge
  const parts: Pairs[] = []

  const judge = (settings: ItemSettings, models: ItemModel[]) => {
    const ndcgs = ndcgsOfFolds(folds, models)
    trials.push({ ...settings, ndcg: ndcgs.reduce((sum, one) => sum + one, 0) / Math.max(1, ndcgs.length) })
    if (!best || isBetter(ndcgs, best.ndcgs)) best = { settings, ndcgs }
  }
  const study = async (exponent: number, ridges: (() => Ridge)[]) => {
    for (const [f, fold] of folds.entries()) {
      parts[f] = await fitPairs(scaledRows(fold.rows, exponent), mostNeighbours, threads, parts[f])
    }
    for (const ridge of ridges) {
      const settings: ItemSettings = { form: 'local', ridge: ridge(), exponent }
      if (trials.some((trial) => isSame(trial, settings))) continue
      const models: ItemModel[] = []
      for (const pairs of parts) models.push(await fitItems(pairs, settings.ridge, threads))
      judge(settings, models)
    }
  }
  const { ridge } = usualItems
  const thorough = rows.columns <= mostThorough
  await study(usualItems.exponent, [
    () => ridge,
    () => ({ ...ridge, l2: ridge.l2 * 2.5 }),
    () => ({ ...ridge, l2: ridge.l2 / 2.5 }),
    // one more step the way that helped
    () => ({ ...ridge, l2: now().l2 ** 2 / ridge.l2 }),
  ])
  for (const exponent of [1, 0]) await study(exponent, [now])
  await study(best?.settings.exponent ?? usualItems.exponent, [
    () => ({ ...now(), drop: thorough ? 0.6 : now().drop }),
    () => ({ ...now(), k: 100 }),
    () => ({ ...now(), l2: now().l2 * 2.5 }),
    () => ({ ...now(), k: now().k * (thorough ? 2 : 1) }),
  ])
  for (const times of rows.columns <= mostDense ? [1, 2.5] : []) {
    const settings: ItemSettings = { ...(best?.settings ?? usualItems), form: 'dense' }
    settings.ridge = { ...settings.ridge, l2: settings.ridge.l2 * times }
    judge(
      settings,
      folds.map((fold) => fitFull(scaledRows(fold.rows, settings.exponent), settings.ridge)),
    )
  }
  return { best: best?.settings ?? usualItems, trials }
}

function isSame(a: ItemSettings, b: ItemSettings): boolean {
  const { k, l2, drop } = a.ridge
  return a.exponent === b.exponent && k === b.ridge.k && l2 === b.ridge.l2 && drop === b.ridge.drop && a.form === b.form
}
