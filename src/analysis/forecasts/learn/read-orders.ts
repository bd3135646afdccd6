import { dayNumber } from '../../../platform/calendar.ts'
import { readBinary } from '../../../platform/db/copy-read.ts'
import { sql, type Tx } from '../../../platform/db/db.ts'
import { openPurchaseLog, type PurchaseLog } from '../../lifetime/index.ts'
import { copied } from '../../ranking/slots.ts'

/** What is known of first orders beside day and amount, by place in the log. */
export interface FirstOrders {
  days: Int32Array
  orderIds: Float64Array
  /** 0: none named */
  channels: Int32Array
  hasCoupon: Uint8Array
  isSubscription: Uint8Array
  /** places in `adCodes`, 0: none */
  ads: Int32Array
  adCodes: string[]
}

/** What was delivered under a subscription (定期), the first time not counted. */
export interface Deliveries {
  /** the first one counted */
  made: number
  money: number
  firstAmount: number
}

export interface OrdersRead {
  /** ids: those of the customers */
  log: PurchaseLog<number>
  first: FirstOrders
  /** net sales of the last 365 days, by place in the log */
  past12: Float64Array
  deliveries: Map<number, Deliveries>
}

const epochDays = dayNumber('2000-01-01')

/**
 * All purchases and refunds up to a day. To take up a subscription is a purchase; what is delivered under it afterwards is
 * none, as contracts foretell it, but its money stands under the contract.
 */
export async function readOrders(tx: Tx, asOf: string): Promise<OrdersRead> {
  const log = openPurchaseLog<number>({ zeros: 'ignored' })
  const firsts = openFirsts()
  const contracts = openContracts()
  const yearAgo = dayNumber(asOf) - 365
  let past12 = new Float64Array(1 << 16)
  const order = { id: 0, customerId: 0, day: 0, amount: 0, channel: 0, hasCoupon: false, isSubscription: false, ad: '' }
  await readBinary(
    tx,
    sql`select customer_id, ordered_on, net_sales, id, subscription_id, channel_id, coupon_code is not null, ad_code
        from orders where customer_id > 0 and ordered_on <= ${sql.raw(`date '${asOf}'`)}
          and (status = 'confirmed' and net_sales <> 0 or status = 'refund' and net_sales < 0)`,
    8,
    (fields) => {
      order.id = fields.int8(3)
      order.customerId = fields.int8(0)
      order.day = fields.int4(1) + epochDays
      order.amount = fields.int8(2)
      order.channel = fields.isNull(5) ? 0 : fields.int4(5)
      order.hasCoupon = fields.bool(6)
      order.isSubscription = !fields.isNull(4)
      order.ad = fields.isNull(7) ? '' : fields.text(7)
      const slot = order.isSubscription
        ? contracts.add(fields.int8(4), order, log)
        : log.add(order.customerId, order.day, order.amount)
      if (slot >= past12.length) past12 = copied(past12, new Float64Array(past12.length * 2))
      if (order.day > yearAgo) past12[slot] = (past12[slot] as number) + order.amount
      if (!order.isSubscription && order.amount > 0) firsts.look(slot, order)
    },
  )
  const deliveries = contracts.close((order) => firsts.look(log.add(order.customerId, order.day, order.amount), order))
  const closed = log.close()
  return { log: closed, first: firsts.close(closed.ids.length), past12, deliveries }
}

interface OrderRead {
  id: number
  customerId: number
  day: number
  amount: number
  channel: number
  hasCoupon: boolean
  isSubscription: boolean
  ad: string
}

function openFirsts() {
  const codes = new Map<string, number>([['', 0]])
  let size = 1 << 16
  let days = new Int32Array(size)
  let orderIds = new Float64Array(size)
  let channels = new Int32Array(size)
  let hasCoupon = new Uint8Array(size)
  let isSubscription = new Uint8Array(size)
  let ads = new Int32Array(size)

  const grow = (needed: number): void => {
    while (size <= needed) size *= 2
    days = copied(days, new Int32Array(size))
    orderIds = copied(orderIds, new Float64Array(size))
    channels = copied(channels, new Int32Array(size))
    hasCoupon = copied(hasCoupon, new Uint8Array(size))
    isSubscription = copied(isSubscription, new Uint8Array(size))
    ads = copied(ads, new Int32Array(size))
  }
  return {
    look(slot: number, order: OrderRead): void {
      if (slot >= size) grow(slot)
      const known = orderIds[slot] as number
      const day = days[slot] as number
      if (known > 0 && (day < order.day || (day === order.day && known < order.id))) return
      days[slot] = order.day
      orderIds[slot] = order.id
      channels[slot] = order.channel
      hasCoupon[slot] = order.hasCoupon ? 1 : 0
      isSubscription[slot] = order.isSubscription ? 1 : 0
      let code = codes.get(order.ad)
      if (code === undefined) {
        code = codes.size
        codes.set(order.ad, code)
      }
      ads[slot] = code
    },
    close(customers: number): FirstOrders {
      if (customers > size) grow(customers)
      return { days, orderIds, channels, hasCoupon, isSubscription, ads, adCodes: [...codes.keys()] }
    },
  }
}

function openContracts() {
  const found = new Map<number, Deliveries & { first: OrderRead | null }>()
  return {
    add(id: number, order: OrderRead, log: { add(id: number, day: number, amount: number): number }): number {
      let contract = found.get(id)
      if (!contract) {
        contract = { made: 0, money: 0, firstAmount: 0, first: null }
        found.set(id, contract)
      }
      contract.money += order.amount
      if (order.amount > 0) {
        contract.made++
        if (!contract.first || order.day < contract.first.day) contract.first = { ...order }
      }
      // the customer's place alone: which delivery was the first is known at the end
      return log.add(order.customerId, order.day, 0)
    },
    close(enter: (order: OrderRead) => void): Map<number, Deliveries> {
      for (const contract of found.values()) {
        if (!contract.first) continue
        contract.firstAmount = contract.first.amount
        enter(contract.first)
      }
      return found
    },
  }
}
