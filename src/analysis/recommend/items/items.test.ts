import { expect, test } from 'vitest'
import { rowsOf, scaledRows, turned } from '../rows.ts'
import { openSheet } from '../sheet.ts'
import { noThreads, openThreads } from '../threads/threads.ts'
import { topOf } from '../top.ts'
import { chooseItems } from './choose.ts'
import { denseSums, fitDense } from './dense-ridge.ts'
import { fitItems, fitPairs } from './fit.ts'
import { type ItemModel, rankItems } from './model.ts'
import { nthGreatest } from './pairs.ts'

/** Numbers that look drawn by chance and are always the same. */
function chance(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Shoppers of one of some tastes; each taste is a run of items, popular ones first. */
function shoppers(customers: number, items: number, tastes: number, seed: number): number[][] {
  const draw = chance(seed)
  const size = items / tastes
  return Array.from({ length: customers }, () => {
    const taste = Math.floor(draw() * tastes)
    const own = () => taste * size + Math.floor(size * draw() ** 2)
    return Array.from({ length: 4 + Math.floor(draw() * 10) }, () =>
      draw() < 0.8 ? own() : Math.floor(items * draw()),
    )
  })
}

const matrixOf = (model: ItemModel): Float64Array => {
  const matrix = new Float64Array(model.items ** 2)
  for (let source = 0; source < model.items; source++) {
    for (let at = model.starts[source] as number; at < (model.starts[source + 1] as number); at++) {
      matrix[source * model.items + (model.targets[at] as number)] = model.weights[at] as number
    }
  }
  return matrix
}

test('rows hold each item once, ascending, without those of weight 0, and turn around', () => {
  const rows = rowsOf([[3, 1, 3], [], [0, 1]], 4, [[1, 0.5, 0.25], [], [0, 1]])
  expect([...rows.starts]).toEqual([0, 2, 2, 3])
  expect([...rows.items]).toEqual([1, 3, 1])
  expect([...rows.weights]).toEqual([0.5, 1, 1])
  const by = turned(rows)
  expect([...by.starts]).toEqual([0, 0, 2, 2, 3])
  expect([...by.items]).toEqual([0, 2, 0])
  expect([...by.weights]).toEqual([0.5, 1, 1])
})

test('an item explained by all others is the closed form of the full matrix', async () => {
  for (const items of [8, 37, 70]) {
    const rows = scaledRows(rowsOf(shoppers(6000, items, 1, items), items), 0.5)
    const ridge = { k: items - 1, l2: 0.7, drop: 0.2 }
    const local = matrixOf(await fitItems(await fitPairs(rows, items - 1, noThreads), ridge, noThreads))
    const dense = fitDense(denseSums(rows), items, ridge.l2, ridge.drop)
    const worst = dense.reduce((most, weight, at) => Math.max(most, Math.abs(weight - (local[at] as number))), 0)
    expect(worst).toBeLessThan(2e-5)
  }
})

test('the result does not depend on the number of threads', async () => {
  const rows = scaledRows(rowsOf(shoppers(500, 90, 3, 5), 90), 0.5)
  const threads = openThreads(2)
  try {
    const fit = async (by: typeof threads) => fitItems(await fitPairs(rows, 20, by), { k: 20, l2: 1, drop: 0.3 }, by)
    const [alone, together] = [await fit(noThreads), await fit(threads)]
    expect(together.weights).toEqual(alone.weights)
    expect(together.targets).toEqual(alone.targets)
  } finally {
    await threads.close()
  }
})

test('settings are chosen the same each time, and what is recommended is of the taste', async () => {
  const rows = rowsOf(shoppers(400, 60, 3, 9), 60)
  const { best, trials } = await chooseItems(rows, noThreads)
  expect((await chooseItems(rows, noThreads)).trials).toEqual(trials)
  expect(trials.every(({ ndcg }) => ndcg > 0.1 && ndcg < 1)).toBe(true)
  const model = await fitItems(await fitPairs(rows, best.ridge.k, noThreads), best.ridge, noThreads)
  const sheet = openSheet(60)
  expect(rankItems(model, [0, 1, 2], [], 5, sheet).every((item) => item > 2 && item < 20)).toBe(true)
  // a second question finds the sheet clean
  expect(rankItems(model, [0, 1, 2], [], 5, sheet)).toEqual(rankItems(model, [0, 1, 2], [], 5, openSheet(60)))
})

test('a history that says nothing gets what is popular, without what it has', () => {
  const nothing: ItemModel = {
    items: 4,
    starts: new Int32Array(5),
    targets: new Int32Array(0),
    weights: new Float32Array(0),
  }
  expect(rankItems(nothing, [2], [2, 3, 0], 2, openSheet(4))).toEqual([3, 0])
})

test('the greatest of many are those of a sort', () => {
  const draw = chance(3)
  for (const size of [1, 2, 17, 400]) {
    const values = Float64Array.from({ length: size }, () => Math.floor(draw() * 50))
    const order = [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
    for (const n of [1, Math.ceil(size / 3), size]) {
      expect(topOf(values, n).ids).toEqual(order.slice(0, n))
      expect(nthGreatest(values.slice(), n)).toBe(values[order[n - 1] as number])
    }
  }
})
