import { beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop } from '../../../test/shop.ts'
import { readSearch } from './query.ts'

describe('reading the box', () => {
  test.each([
    ['090-1234-5678', { phone: '09012345678', number: '090-1234-5678' }],
    ['０９０ー１２３４', { phone: '0901234', number: '090ー1234' }],
    ['5678', { phone: '5678', phoneTail: '5678', number: '5678' }],
    ['ﾀｶﾊｼ', { name: 'たかはし', kana: 'たかはし' }],
    ['髙橋', { name: '高橋', kana: '髙橋' }],
    ['Misaki@example.jp', { email: 'misaki@example.jp' }],
    ['M-0001', { name: 'm0001', kana: 'm0001', number: 'M-0001', email: 'm-0001' }],
    ['　', {}],
  ])('%s', (text, query) => expect(readSearch(text)).toEqual(query))
})

describe('the one box', () => {
  let shop: Shop
  let misaki: number
  beforeAll(async () => {
    shop = await openShop()
    misaki = await shop.customer({
      number: 'M-0001',
      familyName: '髙橋',
      givenName: '美咲',
      familyKana: 'タカハシ',
      givenKana: 'ミサキ',
      storeId: 1,
    })
    await shop.post(`/api/customers/${misaki}/contact-points`, { kind: 'phone', value: '090-1234-5678' })
    await shop.post(`/api/customers/${misaki}/contact-points`, { kind: 'email', value: 'Misaki.T@Example.jp' })
    await shop.customer({ familyName: '高梨', familyKana: 'タカナシ', storeId: 2 })
  })

  test.each([
    '髙橋',
    '高橋 美咲',
    'たかはし',
    'タカハシ',
    'ﾀｶﾊｼ ﾐｻ',
    '美咲',
    'みさき',
    '090-1234-5678',
    '０９０１２３４５６７８',
    '+81 90-1234-5678',
    '0901234',
    '5678',
    'misaki.t@example.jp',
    'MISAKI',
    'M-0001',
  ])('finds her by %s', async (text) => {
    const { body } = await shop.get(`/api/customers/search?q=${encodeURIComponent(text)}`)
    expect(body.items.map((one: { id: number }) => one.id)).toEqual([misaki])
  })

  test('a beginning finds both, in the order of their readings', async () => {
    const { body } = await shop.get(`/api/customers/search?q=${encodeURIComponent('たか')}`)
    expect(body.items.map((one: { familyName: string }) => one.familyName)).toEqual(['高梨', '髙橋'])
    const first = await shop.get(`/api/customers/search?q=${encodeURIComponent('たか')}&limit=1`)
    expect(first.body).toMatchObject({ more: true, items: [{ familyName: '高梨' }] })
  })

  test.each(['%', '_', "'", '\\', '💐', 'ー'])('%s finds nobody and breaks nothing', async (text) => {
    expect((await shop.get(`/api/customers/search?q=${encodeURIComponent(text)}`)).body).toEqual({
      items: [],
      more: false,
    })
  })

  test('people of a store find the customers of their store', async () => {
    const found = async (stores: number[], text: string) =>
      (await shop.get(`/api/customers/search?q=${encodeURIComponent(text)}`, { role: 'store', stores })).body.items
        .length
    for (const text of ['たか', '高', '5678', '09012345678', 'misaki', 'M-0001']) {
      expect(await found([2], text)).toBe(text === 'たか' || text === '高' ? 1 : 0)
      expect(await found([1], text)).toBe(1)
    }
  })
})
