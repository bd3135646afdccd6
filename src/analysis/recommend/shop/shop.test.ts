import { expect, test } from 'vitest'
import { type Basket, basketsOf } from '../basket/baskets.ts'
import { openDesk } from '../basket/features.ts'
import { type Asking, catalogueOf, offersFor } from '../serve/offers.ts'
import { type Product, usualRules } from '../serve/rules.ts'
import { noThreads } from '../threads/threads.ts'
import { pack, unpack } from './pack.ts'
import { type ShopModel, trainShop } from './train.ts'

test('what was packed comes out again, arrays and all', () => {
  const data = {
    a: Int32Array.of(1, -2, 3),
    b: [{ c: Float64Array.of(0.1), d: '猫' }],
    e: new Uint8Array(0),
    f: null,
    g: Float32Array.of(2),
  }
  const bytes = pack(data)
  expect(unpack(bytes)).toEqual(data)
  expect(pack(data)).toEqual(bytes)
})

/*
 * Eight products: shampoo (0) is bought every 30 days; conditioner (1) comes in the same baskets; serum (2) follows weeks
 * later; razor (3) and blades (4) are of other customers; 5 is a shampoo nobody has bought yet, 6 a trial set, 7 sold out.
 */
const titles = [
  '椿シャンプー 500ml',
  '椿コンディショナー',
  '美容液 紅',
  '剃刀',
  '替刃 5枚',
  '椿シャンプー 詰替',
  'お試しセット',
  '終売の石けん',
]
const categories = [1, 1, 2, 3, 3, 1, 2, 1]
const products: Product[] = titles.map((title, item) => ({
  id: item + 100,
  title,
  categoryId: categories[item] as number,
  kind: item === 6 ? 'trial' : 'regular',
  price: 1000 + 10 * item,
  cost: item === 4 ? 990 : 300,
  sinceDay: 0,
  available: item !== 7,
  isInStock: true,
}))

function histories(): Basket[][] {
  return Array.from({ length: 900 }, (_, u) => {
    if (u % 3 === 2) return [0, 40, 80, 120].map((day) => ({ day: day + (u % 7), items: day === 0 ? [3, 4] : [4] }))
    const start = u % 20
    return Array.from({ length: 3 + (u % 3) }, (_, b) => ({
      day: start + 30 * b + ((u * 5 + b * 3) % 5),
      items: [0, ...((u + b) % 2 === 0 ? [1] : []), ...(b === 1 && u % 2 === 0 ? [2] : []), ...(u === 0 ? [7] : [])],
    }))
  })
}

const baskets = basketsOf(histories(), 8)
const today = 160
const trained = await trainShop(
  {
    baskets,
    products: products.map(({ title, categoryId, price }) => ({
      title,
      category: categoryId ?? -1,
      price: price ?? 0,
    })),
    looked: { customers: new Int32Array(0), items: new Int32Array(0), weights: new Float32Array(0) },
    today,
  },
  noThreads,
)
const model = unpack(pack(trained.model)) as ShopModel
const { popularity } = model.next.knowledge
const catalogue = catalogueOf(products, popularity.lately, popularity.ever)
const desk = openDesk(model.next.knowledge)

function ask(history: Basket[], more: Partial<Asking> = {}) {
  return offersFor(
    model,
    catalogue,
    {
      history,
      looks: new Map(),
      self: -1,
      today,
      rules: usualRules,
      subscribed: new Set(),
      excluded: new Set(),
      size: 5,
      ...more,
    },
    desk,
  )
}
const items = (list: { item: number }[]) => list.map(({ item }) => item)

test('together, next and alternatives are three different lists', () => {
  const list = ({ starts, ids }: { starts: Int32Array; ids: Int32Array }, item: number) => [
    ...ids.subarray(starts[item], starts[item + 1]),
  ]
  expect(list(model.together, 3)).toEqual([4])
  expect(list(model.together, 0)).toContain(1)
  expect(list(model.following, 1)).toContain(2)
  expect(list(model.following, 3)).toEqual([])
  expect(list(model.alternatives, 0)[0]).toBe(5)
  expect(list(model.alternatives, 0)).not.toContain(1)
  expect(trained.proof?.model.users).toBeGreaterThan(50)
})

test('every score is the sum of its parts, and the companions part of what was bought', () => {
  const { offers } = ask([
    { day: 100, items: [0, 1] },
    { day: 130, items: [0] },
  ])
  expect(offers.length).toBeGreaterThan(3)
  for (const { score, parts, because } of offers) {
    expect(parts.own + parts.companions + parts.crowd + parts.popular).toBeCloseTo(score, 9)
    const told = because.reduce((sum, { value }) => sum + value, 0)
    if (because.length > 0) expect(told).toBeCloseTo(parts.companions, 9)
  }
})

test('what runs out is offered when it is due, not before, and no longer when it has lapsed', () => {
  const shampoo = (day: number) => [
    { day: day - 30, items: [0] },
    { day, items: [0] },
  ]
  expect(items(ask(shampoo(today - 28)).shelves.buyAgain)).toContain(0)
  expect(items(ask(shampoo(today - 28)).offers)).toContain(0)
  expect(items(ask(shampoo(today - 5)).offers)).not.toContain(0)
  expect(items(ask(shampoo(today - 150)).shelves.buyAgain)).not.toContain(0)
  const [due] = ask(shampoo(today - 28)).shelves.buyAgain
  expect(due?.due?.everyDays).toBeGreaterThan(25)
  expect(due?.due?.everyDays).toBeLessThan(36)
})

test('what may not be offered is not: sold out, subscribed, excluded, trial for buyers, little margin, resting durables', () => {
  const history = [{ day: today - 29, items: [0] }]
  const all = items(ask(history, { size: 8 }).offers)
  expect(all).not.toContain(7)
  expect(all).not.toContain(6)
  expect(items(ask([], { size: 8 }).offers)).toContain(6)
  expect(items(ask(history, { size: 8, subscribed: new Set([0]), excluded: new Set([1]) }).offers)).not.toEqual(
    expect.arrayContaining([expect.toSatisfy((item: number) => item < 2)]),
  )
  const rules = { ...usualRules, leastMargin: 0.3, excludedCategories: [2], restDays: { 1: 60 } }
  expect(items(ask(history, { size: 8, rules }).offers).sort()).toEqual([1, 3, 5])
})

test('a stranger gets what is popular, one who looked at something gets what goes with it, and nobody gets nothing', () => {
  expect(ask([]).offers.map(({ shelf }) => shelf)).not.toContain('buyAgain')
  expect(ask([]).offers).toHaveLength(5)
  const looked = ask([], { looks: new Map([[3, 0.5]]) })
  expect(looked.shelves.goesWith[0]?.item).toBe(4)
  expect(looked.shelves.goesWith[0]?.because).toEqual([
    { item: 3, value: looked.shelves.goesWith[0]?.parts.companions },
  ])
  const last = ask([], { excluded: new Set([0, 1, 2, 3, 4, 6]) })
  expect(items(last.offers)).toEqual([5])
})

test('one category does not fill a list while there are others', () => {
  const [a, b, c] = ask([{ day: 100, items: [0, 1, 2] }], {
    rules: { ...usualRules, mostPerCategory: 1 },
    size: 3,
  }).offers
  expect(new Set([a, b, c].map((one) => categories[one?.item as number])).size).toBe(3)
})
