import type { Tx } from '../../platform/db/db.ts'
import { type Aside, comparableTables, readAsides, readSeats, seat, unhide, unseat } from './move.ts'
import type { MergedTable } from './tables.ts'
import { firstOf, type Merged } from './tree.ts'

/** Of rows that say the same one is shown; which one, when records part. */

interface Leaving {
  id: number
  customerId: number
  branch: number[]
}

/** What is shown for one thing that several records say. */
export interface Seat {
  customerId: number
  entity: string
  key: string
}

const isSame = (one: Seat, other: Seat) =>
  one.customerId === other.customerId && one.entity === other.entity && one.key === other.key

/** Before records leave: what they show in the place of others, who then show their own. */
export async function seatsOf(tx: Tx, tables: readonly MergedTable[], leaving: readonly Leaving[]): Promise<Seat[]> {
  const asides = await readAsides(
    tx,
    leaving.map(({ customerId }) => customerId),
  )
  const shown = await shownFor(tx, tables, asides)
  return shown.filter(({ customerId, record }) =>
    leaving.some((one) => one.customerId === customerId && one.branch.includes(record)),
  )
}

async function shownFor(tx: Tx, tables: readonly MergedTable[], asides: readonly Aside[]) {
  const found: (Seat & { record: number })[] = []
  for (const table of comparableTables(tables)) {
    const wanted = asides.filter(({ entity }) => entity === table.name)
    if (wanted.length === 0) continue
    for (const row of await readSeats(tx, table, wanted)) found.push({ ...row, entity: table.name })
  }
  return found
}

/**
 * After records left: what was set aside under those who stay takes the seats that became free, what was set aside of
 * those who left stands for itself again. What somebody removed before a merge stays so after it is taken back.
 */
export async function seatAgain(
  tx: Tx,
  tables: readonly MergedTable[],
  leaving: readonly Leaving[],
  free: readonly Seat[],
  all: readonly Merged[],
): Promise<void> {
  const ids = leaving.map(({ id }) => id)
  const asides = await readAsides(tx, [...ids, ...leaving.map(({ customerId }) => customerId)])
  const left = asides.filter(({ customerId }) => ids.includes(customerId))
  const branches = new Map(leaving.map(({ id, branch }) => [id, branch]))
  const isHidden = ({ customerId, hiddenIn }: Aside) =>
    hiddenIn !== null && (branches.get(customerId)?.includes(hiddenIn) ?? true)
  await seatFirst(
    tx,
    tables,
    asides.filter((aside) => !isHidden(aside) && (left.includes(aside) || free.some((one) => isSame(one, aside)))),
    all.filter(({ id }) => !ids.includes(id)),
  )
  await unhide(
    tx,
    left.filter((aside) => aside.hiddenIn !== null && !isHidden(aside)),
  )
}

/**
 * Shows of each thing what comes first: what is shown now, or one of these that were set aside. `onlyShown`: things that
 * nothing is shown of stay so.
 */
export async function seatFirst(
  tx: Tx,
  tables: readonly MergedTable[],
  asides: readonly Aside[],
  all: readonly Merged[],
  { onlyShown = false } = {},
): Promise<void> {
  if (asides.length === 0) return
  const shown = await shownFor(tx, tables, asides)
  const winners: Aside[] = []
  for (const aside of asides) {
    if (asides.find((other) => isSame(other, aside)) !== aside) continue
    const others = asides.filter((other) => isSame(other, aside))
    const seated = shown.find((other) => isSame(other, aside))
    if (onlyShown && !seated) continue
    const first = firstOf<Seat & { record: number }>(seated ? [seated, ...others] : others, all)
    // one record may say a thing twice
    if (first && first !== seated) winners.push(...others.filter(({ record }) => record === first.record))
  }
  for (const table of comparableTables(tables)) {
    const mine = winners.filter(({ entity }) => entity === table.name)
    await unseat(tx, table, mine)
    await seat(tx, table, mine)
  }
}
