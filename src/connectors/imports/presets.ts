import type { Field, ImportKind } from './field.ts'
import type { Preset } from './preset.ts'
import { plainName } from './preset.ts'
import { cartPresets } from './presets-carts.ts'
import { mallPresets } from './presets-malls.ts'
import { tillPresets } from './presets-tills.ts'

const eccubePerson: Record<string, Field> = {
  'お名前(姓)': 'familyName',
  'お名前(名)': 'givenName',
  'お名前(セイ)': 'familyKana',
  'お名前(メイ)': 'givenKana',
  会社名: 'companyName',
  郵便番号: 'postcode',
  '都道府県(名称)': 'prefecture',
  住所1: 'address1',
  住所2: 'address2',
  メールアドレス: 'email',
  TEL: 'phone',
  '性別(名称)': 'gender',
  誕生日: 'birthOn',
}

const eccube = { code: 'eccube', name: 'EC-CUBE' }
const shopify = { code: 'shopify', name: 'Shopify' }

const firstPresets: Preset[] = [
  {
    id: 'eccube-customers',
    channel: 'ec',
    kind: 'customers',
    source: eccube,
    marks: ['会員ID', 'お名前(姓)', '会員ステータス(名称)'],
    columns: { ...eccubePerson, 会員ID: 'number', ショップ用メモ欄: 'note', 登録日: 'registeredOn' },
    options: {},
  },
  {
    // one row an item; the totals of the order stand on each of them. 送料 occurs twice: the order's, then the parcel's.
    // 値引き is left out: it holds the points too, and both stand as items of their own.
    id: 'eccube-orders',
    channel: 'ec',
    kind: 'orders',
    source: eccube,
    marks: ['注文番号', '対応状況(名称)', '明細区分(名称)', '商品名'],
    columns: {
      ...eccubePerson,
      注文番号: 'number',
      会員ID: 'customerNumber',
      受注日: 'orderedAt',
      '対応状況(名称)': 'status',
      '支払方法(名称)': 'paymentMethod',
      小計: 'subtotal',
      送料: 'shipping',
      税金: 'tax',
      支払合計: 'total',
      商品コード: 'productCode',
      商品名: 'productName',
      価格: 'unitPrice',
      個数: 'quantity',
      税率: 'taxRate',
      '明細区分(名称)': 'lineKind',
    },
    options: { pricesWithoutTax: true },
  },
  {
    id: 'shopify-customers',
    channel: 'ec',
    kind: 'customers',
    source: shopify,
    marks: ['First Name', 'Last Name', 'Accepts Email Marketing'],
    columns: {
      'Customer ID': 'number',
      'First Name': 'givenName',
      'Last Name': 'familyName',
      Email: 'email',
      'Default Address Company': 'companyName',
      'Default Address Zip': 'postcode',
      'Default Address Province Code': 'prefecture',
      'Default Address City': 'address1',
      'Default Address Address1': 'address1',
      'Default Address Address2': 'address2',
      'Default Address Phone': 'phone',
      Company: 'companyName',
      Zip: 'postcode',
      Province: 'prefecture',
      City: 'address1',
      Address1: 'address1',
      Address2: 'address2',
      Note: 'note',
      Tags: 'tags',
      'Accepts Email Marketing': 'mailConsent',
      'Accepts SMS Marketing': 'smsConsent',
    },
    options: {},
  },
  {
    // lines after the first carry Name, Email and the Lineitem columns only; Subtotal stands after the discount
    id: 'shopify-orders',
    channel: 'ec',
    kind: 'orders',
    source: shopify,
    marks: ['Name', 'Financial Status', 'Lineitem quantity', 'Lineitem price'],
    columns: {
      Name: 'number',
      Email: 'email',
      'Financial Status': 'status',
      'Cancelled at': 'cancelledAt',
      'Created at': 'orderedAt',
      Subtotal: 'subtotalAfterDiscount',
      Shipping: 'shipping',
      Taxes: 'tax',
      Total: 'total',
      'Refunded Amount': 'refunded',
      'Discount Code': 'couponCode',
      'Lineitem quantity': 'quantity',
      'Lineitem name': 'productName',
      'Lineitem price': 'unitPrice',
      'Lineitem sku': 'productCode',
      'Payment Method': 'paymentMethod',
      'Billing Name': 'fullName',
      'Billing Company': 'companyName',
      'Billing Zip': 'postcode',
      'Billing Province Name': 'prefecture',
      'Billing City': 'address1',
      'Billing Address1': 'address1',
      'Billing Address2': 'address2',
      'Billing Phone': 'phone',
      Location: 'store',
    },
    options: {},
  },
]

export const presets: Preset[] = [...firstPresets, ...cartPresets, ...mallPresets, ...tillPresets]

export function presetFor(kind: ImportKind, names: string[]): Preset | undefined {
  const there = new Set(names.map(plainName))
  return presets.find((preset) => preset.kind === kind && preset.marks.every((name) => there.has(plainName(name))))
}

/** What kind of file this is when its layout is known. */
export function recognise(names: string[]): Preset | undefined {
  return presetFor('orders', names) ?? presetFor('customers', names) ?? presetFor('products', names)
}
