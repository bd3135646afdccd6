import { expect, test } from 'vitest'
import { keepPage, keepTrack } from './kinds.ts'
import { otherTraits, readPerson } from './traits.ts'

const told = (name: string) => ({ name, category: '', page: { path: '/p?token=secret', title: '題' } })

test.each([
  [
    'Product Viewed',
    { sku: 'S', name: '石けん', price: '1,980', color: '白' },
    'view',
    { code: 'S', title: '石けん', path: '/p', props: { color: '白' } },
  ],
  [
    'product added',
    { product_id: 12, price: 1980, quantity: 2 },
    'cart',
    { code: '12', price: 1980, quantity: 2, path: '/p' },
  ],
  ['Product Removed', { sku: 'S' }, 'cart-remove', { code: 'S', path: '/p' }],
  ['Products Searched', { query: '椿油', results: 0 }, 'search', { query: '椿油', results: 0, path: '/p' }],
  ['Order Completed', { order_id: 'A-1', revenue: 3600 }, 'checkout', { number: 'A-1', total: 3600 }],
  [
    '肌診断を終えた',
    { score: 80, name: 'x' },
    'track',
    { name: '肌診断を終えた', path: '/p', props: { score: 80, name: 'x' } },
  ],
  ['constructor', {}, 'track', { name: 'constructor', path: '/p' }],
])('%s is kept as what the timeline has words for', (name, props, kind, data) => {
  expect(keepTrack(props, told(name))).toEqual({ kind, data })
})

test('a page is kept by its title and path, without what stands behind a question mark', () => {
  const props = { url: 'https://shop.example/a?mail=x@y.z', referrer: 'https://search.example/?q=secret', tab: 2 }
  expect(keepPage(props, told('案内'))).toEqual({
    kind: 'view',
    data: { title: '案内', path: '/a', referrer: 'https://search.example/', props: { tab: 2 } },
  })
})

test('traits become a person by their reserved names and their Japanese readings', () => {
  const traits = {
    name: '佐藤 花子',
    lastNameKana: 'サトウ',
    email: ' hanako@example.jp ',
    phone: '０９０－１２３４－５６７８',
    birthday: '1980-04-01T00:00:00Z',
    gender: 'female',
    address: { state: '東京都', city: '中央区', street: '銀座1-2-3', postalCode: '104-0061' },
    company: { name: '株式会社椿' },
    plan: 'gold',
    points: 120,
  }
  expect(readPerson(traits)).toMatchObject({
    familyName: '佐藤',
    givenName: '花子',
    familyKana: 'サトウ',
    email: 'hanako@example.jp',
    birthOn: '1980-04-01',
    gender: 'female',
    prefecture: '東京都',
    address1: '中央区銀座1-2-3',
    postcode: '1040061',
    companyName: '株式会社椿',
  })
  expect(otherTraits(traits)).toEqual({ plan: 'gold', points: 120 })
  expect(readPerson({ email: 'nonsense', phone: '12', birthday: 'soon', age: 30 })).toBeNull()
})
