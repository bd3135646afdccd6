import { cpmCells, cpmClasses, cpmOf } from '../indicators/cpm.ts'
import { decileOf } from '../indicators/decile.ts'
import { cellNumber, rankByCell } from '../indicators/ranks.ts'
import { fixedCell, type OrderKey, quantileOf, quantileStarts } from '../indicators/rfm.ts'
import { type AnalysisRules, levelsOf } from '../rules/rules.ts'
import type { Columns } from './base.ts'
import { everyPlace, sortPlaces } from './order.ts'

/** The classes of everyone, by the places of `Columns`. */
export interface Classes {
  r: Uint8Array
  f: Uint8Array
  m: Uint8Array
  /** place in the rank list, 0 best */
  rank: Uint8Array
  /** place in cpmCells */
  cpm: Uint8Array
  /** 1 spent most … 10 */
  decile: Uint8Array
}

/** Where classes begin that depend on everyone; later orders are classed by them until the next whole-base ranking. */
export interface Cuts {
  /** quantile mode: the first customer of each class but the lowest; empty under fixed thresholds */
  r: OrderKey[]
  f: OrderKey[]
  m: OrderKey[]
  /** the first customer of deciles 9, 8 … 1, from the smallest net sales up */
  decile: OrderKey[]
}

/** Classes everyone as of a day under the rules. The same columns always give the same classes. */
export function classify(columns: Columns, rules: AnalysisRules, asOfDay: number): { classes: Classes; cuts: Cuts } {
  const { size } = columns
  const classes: Classes = {
    r: new Uint8Array(size),
    f: new Uint8Array(size),
    m: new Uint8Array(size),
    rank: new Uint8Array(size),
    cpm: new Uint8Array(size),
    decile: new Uint8Array(size),
  }
  const orders = purchaseCounts(columns, rules)
  const byMoney = placesByMoney(columns)
  const cuts: Cuts = { r: [], f: [], m: [], decile: placeDeciles(columns, byMoney, classes.decile) }
  if (rules.rfm.mode === 'fixed') classifyFixed(columns, orders, rules, asOfDay, classes)
  else Object.assign(cuts, classifyQuantiles(columns, orders, rules, byMoney, classes))
  const levels = levelsOf(rules.rfm)
  const ranks = rankByCell(rules)
  const facts = { purchases: 0, tenure: 0, silence: 0, netSales: 0 }
  for (let place = 0; place < size; place++) {
    const cell = cellNumber(classes.r[place] as number, classes.f[place] as number, classes.m[place] as number, levels)
    classes.rank[place] = ranks[cell] as number
    facts.purchases = orders[place] as number
    facts.tenure = (columns.lastDay[place] as number) - (columns.firstDay[place] as number)
    facts.silence = asOfDay - (columns.lastDay[place] as number)
    facts.netSales = columns.netSales[place] as number
    classes.cpm[place] = cpmOf(facts, rules.cpm)
  }
  return { classes, cuts }
}

function purchaseCounts(columns: Columns, rules: AnalysisRules): Int32Array {
  return rules.sameDayOnce ? columns.orderDays : columns.orderCount
}

/** Ascending by net sales, then last day, then id (places ascend by id and the sort is stable). */
function placesByMoney(columns: Columns): Uint32Array {
  return sortPlaces(columns.netSales, sortPlaces(columns.lastDay, everyPlace(columns.size)))
}

function placeDeciles(columns: Columns, byMoney: Uint32Array, deciles: Uint8Array): OrderKey[] {
  const { size } = columns
  for (let index = 0; index < size; index++) deciles[byMoney[size - 1 - index] as number] = decileOf(index, size)
  // cuts ascend; a base too small for ten groups leaves the lowest of them empty
  const cuts: OrderKey[] = []
  for (let index = 1; index < size; index++) {
    const [before, here] = [byMoney[index - 1] as number, byMoney[index] as number]
    for (let step = deciles[here] as number; step < (deciles[before] as number); step++) {
      cuts.push(keyOf(columns, columns.netSales, here))
    }
  }
  return cuts
}

function classifyFixed(
  columns: Columns,
  orders: Int32Array,
  rules: AnalysisRules,
  asOfDay: number,
  classes: Classes,
): void {
  const facts = { silence: 0, purchases: 0, netSales: 0 }
  for (let place = 0; place < columns.size; place++) {
    facts.silence = asOfDay - (columns.lastDay[place] as number)
    facts.purchases = orders[place] as number
    facts.netSales = columns.netSales[place] as number
    const cell = fixedCell(facts, rules.rfm)
    classes.r[place] = cell.r
    classes.f[place] = cell.f
    classes.m[place] = cell.m
  }
}

