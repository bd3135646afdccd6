/** What a column of a file can mean. Words for people stand in the web's words files under the same names. */

export const importKinds = ['customers', 'orders', 'products'] as const
export type ImportKind = (typeof importKinds)[number]

const person = [
  'email',
  'fullName',
  'familyName',
  'givenName',
  'fullKana',
  'familyKana',
  'givenKana',
  'companyName',
  'phone',
  'postcode',
  'prefecture',
  'address1',
  'address2',
  'birthOn',
  'gender',
] as const

/** What a line of an order says, and the order as a whole does not. */
export const lineFields = [
  'productCode',
  'productName',
  'category',
  'quantity',
  'unitPrice',
  'lineAmount',
  'lineDiscount',
  'lineKind',
  'taxRate',
  'cost',
] as const

/** What an order's own columns say of its money. */
export const orderAmounts = [
  'subtotal',
  'subtotalAfterDiscount',
  'discount',
  'pointsUsed',
  'shipping',
  'fee',
  'tax',
  'total',
  'refunded',
] as const
export type OrderAmount = (typeof orderAmounts)[number]

export const fields = {
  customers: [
    'number',
    ...person,
    'registeredOn',
    'store',
    'channel',
    'note',
    'tags',
    'mailConsent',
    'smsConsent',
    'phoneConsent',
    'postConsent',
  ],
  orders: [
    'number',
    'orderedAt',
    'orderedTime',
    'status',
    'cancelledAt',
    'customerNumber',
    ...person,
    ...lineFields,
    ...orderAmounts,
    'paymentMethod',
    'couponCode',
    'adCode',
    'channel',
    'store',
  ],
  products: [
    'productCode',
    'productName',
    'category',
    'productKind',
    'price',
    'cost',
    'taxRate',
    'consumptionDays',
    'stock',
  ],
} as const satisfies Record<ImportKind, readonly string[]>

export type Field = (typeof fields)[ImportKind][number]

/** Fields without which a file of this kind cannot be taken in; of several in one group one is enough. */
export const requiredFields: Record<ImportKind, readonly (readonly Field[])[]> = {
  customers: [['number', 'email']],
  orders: [['number'], ['orderedAt'], ['lineAmount', 'unitPrice', 'total', 'subtotal', 'subtotalAfterDiscount']],
  products: [['productCode'], ['productName']],
}

/** Fields whose several columns are put together (phone numbers and addresses in parts); else the first filled one. */
export const joinedWith: Partial<Record<Field, string>> = {
  phone: '-',
  postcode: '-',
  address1: '',
  address2: ' ',
  note: '\n',
  tags: ',',
}

/** Keeps a column as a custom attribute of the customer: one that exists, or a new one named like the column. */
export const keepAsAttribute = 'attribute'
export type Target = Field | typeof keepAsAttribute | `attribute:${string}`

export const orderStatuses = ['pending', 'confirmed', 'cancelled', 'returned', 'refund'] as const
export type OrderStatus = (typeof orderStatuses)[number]

export const lineKinds = ['product', 'shipping', 'fee', 'discount', 'tax', 'points'] as const
export type LineKind = (typeof lineKinds)[number]
