import { expect, test } from 'vitest'
import { guessRule } from './guess-rule.ts'

test('an order of a shop program is told by its names', () => {
  const guessed = guessRule([
    'id',
    'number',
    'status',
    'date_created',
    'date_modified',
    'total',
    'total_tax',
    'shipping_total',
    'discount_total',
    'customer_id',
    'billing.first_name',
    'billing.last_name',
    'billing.postcode',
    'billing.state',
    'billing.address_1',
    'billing.email',
    'billing.phone',
    'shipping.first_name',
    'shipping.postcode',
    'line_items[*].id',
    'line_items[*].name',
    'line_items[*].sku',
    'line_items[*].quantity',
    'line_items[*].price',
    'line_items[*].total',
    'payment_method',
  ])
  expect(guessed).toEqual({
    kind: 'orders',
    changedAt: 'date_modified',
    fields: {
      number: 'number',
      orderedAt: 'date_created',
      status: 'status',
      customerNumber: 'customer_id',
      email: 'billing.email',
      familyName: 'billing.last_name',
      givenName: 'billing.first_name',
      phone: 'billing.phone',
      postcode: 'billing.postcode',
      prefecture: 'billing.state',
      address1: 'billing.address_1',
      productCode: 'line_items[*].sku',
      productName: 'line_items[*].name',
      quantity: 'line_items[*].quantity',
      unitPrice: 'line_items[*].price',
      lineAmount: 'line_items[*].total',
      discount: 'discount_total',
      shipping: 'shipping_total',
      tax: 'total_tax',
      total: 'total',
      paymentMethod: 'payment_method',
    },
  })
})

test('what wraps a record does not matter; the numbers of others are not its own', () => {
  const { kind, fields } = guessRule([
    'type',
    'data.order.id',
    'data.order.createdAt',
    'data.order.state',
    'data.order.customer.id',
    'data.order.customer.name',
    'data.order.customer.address.state',
    'data.order.items[*].productId',
    'data.order.items[*].title',
    'data.order.items[*].price',
  ])
  expect({ kind, fields }).toEqual({
    kind: 'orders',
    fields: {
      number: 'data.order.id',
      orderedAt: 'data.order.createdAt',
      status: 'data.order.state',
      customerNumber: 'data.order.customer.id',
      fullName: 'data.order.customer.name',
      prefecture: 'data.order.customer.address.state',
      productCode: 'data.order.items[*].productId',
      productName: 'data.order.items[*].title',
      unitPrice: 'data.order.items[*].price',
    },
  })
})

test('Japanese names, a customer', () => {
  expect(guessRule(['会員番号', '氏名', 'フリガナ', 'メールアドレス', '電話番号', '更新日時', '紹介者'])).toEqual({
    kind: 'customers',
    changedAt: '更新日時',
    fields: {
      number: '会員番号',
      email: 'メールアドレス',
      fullName: '氏名',
      fullKana: 'フリガナ',
      phone: '電話番号',
    },
  })
})

test('a product, something that happened, and nothing known', () => {
  expect(guessRule(['product.id', 'product.name', 'product.price', 'product.stock'])).toMatchObject({
    kind: 'products',
    fields: { productCode: 'product.id', productName: 'product.name', price: 'product.price', stock: 'product.stock' },
  })
  expect(guessRule(['event', 'user.id', 'user.email', 'occurred_at', 'score'])).toEqual({
    kind: 'events',
    changedAt: '',
    fields: { number: 'user.id', email: 'user.email', event: 'event', at: 'occurred_at' },
  })
  expect(guessRule(['a', 'b[0].c', 'constructor'])).toMatchObject({ fields: {}, changedAt: '' })
  expect(guessRule(['["buyer.v2"].email', '["buyer.v2"].id'], 'customers').fields, 'an odd name is no list').toEqual({
    email: '["buyer.v2"].email',
  })
})

test('a kind that is asked for stays, whatever the names speak for', () => {
  const paths = ['customer.id', 'customer.email', 'total', 'ordered_at', 'order_no']
  expect(guessRule(paths, 'customers')).toMatchObject({
    kind: 'customers',
    fields: { number: 'customer.id', email: 'customer.email' },
  })
  expect(guessRule(paths).kind).toBe('orders')
  expect(guessRule(['no', 'bought', 'buyer.mail', 'items[*].sku', 'items[*].price']).kind, 'a date is missing').toBe(
    'orders',
  )
})