function classifyQuantiles(
  columns: Columns,
  orders: Int32Array,
  rules: AnalysisRules,
  byMoney: Uint32Array,
  classes: Classes,
): Pick<Cuts, 'r' | 'f' | 'm'> {
  const apart = rules.rfm.oneTimeApart
  const inside = byMoney.filter((place) => !apart || (orders[place] as number) > 1)
  const byDay = sortPlaces(columns.lastDay, inside)
  const place = (values: ArrayLike<number>, sorted: Uint32Array, target: Uint8Array): OrderKey[] => {
    const { quantiles } = rules.rfm
    sorted.forEach((customer, index) => {
      target[customer] = quantileOf(index, sorted.length, quantiles)
    })
    return quantileStarts(sorted.length, quantiles)
      .filter((start) => start < sorted.length)
      .map((start) => keyOf(columns, values, sorted[start] as number))
  }
  return {
    r: place(columns.lastDay, byDay, classes.r),
    f: place(orders, sortPlaces(orders, byDay), classes.f),
    m: place(columns.netSales, inside, classes.m),
  }
}

function keyOf(columns: Columns, values: ArrayLike<number>, place: number): OrderKey {
  return [
    values[place] as number,
    columns.lastDay[place] as number,
    columns.netSales[place] as number,
    columns.ids[place] as number,
  ]
}

/** Counts of everything the dashboards show, from the classes of everyone. */
export function countClasses(columns: Columns, classes: Classes, rules: AnalysisRules, asOfDay: number) {
  const cells = new Map<number, { r: number; f: number; m: number; customers: number; netSales: number }>()
  const ranks = rules.ranks.list.map(({ key }) => ({ key, customers: 0, netSales: 0 }))
  const cpm = cpmCells.map((cell) => ({ cell, customers: 0, netSales: 0 }))
  const levels = levelsOf(rules.rfm)
  let purchases = 0
  let netSales = 0
  for (let place = 0; place < columns.size; place++) {
    const [r, f, m] = [classes.r[place] as number, classes.f[place] as number, classes.m[place] as number]
    const amount = columns.netSales[place] as number
    const number = cellNumber(r, f, m, levels)
    let cell = cells.get(number)
    if (!cell) {
      cell = { r, f, m, customers: 0, netSales: 0 }
      cells.set(number, cell)
    }
    for (const group of [cell, ranks[classes.rank[place] as number], cpm[classes.cpm[place] as number]]) {
      if (!group) continue
      group.customers++
      group.netSales += amount
    }
    purchases += columns.orderCount[place] as number
    netSales += amount
  }
  return {
    customers: columns.size,
    purchases,
    netSales,
    cells: [...cells.values()].sort((a, b) => a.r - b.r || a.f - b.f || a.m - b.m),
    ranks,
    cpm,
    deciles: countDeciles(columns, classes),
    lapsedThisMonth: countLapsed(columns, classes, rules, asOfDay),
  }
}

function countDeciles(columns: Columns, classes: Classes) {
  const groups = Array.from({ length: 10 }, (_, index) => ({
    decile: index + 1,
    customers: 0,
    netSales: 0,
    least: Number.MAX_SAFE_INTEGER,
    most: Number.MIN_SAFE_INTEGER,
  }))
  for (let place = 0; place < columns.size; place++) {
    const group = groups[(classes.decile[place] as number) - 1]
    const amount = columns.netSales[place] as number
    if (!group) continue
    group.customers++
    group.netSales += amount
    if (amount < group.least) group.least = amount
    if (amount > group.most) group.most = amount
  }
  return groups.filter(({ customers }) => customers > 0)
}

/** Customers whose silence reached the lapse limit in the month of `asOfDay`, until that day: 離れた方. By CPM class. */
function countLapsed(columns: Columns, classes: Classes, rules: AnalysisRules, asOfDay: number): number[] {
  const date = new Date(asOfDay * 86_400_000)
  const lapsed = cpmClasses.map(() => 0)
  for (let place = 0; place < columns.size; place++) {
    const past = asOfDay - (columns.lastDay[place] as number) - rules.cpm.lapseDays
    if (past < 0 || past >= date.getUTCDate()) continue
    const group = (classes.cpm[place] as number) % cpmClasses.length
    lapsed[group] = (lapsed[group] as number) + 1
  }
  return lapsed
}
