import { beforeAll, expect, test } from 'vitest'
import { testNow } from '../../test/context.ts'
import { openShop, type Shop } from '../../test/shop.ts'
import { createChance } from '../demo/chance.ts'
import { sql } from '../platform/db/db.ts'
import { type Standing, type Statement, standingOf } from './ledger.ts'
import { appendStatement } from './store.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})

const heard = { channel: 'mail', purpose: 'promotion', isGranted: true, via: 'phone' }
const standingIn = (body: { standing: { channel: string; purpose: string; standing: Standing }[] }) =>
  Object.fromEntries(body.standing.map((one) => [`${one.channel} ${one.purpose}`, one.standing]))

test('what a customer says is written down with who heard it, and what holds follows', async () => {
  const id = await shop.customer()
  const path = `/api/customers/${id}/consents`
  expect(standingIn((await shop.get(path)).body)).toMatchObject({
    'mail promotion': 'unknown',
    'line survey': 'unknown',
  })
  const { body: wording } = await shop.post('/api/consent-wordings', {
    channel: 'mail',
    purpose: 'promotion',
    body: '新商品や催しの案内をメールでお届けします。',
  })
  expect((await shop.post(path, { ...heard, wordingId: wording.id }, { role: 'operator' })).status).toBe(200)
  shop.clock.now = new Date(testNow.getTime() + 60_000)
  await shop.post(path, { ...heard, isGranted: false, via: 'counter', remark: '頻度が多いとのこと' })
  const { body } = await shop.get(path)
  expect(standingIn(body)).toMatchObject({ 'mail promotion': 'refused', 'mail survey': 'unknown' })
  expect(body.items).toMatchObject([
    { isGranted: false, via: 'counter', evidence: { remark: '頻度が多いとのこと' }, staffName: '担当 owner' },
    {
      isGranted: true,
      via: 'phone',
      wording: '新商品や催しの案内をメールでお届けします。',
      staffName: '担当 operator',
    },
  ])
  shop.clock.now = testNow
})

test.each([
  ['a channel there is not', { ...heard, channel: 'fax' }],
  ['a time to come', { ...heard, at: '2026-11-23T00:00:00Z' }],
  ['a wording of something else', { ...heard, channel: 'line', wordingId: 1 }],
  ['what only systems say', { ...heard, via: 'import' }],
  ['an unknown field', { ...heard, force: true }],
])('%s is refused', async (_title, body) => {
  const id = await shop.customer()
  expect((await shop.post(`/api/customers/${id}/consents`, body)).status).toBe(422)
  expect((await shop.get(`/api/customers/${id}/consents`)).body.items).toEqual([])
})

test('who may not see a customer hears nothing of their consents', async () => {
  const { body } = await shop.post('/api/customers', { familyName: '梅', storeId: 2 })
  const path = `/api/customers/${body.id}/consents`
  expect((await shop.get(path, { stores: [1] })).status).toBe(404)
  expect((await shop.post(path, heard, { stores: [1] })).status).toBe(404)
})

test('lists say the same as the ledger, whatever was said and in whatever order', async () => {
  const { next } = createChance(7, 0)
  const expected: Record<Standing, number[]> = { granted: [], refused: [], unknown: [] }
  for (let person = 0; person < 90; person++) {
    const customerId = await shop.customer({ familyName: `試${person}` })
    const statements: Statement[] = []
    // another record was merged into some, a second or more ago
    const pair = {
      a: customerId,
      b: customerId + 1_000_000,
      at: new Date(testNow.getTime() - 1000 * (1 + (person % 3))),
    }
    await shop.pool.query(sql`insert into merged_pairs values (${customerId}, ${pair.a}, ${pair.b}, ${pair.at})`)
    for (let at = 0; at < Math.floor(6 * next()); at++) {
      const statement = {
        isGranted: next() < 0.6,
        at: new Date(testNow.getTime() - 1000 * Math.floor(4 * next())),
        via: next() < 0.4 ? ('import' as const) : ('form' as const),
      }
      const recordId = next() < 0.4 ? pair.b : null
      const about = { channel: 'sms', purpose: 'promotion', customerId, recordId } as const
      const id = await appendStatement(shop.pool, { ...about, ...statement }, testNow)
      // of another purpose: it must not count
      await appendStatement(shop.pool, { ...about, ...statement, purpose: 'survey', isGranted: true }, testNow)
      statements.push({ id, record: recordId ?? customerId, ...statement })
    }
    expected[standingOf(statements, [pair]).standing].push(customerId)
  }
  for (const standing of ['granted', 'refused', 'unknown'] as const) {
    const all = [
      { field: 'consentSms', in: [standing] },
      { field: 'search', matches: '試' },
    ]
    const path = `/api/customers/count?filter=${encodeURIComponent(JSON.stringify({ all }))}`
    expect((await shop.get(path)).body.count, standing).toBe(expected[standing].length)
    expect(expected[standing].length).toBeGreaterThan(4)
  }
})
