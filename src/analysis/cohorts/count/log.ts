/** What an order says, as bits. */
export const said = {
  /** confirmed, with net sales above 0 */
  purchase: 1,
  /** nothing but trial products in it */
  trialOnly: 2,
  /** a delivery of a subscription */
  subscription: 4,
  /** confirmed, of any amount */
  confirmed: 8,
} as const

/** One order of a customer. `day`: days since 1970-01-01. `grossProfit` NaN: a cost is unknown. Ids 0: none. */
export interface LoggedOrder {
  customerId: number
  day: number
  netSales: number
  grossProfit: number
  flags: number
  channelId: number
  storeId: number
  /** '' for none */
  adCode: string
  /** the product with the greatest amount on the order, where it is the first purchase */
  productId: number
  /** the trial product with the greatest amount on the order */
  trialProductId: number
}

/** Orders of every customer in order of time. Customer c has the rows from starts[c] up to starts[c + 1]. */
export interface OrderLog {
  customers: number
  starts: Int32Array
  day: Int32Array
  net: Float64Array
  gross: Float64Array
  flags: Uint8Array
  /** by customer, of the first purchase; 0: none */
  product: Float64Array
  channel: Int32Array
  store: Int32Array
  /** by customer, place in adCodes; place 0 is no code */
  ad: Int32Array
  adCodes: string[]
  /** by customer: the trial product of the first order where that holds nothing else; 0: began otherwise */
  trial: Float64Array
}

export interface OpenOrderLog {
  /** customer after customer, each one's orders in order of time */
  add(order: LoggedOrder): void
  close(): OrderLog
}

/** About 21 bytes an order and 36 a customer. */
export function openOrderLog(): OpenOrderLog {
  const [days, nets, grosses, flags] = [ints(), floats(), floats(), bytes()]
  const [starts, products, channels, stores, ads, trials] = [ints(), floats(), ints(), ints(), ints(), floats()]
  const codes = new Map([['', 0]])
  let current = Number.NaN
  let hasBought = false
  let hasOrdered = false
  let orders = 0
  let customers = 0

  const placeOf = (code: string): number => {
    const found = codes.get(code) ?? codes.size
    codes.set(code, found)
    return found
  }
  const begin = (customerId: number): void => {
    current = customerId
    hasBought = false
    hasOrdered = false
    starts.push(orders)
    for (const column of [products, channels, stores, ads, trials]) column.push(0)
    customers++
  }
  return {
    add(order) {
      if (order.customerId !== current) begin(order.customerId)
      days.push(order.day)
      nets.push(order.netSales)
      grosses.push(order.grossProfit)
      flags.push(order.flags)
      orders++
      const last = customers - 1
      if (!hasOrdered && order.flags & said.confirmed) {
        hasOrdered = true
        if (order.flags & said.trialOnly) trials.set(last, order.trialProductId)
      }
      if (hasBought || !(order.flags & said.purchase)) return
      hasBought = true
      products.set(last, order.productId)
      channels.set(last, order.channelId)
      stores.set(last, order.storeId)
      ads.set(last, placeOf(order.adCode))
    },
    close() {
      starts.push(orders)
      return {
        customers,
        starts: starts.taken(),
        day: days.taken(),
        net: nets.taken(),
        gross: grosses.taken(),
        flags: flags.taken(),
        product: products.taken(),
        channel: channels.taken(),
        store: stores.taken(),
        ad: ads.taken(),
        adCodes: [...codes.keys()],
        trial: trials.taken(),
      }
    },
  }
}

type Numbers = Int32Array | Float64Array | Uint8Array

/** A column that grows with what is put into it. */
function column<A extends Numbers>(make: (size: number) => A) {
  let values = make(1 << 12)
  let size = 0
  return {
    push(value: number): void {
      if (size === values.length) {
        const more = make(size * 2)
        more.set(values as never)
        values = more
      }
      values[size++] = value
    },
    set(place: number, value: number): void {
      values[place] = value
    },
    taken: (): A => values.subarray(0, size) as A,
  }
}

const ints = () => column((size) => new Int32Array(size))
const floats = () => column((size) => new Float64Array(size))
const bytes = () => column((size) => new Uint8Array(size))
