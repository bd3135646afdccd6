import { dayOf } from '../../platform/calendar.ts'
import type { Arrival, Cells } from '../arriving/take-in.ts'
import { Unreadable } from '../hooks/json.ts'
import { textAt, valueAt } from '../hooks/paths.ts'
import { instantOf, type Paths, rowsAt } from '../hooks/read-by-paths.ts'
import { prefectureOf } from './prefectures.ts'

/**
 * Orders, customers and products of Shopify in our fields, from messages (REST words) and from what is fetched (GraphQL
 * words). What the preset reads from Shopify's order file is read from the same figures here, so that both agree.
 */
const order: Paths = {
  number: 'name',
  orderedAt: 'created_at',
  status: 'financial_status',
  cancelledAt: 'cancelled_at',
  customerNumber: 'customer.id',
  email: 'email',
  subtotalAfterDiscount: 'subtotal_price',
  shipping: 'total_shipping_price_set.shop_money.amount',
  tax: 'total_tax',
  total: 'total_price',
  couponCode: 'discount_codes[0].code',
  paymentMethod: 'payment_gateway_names[0]',
  familyName: 'billing_address.last_name',
  givenName: 'billing_address.first_name',
  companyName: 'billing_address.company',
  postcode: 'billing_address.zip',
  address1: 'billing_address.address1',
  address2: 'billing_address.address2',
  phone: 'billing_address.phone',
  productCode: 'line_items[*].sku',
  productName: 'line_items[*].name',
  quantity: 'line_items[*].quantity',
  unitPrice: 'line_items[*].price',
}

const fetchedOrder: Paths = {
  ...order,
  orderedAt: 'createdAt',
  status: 'displayFinancialStatus',
  cancelledAt: 'cancelledAt',
  customerNumber: 'customer.legacyResourceId',
  subtotalAfterDiscount: 'subtotalPriceSet.shopMoney.amount',
  shipping: 'totalShippingPriceSet.shopMoney.amount',
  tax: 'totalTaxSet.shopMoney.amount',
  total: 'totalPriceSet.shopMoney.amount',
  refunded: 'totalRefundedSet.shopMoney.amount',
  couponCode: 'discountCode',
  paymentMethod: 'paymentGatewayNames[0]',
  familyName: 'billingAddress.lastName',
  givenName: 'billingAddress.firstName',
  companyName: 'billingAddress.company',
  postcode: 'billingAddress.zip',
  address1: 'billingAddress.address1',
  address2: 'billingAddress.address2',
  phone: 'billingAddress.phone',
  productCode: 'lineItems.nodes[*].sku',
  productName: 'lineItems.nodes[*].name',
  quantity: 'lineItems.nodes[*].quantity',
  unitPrice: 'lineItems.nodes[*].originalUnitPriceSet.shopMoney.amount',
}

const customer: Paths = {
  number: 'id',
  email: 'email',
  familyName: 'last_name',
  givenName: 'first_name',
  phone: 'phone',
  note: 'note',
  tags: 'tags',
  registeredOn: 'created_at',
  companyName: 'default_address.company',
  postcode: 'default_address.zip',
  address1: 'default_address.address1',
  address2: 'default_address.address2',
}

const fetchedCustomer: Paths = {
  number: 'legacyResourceId',
  email: 'defaultEmailAddress.emailAddress',
  familyName: 'lastName',
  givenName: 'firstName',
  phone: 'defaultPhoneNumber.phoneNumber',
  note: 'note',
  companyName: 'defaultAddress.company',
  postcode: 'defaultAddress.zip',
  address1: 'defaultAddress.address1',
  address2: 'defaultAddress.address2',
}

const product: Paths = {
  productCode: 'variants[*].sku',
  productName: 'variants[*].title',
  category: 'product_type',
  price: 'variants[*].price',
  stock: 'variants[*].inventory_quantity',
}

const fetchedProduct: Paths = {
  productCode: 'variants.nodes[*].sku',
  productName: 'variants.nodes[*].title',
  category: 'productType',
  price: 'variants.nodes[*].price',
  cost: 'variants.nodes[*].inventoryItem.unitCost.amount',
  stock: 'variants.nodes[*].inventoryQuantity',
}

export function readOrder(body: unknown): Arrival {
  const rows = rowsAt(body, order)
  rows[0] = {
    ...addressed(body, rows[0], 'billing_address.province_code', 'billing_address.province', 'billing_address.city'),
    refunded: refundedOf(body),
  }
  return { changedAt: changed(body, 'updated_at'), rows }
}

