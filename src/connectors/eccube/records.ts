import type { Arrival } from '../arriving/take-in.ts'
import { Unreadable } from '../hooks/json.ts'
import { textAt, valueAt } from '../hooks/paths.ts'
import { instantOf, type Paths, rowsAt } from '../hooks/read-by-paths.ts'

/** Records of EC-CUBE in our fields, from the same figures that its files hold, so that both agree. */
const person: Paths = {
  familyName: 'name01',
  givenName: 'name02',
  familyKana: 'kana01',
  givenKana: 'kana02',
  companyName: 'company_name',
  email: 'email',
  phone: 'phone_number',
  postcode: 'postal_code',
  prefecture: 'Pref.name',
  address1: 'addr01',
  address2: 'addr02',
  birthOn: 'birth',
  gender: 'Sex.name',
}

const customer: Paths = { ...person, number: 'id', note: 'note', registeredOn: 'create_date' }

const order: Paths = {
  ...person,
  number: 'order_no',
  customerNumber: 'Customer.id',
  orderedAt: 'order_date',
  status: 'OrderStatus.id',
  paymentMethod: 'payment_method',
  subtotal: 'subtotal',
  shipping: 'delivery_fee_total',
  tax: 'tax',
  total: 'payment_total',
  productCode: 'OrderItems[*].product_code',
  productName: 'OrderItems[*].product_name',
  unitPrice: 'OrderItems[*].price',
  quantity: 'OrderItems[*].quantity',
  taxRate: 'OrderItems[*].tax_rate',
  lineKind: 'OrderItems[*].OrderItemType.id',
}

const product: Paths = {
  productCode: 'ProductClasses[*].code',
  price: 'ProductClasses[*].price02',
  stock: 'ProductClasses[*].stock',
}

export function readCustomer(node: unknown): Arrival[] {
  return [{ changedAt: changed(node), rows: rowsAt(node, customer) }]
}

/** A cart that never became an order has no date: nothing to take in. */
export function readOrder(node: unknown): Arrival[] {
  if (textAt(node, 'order_date') === '' || textAt(node, 'order_no') === '') return []
  return [{ changedAt: changed(node), rows: rowsAt(node, order) }]
}

/** Each variant is a product of ours. */
export function readProducts(node: unknown): Arrival[] {
  const title = textAt(node, 'name')
  return rowsAt(node, product).flatMap((row, index) => {
    if (!row.productCode) return []
    const variant = valueAt(node, ['ProductClasses', index])
    const parts = ['ClassCategory1.name', 'ClassCategory2.name'].map((path) => textAt(variant, path))
    const productName = [title, ...parts].filter((text) => text !== '').join(' ')
    return [{ changedAt: changed(node), rows: [{ ...row, productName }] }]
  })
}

function changed(node: unknown): Date {
  const at = instantOf(textAt(node, 'update_date'))
  if (!at) throw new Unreadable('no-time')
  return at
}
