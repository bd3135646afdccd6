import { beforeAll, beforeEach, expect, test } from 'vitest'
import { testNow } from '../../../test/context.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import { house, jobsOf } from '../../house.ts'
import { many, sql, transaction } from '../../platform/db/db.ts'
import { propose } from '../resolving/found.ts'

let shop: Shop
/** three records, the first two and the last two proposed */
let [a, b, c]: number[] = []

beforeAll(async () => {
  shop = await openShop()
})
beforeEach(async () => {
  await shop.pool.query(sql`delete from match_proposals`)
  a = await shop.customer({ familyName: '高橋', givenName: '桂子', storeId: 1 })
  b = await shop.customer({ familyName: '髙橋', givenName: '桂子', companyName: '桂商店', storeId: 1 })
  c = await shop.customer({ familyName: '高橋', givenName: '圭子', storeId: 1 })
  await proposed(a, b, 0.9995)
  await proposed(b, c, 0.7)
})

async function proposed(customerId = 0, otherId = 0, chance = 0.9, veto?: 'givenName') {
  const evidence = [{ code: 'given.same', bits: 7.04, a: '', b: '' }]
  const found = { customerId, otherId, chance, household: 0, evidence, ...(veto && { veto }) }
  await transaction(shop.pool, (tx) => propose(tx, [found], testNow))
}

const listed = async (query = '', as?: { role?: string; stores?: number[] }) =>
  (await shop.get(`/api/matching/proposals${query}`, as)).body.items.map(
    ({ customer, other }: { customer: { id: number }; other: { id: number } }) => [customer.id, other.id],
  )
const decide = (body: object, as?: { role?: string; stores?: number[] }) =>
  shop.post('/api/matching/decisions', body, as)
const undo = (id: number) => shop.post(`/api/matching/decisions/${id}/undoing`)

test('pairs stand in the queue with what speaks for them, most in doubt first, page by page', async () => {
  const { body } = await shop.get('/api/matching/proposals?limit=1')
  expect(body.items).toMatchObject([
    { customer: { id: b }, other: { id: c }, chance: 0.7, evidence: [{ code: 'given.same', bits: 7 }], isLater: false },
  ])
  expect(await listed(`?limit=1&cursor=${body.next}`)).toEqual([[a, b]])
  expect((await shop.get('/api/matching')).body).toMatchObject({ open: 2, later: 0 })
})

test('joined, and taken back: both stand as they were, and the pair is asked again', async () => {
  const { body } = await decide({ customerId: a, otherId: b, decision: 'join', taken: ['familyName'] })
  expect(body.intoId).toBe(a)
  const joined = (await shop.get(`/api/customers/${a}`)).body
  expect(joined).toMatchObject({ familyName: '髙橋', companyName: '桂商店' })
  // nothing is proposed about a record that is no more; the other pair is found again when the base is matched
  expect(await listed()).toEqual([])
  expect((await undo(body.decisionId)).status).toBe(200)
  expect((await shop.get(`/api/customers/${a}`)).body).toMatchObject({ familyName: '高橋', companyName: '' })
  expect((await shop.get(`/api/customers/${b}`)).body).toMatchObject({ familyName: '髙橋', companyName: '桂商店' })
  expect(await listed()).toEqual([[a, b]])
  expect((await undo(body.decisionId)).status).toBe(409)
  const [latest] = (await shop.get('/api/matching/decisions')).body.items
  expect(latest).toMatchObject({
    decision: 'join',
    via: 'screen',
    staffName: '担当 owner',
    names: ['高橋 桂子', '髙橋 桂子'],
  })
  expect(latest.undoneAt).not.toBeNull()
})

test('the other record can be the one that goes on', async () => {
  const { body } = await decide({ customerId: a, otherId: b, decision: 'join', intoId: b })
  expect(body.intoId).toBe(b)
  expect((await shop.get(`/api/customers/${b}`)).body.familyName).toBe('髙橋')
  expect((await decide({ customerId: a, otherId: b, decision: 'join' })).status).toBe(404)
})

test('two people are never asked about again, until that is taken back', async () => {
  const { body } = await decide({ customerId: b, otherId: a, decision: 'apart' })
  expect(await listed()).toEqual([[b, c]])
  expect(await many(shop.pool, sql`select from never_same where record_a = ${a} and record_b = ${b}`)).toHaveLength(1)
  await undo(body.decisionId)
  expect(await many(shop.pool, sql`select from never_same where record_a = ${a}`)).toHaveLength(0)
  expect(await listed()).toHaveLength(2)
})

test('two people decide about one pair: the first one stands, whatever it is', async () => {
  const apart = await decide({ customerId: a, otherId: b, decision: 'apart' })
  for (const decision of ['join', 'apart', 'household', 'later']) {
    expect((await decide({ customerId: a, otherId: b, decision })).body).toMatchObject({ code: 'already-done' })
  }
  await undo(apart.body.decisionId)
  expect((await decide({ customerId: a, otherId: b, decision: 'join' })).status).toBe(200)
  expect((await decide({ customerId: a, otherId: b, decision: 'apart' })).status).toBe(404)
})

test('two of one household are put together, and taken apart when that was a mistake', async () => {
  const { body } = await decide({ customerId: a, otherId: b, decision: 'household' })
  const groups = async (id = a) => (await shop.get(`/api/customers/${id}/groups`)).body.items
  expect(await groups()).toMatchObject([{ kind: 'household', members: [{ id: a }, { id: b }], hidden: 0 }])
  expect(await many(shop.pool, sql`select from never_same where record_a = ${a}`)).toHaveLength(1)
  await undo(body.decisionId)
  expect(await groups()).toEqual([])
})

