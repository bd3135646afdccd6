import type { PurchaseLog } from '../../lifetime/index.ts'

/** Up to this many customers everyone is learned from; of more, about so many drawn by chance. */
const learnedFrom = 20_000
/** The past is tried on about so many of them: six forecasts, each with trials of its own. */
export const triedOn = 5_000

/** A whole number's place in [0, 1): always the same for the same id, and as good as chance. */
function drawOf(id: number): number {
  let hash = Math.imul((id | 0) ^ Math.imul((id / 0x100000000) | 0, 0x9e3779b1) ^ 0x51ed270b, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x100000000
}

export interface Sample {
  log: PurchaseLog<number>
  /** places in the whole log */
  members: Int32Array
}

/**
 * Customers drawn by a hash of their ids, about `size` of them, with all they bought. Whoever bought first is always among
 * them, so that sample and whole begin on the same day. Null: there are not more than that.
 */
export function sampleOf(log: PurchaseLog<number>, size = learnedFrom): Sample | null {
  const customers = log.ids.length
  if (customers <= size) return null
  const share = size / customers
  let oldest = -1
  for (let slot = 0; slot < customers; slot++) {
    const row = log.starts[slot] as number
    if (row === log.starts[slot + 1]) continue
    if (oldest < 0 || (log.days[row] as number) < (log.days[log.starts[oldest] as number] as number)) oldest = slot
  }
  const members = Int32Array.from({ length: customers }, (_, slot) => slot).filter(
    (slot) => slot === oldest || drawOf(log.ids[slot] as number) < share,
  )
  const purchases = cut(log.starts, members, [log.days, log.amounts])
  const refunds = cut(log.refundStarts, members, [log.refundDays, log.refundAmounts])
  return {
    members,
    log: {
      ids: Array.from(members, (slot) => log.ids[slot] as number),
      starts: purchases.starts,
      days: purchases.days,
      amounts: purchases.amounts,
      refundStarts: refunds.starts,
      refundDays: refunds.days,
      refundAmounts: refunds.amounts,
      counts: log.counts,
    },
  }
}

function cut(starts: Int32Array, members: Int32Array, [days, amounts]: [Int32Array, Float64Array]) {
  const kept = new Int32Array(members.length + 1)
  members.forEach((slot, at) => {
    kept[at + 1] = (kept[at] as number) + (starts[slot + 1] as number) - (starts[slot] as number)
  })
  const rows = kept[members.length] as number
  const found = { starts: kept, days: new Int32Array(rows), amounts: new Float64Array(rows) }
  members.forEach((slot, at) => {
    const [from, to] = [starts[slot] as number, starts[slot + 1] as number]
    found.days.set(days.subarray(from, to), kept[at])
    found.amounts.set(amounts.subarray(from, to), kept[at])
  })
  return found
}
