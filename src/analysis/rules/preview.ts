import type { PoolClient } from 'pg'
import { dayNumber } from '../../platform/calendar.ts'
import { readBinary } from '../../platform/db/copy-read.ts'
import { one, sql, type Tx } from '../../platform/db/db.ts'
import { type CpmCell, cpmCells } from '../indicators/cpm.ts'
import type { Move } from '../indicators/migration.ts'
import type { Columns } from '../ranking/base.ts'
import { classify } from '../ranking/classify.ts'
import { everyPlace, sortPlaces } from '../ranking/order.ts'
import type { AnalysisRules } from './rules.ts'

export interface Preview {
  customers: number
  /** customers whose rank would differ */
  moving: number
  /** every pair of a rank today and a rank under the new rules */
  moves: Move[]
  ranks: { key: string; before: number; after: number }[]
  cpm: { cell: CpmCell; before: number; after: number }[]
}

/** What saving these rules would do to everyone's rank and CPM cell: the whole base, nothing written. */
export async function previewRules(tx: Tx, rules: AnalysisRules, today: string): Promise<Preview> {
  const { columns, ranks, cells } = await readFactsOfAll(tx)
  const { classes } = classify(columns, rules, dayNumber(today))
  const keys = rules.ranks.list.map(({ key }) => key)
  const moves = new Map<string, Move>()
  const cpm = cpmCells.map((cell) => ({ cell, before: 0, after: 0 }))
  for (let place = 0; place < columns.size; place++) {
    const from = ranks[place] as string
    const to = keys[classes.rank[place] as number] as string
    const move = moves.get(`${from} ${to}`)
    if (move) move.customers++
    else moves.set(`${from} ${to}`, { from, to, customers: 1 })
    const before = cpm[cells[place] as number]
    const after = cpm[classes.cpm[place] as number]
    if (before) before.before++
    if (after) after.after++
  }
  const all = [...moves.values()]
  const sum = (picked: Move[]) => picked.reduce((total, { customers }) => total + customers, 0)
  const every = [...new Set([...keys, ...all.flatMap(({ from }) => from ?? [])])]
  return {
    customers: columns.size,
    moving: sum(all.filter(({ from, to }) => from !== to)),
    moves: all,
    ranks: every.map((key) => ({
      key,
      before: sum(all.filter(({ from }) => from === key)),
      after: sum(all.filter(({ to }) => to === key)),
    })),
    cpm,
  }
}

/** Everyone's facts as the last refresh left them, in the columns the ranking works on. */
async function readFactsOfAll(tx: PoolClient & Tx): Promise<{ columns: Columns; ranks: string[]; cells: Uint8Array }> {
  const size = (await one<{ count: number }>(tx, sql`select count(*) as count from customer_metrics`))?.count ?? 0
  const read = columnsFor(size)
  const ranks: string[] = []
  const cells = new Uint8Array(size)
  const epochDays = dayNumber('2000-01-01')
  await readBinary(
    tx,
    sql`select customer_id, first_on, last_on, order_count, order_days, net_sales, rank, cpm from customer_metrics`,
    8,
    (row) => {
      const place = ranks.length
      // rows committed between the count and now wait for the next preview
      if (place === size) return
      read.ids[place] = row.int8(0)
      read.firstDay[place] = row.int4(1) + epochDays
      read.lastDay[place] = row.int4(2) + epochDays
      read.orderCount[place] = row.int4(3)
      read.orderDays[place] = row.int4(4)
      read.netSales[place] = row.int8(5)
      ranks.push(row.text(6))
      cells[place] = cpmCells.indexOf(row.text(7) as CpmCell)
    },
  )
  return inOrder(read, ranks, cells)
}

function columnsFor(size: number): Columns {
  return {
    size,
    ids: new Float64Array(size),
    firstDay: new Int32Array(size),
    lastDay: new Int32Array(size),
    secondDay: new Int32Array(size),
    orderCount: new Int32Array(size),
    orderDays: new Int32Array(size),
    netSales: new Float64Array(size),
    grossProfit: new Float64Array(size),
  }
}

/** Brings everything into the order of ids, on which the tie rule rests. */
function inOrder(read: Columns, ranks: string[], cells: Uint8Array) {
  const places = sortPlaces(read.ids, everyPlace(ranks.length))
  const columns = columnsFor(places.length)
  const sortedRanks: string[] = []
  const sortedCells = new Uint8Array(places.length)
  places.forEach((from, to) => {
    for (const name of ['ids', 'firstDay', 'lastDay', 'orderCount', 'orderDays', 'netSales'] as const) {
      columns[name][to] = read[name][from] as number
    }
    sortedRanks.push(ranks[from] as string)
    sortedCells[to] = cells[from] as number
  })
  return { columns, ranks: sortedRanks, cells: sortedCells }
}