test('a household that matching had found is kept once somebody says so', async () => {
  await shop.post(`/api/customers/${a}/groups`, { kind: 'household', otherId: b })
  await shop.pool.query(sql`update customer_group_members set via = 'match', staff_id = null`)
  const [item] = (await shop.get(`/api/customers/${a}/groups`)).body.items
  expect(item).toMatchObject({ members: [{ via: 'match' }, { via: 'match' }] })
  await shop.post(`/api/customers/${a}/groups`, { kind: 'household', otherId: b })
  expect((await shop.get(`/api/customers/${a}/groups`)).body.items).toMatchObject([
    { members: [{ via: 'screen' }, { via: 'screen' }] },
  ])
})

test('the pairs of one customer', async () => {
  expect(await listed(`?customerId=${a}`)).toEqual([[a, b]])
  expect(await listed(`?customerId=${c}`)).toEqual([[b, c]])
  expect(await listed(`?customerId=${c}&show=later`)).toEqual([])
})

test('later: out of the way, and still there', async () => {
  const { body } = await decide({ customerId: a, otherId: b, decision: 'later' })
  expect(await listed()).toEqual([[b, c]])
  expect(await listed('?show=later')).toEqual([[a, b]])
  await undo(body.decisionId)
  expect(await listed('?show=later')).toEqual([])
})

test('everything above a chance is joined at once, unless it is more than was shown', async () => {
  const d = await shop.customer({ familyName: '林' })
  await proposed(c, d, 0.9999, 'givenName')
  const { body } = await shop.get('/api/matching/acceptance?from=0.99')
  expect(body).toMatchObject({ pairs: 1 })
  expect(body.wrong).toBeCloseTo(0.0005, 6)
  expect((await shop.post('/api/matching/acceptance', { from: 0.6, pairs: 1 })).status).toBe(409)
  const { body: started } = await shop.post('/api/matching/acceptance', { from: 0.99, pairs: 1 })
  await shop.jobs.run(shop.context, jobsOf(house))
  expect((await shop.get(`/api/jobs/${started.jobId}`)).body).toMatchObject({ status: 'done', result: { joined: 1 } })
  expect((await shop.get(`/api/customers/${c}`)).body.id).toBe(c)
  const [latest] = (await shop.get('/api/matching/decisions')).body.items
  expect(latest).toMatchObject({ customerId: a, otherId: b, via: 'bulk', decision: 'join' })
})

test('staff of a store decide about the people of their store only; others not at all', async () => {
  expect(await listed('', { stores: [1] })).toHaveLength(2)
  expect(await listed('', { stores: [2] })).toEqual([])
  expect((await shop.get('/api/matching/acceptance?from=0.5', { stores: [2] })).body.pairs).toBe(0)
  expect((await decide({ customerId: a, otherId: b, decision: 'join' }, { stores: [2] })).status).toBe(404)
  const { body } = await decide({ customerId: a, otherId: b, decision: 'apart' })
  const path = `/api/matching/decisions/${body.decisionId}/undoing`
  expect((await shop.post(path, {}, { stores: [2] })).status).toBe(404)
  expect((await shop.get('/api/matching/decisions', { stores: [2] })).body.items).toEqual([])
  expect((await decide({ customerId: a, otherId: b, decision: 'join' }, { role: 'store' })).status).toBe(403)
})

test.each([
  ['a record with itself', () => ({ customerId: a, otherId: a, decision: 'apart' }), 422],
  ['into a third', () => ({ customerId: a, otherId: b, decision: 'join', intoId: c }), 422],
  ['an unknown field', () => ({ customerId: a, otherId: b, decision: 'join', force: true }), 422],
  ['a record that is not', () => ({ customerId: a, otherId: 999_999, decision: 'join' }), 404],
])('%s is refused', async (_title, body, status) => expect((await decide(body())).status).toBe(status))

test('what is joined without asking is a setting: nothing at first, and never below nine in ten', async () => {
  const path = '/api/matching/settings'
  expect((await shop.get(path)).body).toMatchObject({ automaticFrom: null, rules: [], version: 0, curve: [] })
  expect((await shop.put(path, { automaticFrom: 0.8, rules: [], version: 0 })).status).toBe(422)
  expect((await shop.put(path, { automaticFrom: 0.999, rules: ['line'], version: 0 })).body).toEqual({ version: 1 })
  expect((await shop.put(path, { automaticFrom: null, rules: [], version: 0 })).status).toBe(409)
  expect((await shop.put(path, { automaticFrom: null, rules: [], version: 1 }, { role: 'marketer' })).status).toBe(403)
  expect((await shop.get(path)).body).toMatchObject({ automaticFrom: 0.999, rules: ['line'], version: 1 })
})

test('a household made by hand: whoever leaves it is not put in again', async () => {
  const path = `/api/customers/${a}/groups`
  const { body } = await shop.post(path, { kind: 'company', otherId: b })
  expect((await shop.get(path)).body.items).toMatchObject([{ kind: 'company', members: [{ via: 'screen' }, {}] }])
  expect((await shop.delete(`/api/customers/${b}/groups/${body.groupId}`)).status).toBe(200)
  expect((await shop.get(path)).body.items).toEqual([])
  const [row] = await many(shop.pool, sql`select is_in as "isIn" from customer_group_members where customer_id = ${b}`)
  expect(row).toEqual({ isIn: false })
  // of somebody in another store only the number is told
  const far = await shop.customer({ familyName: '梅', storeId: 2 })
  await shop.post(path, { kind: 'household', otherId: far })
  expect((await shop.get(path, { stores: [1] })).body.items).toMatchObject([{ members: [{ id: a }], hidden: 1 }])
  expect((await shop.post(path, { kind: 'household', otherId: far }, { stores: [1] })).status).toBe(404)
})