export function readFetchedOrder(node: unknown): Arrival {
  const rows = rowsAt(node, fetchedOrder)
  const first = addressed(
    node,
    rows[0],
    'billingAddress.provinceCode',
    'billingAddress.province',
    'billingAddress.city',
  )
  rows[0] = { ...first, status: (first.status ?? '').toLowerCase() }
  return { changedAt: changed(node, 'updatedAt'), rows }
}

export function readCustomer(body: unknown): Arrival {
  const row = rowsAt(body, customer)[0]
  const address = ['default_address.province_code', 'default_address.province', 'default_address.city'] as const
  return {
    changedAt: changed(body, 'updated_at'),
    rows: [{ ...addressed(body, row, ...address), ...consentsOf(body) }],
  }
}

/** Fetched times stand in UTC; the day is that of the company's zone. */
export function readFetchedCustomer(node: unknown, zone: string): Arrival {
  const row = rowsAt(node, fetchedCustomer)[0]
  const tags = valueAt(node, ['tags'])
  return {
    changedAt: changed(node, 'updatedAt'),
    rows: [
      {
        ...addressed(node, row, 'defaultAddress.provinceCode', 'defaultAddress.province', 'defaultAddress.city'),
        registeredOn: dayOf(new Date(textAt(node, 'createdAt')), zone),
        tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string').join(',') : '',
        mailConsent: consentWord(textAt(node, 'defaultEmailAddress.marketingState').toLowerCase()),
        smsConsent: consentWord(textAt(node, 'defaultPhoneNumber.marketingState').toLowerCase()),
      },
    ],
  }
}

/** A message about consent alone names the customer and the new state. */
export function readConsent(body: unknown): Arrival {
  const [mail, sms] = ['email_marketing_consent', 'sms_marketing_consent'].map(
    (part) => textAt(body, `${part}.consent_updated_at`) || '',
  )
  const at = instantOf(mail || sms || textAt(body, 'occurred_at'))
  if (!at) throw new Unreadable('no-time')
  return { changedAt: at, rows: [{ number: textAt(body, 'customer_id'), ...consentsOf(body) }] }
}

export function readProducts(body: unknown): Arrival[] {
  return variants(body, product, changed(body, 'updated_at'))
}

export function readFetchedProducts(node: unknown): Arrival[] {
  return variants(node, fetchedProduct, changed(node, 'updatedAt'))
}

/** Each variant is a product of ours; one without a SKU is known by its name on the orders alone. */
function variants(body: unknown, paths: Paths, changedAt: Date): Arrival[] {
  const title = textAt(body, 'title')
  return rowsAt(body, paths).flatMap((row) => {
    if (!row.productCode) return []
    const isOnly = row.productName === 'Default Title' || row.productName === ''
    return [{ changedAt, rows: [{ ...row, productName: isOnly ? title : `${title} - ${row.productName}` }] }]
  })
}

/** Streets stand in Shopify without the city before them; our files join both. */
function addressed(body: unknown, row: Cells = {}, code: string, province: string, city: string): Cells {
  return {
    ...row,
    prefecture: prefectureOf(textAt(body, code), textAt(body, province)),
    address1: `${textAt(body, city)}${row.address1 ?? ''}`,
  }
}

/** What was really paid back: of all refunds the transactions that went through. */
function refundedOf(body: unknown): string {
  const refunds = valueAt(body, ['refunds'])
  if (!Array.isArray(refunds)) return ''
  let hundredths = 0
  for (const refund of refunds) {
    const transactions = valueAt(refund, ['transactions'])
    for (const one of Array.isArray(transactions) ? transactions : []) {
      const isPaidBack = textAt(one, 'kind') === 'refund' && textAt(one, 'status') === 'success'
      if (isPaidBack) hundredths += Math.round(Number(textAt(one, 'amount')) * 100)
    }
  }
  return hundredths > 0 ? String(hundredths / 100) : ''
}

function consentsOf(body: unknown): Cells {
  return {
    mailConsent: consentWord(textAt(body, 'email_marketing_consent.state')),
    smsConsent: consentWord(textAt(body, 'sms_marketing_consent.state')),
  }
}

/** Who never was asked has said nothing. */
function consentWord(state: string): string {
  return state === 'subscribed' ? 'yes' : state === 'unsubscribed' ? 'no' : ''
}

function changed(body: unknown, path: string): Date {
  const at = instantOf(textAt(body, path))
  if (!at) throw new Unreadable('no-time')
  return at
}
