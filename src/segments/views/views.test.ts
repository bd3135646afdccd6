import { beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop } from '../../../test/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})

describe('saved views', () => {
  const view = { list: 'customers', name: '買い時', query: 'filter=x', isShared: false }
  const listed = async (as?: object) => (await shop.get('/api/views?list=customers', as)).body.items

  test('are one’s own or everyone’s, and saving never touches another', async () => {
    const own = (await shop.post('/api/views', view)).body.id
    const shared = (await shop.post('/api/views', { ...view, name: '皆の', isShared: true }, { role: 'operator' })).body
      .id
    expect(await listed()).toMatchObject([
      { id: own, isMine: true },
      { id: shared, isMine: false, staffName: '担当 operator' },
    ])
    expect(await listed({ role: 'store' })).toMatchObject([{ id: shared }])
    const change = { version: 1, change: { query: 'filter=y' } }
    expect((await shop.patch(`/api/views/${own}`, change, { role: 'administrator' })).status).toBe(404)
    expect((await shop.patch(`/api/views/${shared}`, change, { role: 'store' })).status).toBe(404)
    expect((await shop.patch(`/api/views/${shared}`, change)).body).toEqual({ version: 2 })
    expect((await shop.patch(`/api/views/${shared}`, change)).status).toBe(409)
    expect((await listed())[0]).toMatchObject({ query: 'filter=x', version: 1 })
    expect((await shop.delete(`/api/views/${own}`)).status).toBe(200)
    expect(await listed()).toHaveLength(1)
  })
})
