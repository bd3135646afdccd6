import { beforeAll, expect, test } from 'vitest'
import { openShop, type Shop } from '../../../test/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})

async function two() {
  const a = await shop.customer({ familyName: '髙橋', givenName: '美咲', storeId: 1 })
  const b = await shop.customer({ familyName: '高橋', givenName: '美咲', birthOn: '1980-01-02', storeId: 2 })
  await shop.post(`/api/customers/${a}/contact-points`, { kind: 'email', value: 'a@example.jp' })
  await shop.post(`/api/customers/${b}/contact-points`, { kind: 'email', value: 'b@example.jp' })
  await shop.post(`/api/customers/${b}/notes`, { body: 'Bのメモ' })
  const heard = (id: number, isGranted: boolean) =>
    shop.post(`/api/customers/${id}/consents`, { channel: 'mail', purpose: 'promotion', isGranted, via: 'phone' })
  await heard(a, false)
  await heard(b, true)
  return { a, b }
}
const versions = { into: 1, from: 1 }

test('a merge is previewed, done, seen, and taken back', async () => {
  const { a, b } = await two()
  const preview = await shop.get(`/api/customers/${a}/merge-preview?from=${b}`)
  expect(preview.body).toMatchObject({
    primaries: [{ kind: 'email', into: 'a@example.jp', from: 'b@example.jp' }],
    consents: [{ channel: 'mail', purpose: 'promotion', into: 'refused', from: 'granted', after: 'refused' }],
    doubles: 0,
    notSame: null,
  })
  expect(preview.body.fields).toContainEqual({
    field: 'familyName',
    label: null,
    into: '髙橋',
    from: '高橋',
    shown: 'into',
  })
  expect(preview.body.fields).toContainEqual(
    expect.objectContaining({ field: 'birthOn', into: null, from: '1980-01-02', shown: 'from' }),
  )
  expect(preview.body.moved).toContainEqual({ what: 'notes', count: 1 })

  const choices = { familyName: 'from', 'primary.email': 'from' }
  const done = await shop.post(`/api/customers/${a}/merges`, { from: b, versions, choices, remark: '電話で確認' })
  expect(done.status).toBe(200)
  shop.clock.now = new Date(shop.clock.now.getTime() + 60_000)
  // the old id leads to the customer
  const { body: one } = await shop.get(`/api/customers/${b}`)
  expect(one).toMatchObject({ id: a, familyName: '高橋', birthOn: '1980-01-02' })
  expect(
    one.contactPoints.map((point: { value: string; isPrimary: boolean }) => [point.value, point.isPrimary]),
  ).toEqual([
    ['b@example.jp', true],
    ['a@example.jp', false],
  ])
  const standing = await shop.get(`/api/customers/${a}/consents`)
  expect(standing.body.standing[0]).toMatchObject({ channel: 'mail', standing: 'refused' })

  const path = `/api/customers/${a}/merges`
  const listed = await shop.get(path)
  expect(listed.body.items).toMatchObject([
    { recordId: b, intoId: a, name: '高橋 美咲', why: 'hand', evidence: { remark: '電話で確認' }, undoneAt: null },
  ])
  await shop.post(`/api/customers/${a}/consents`, {
    channel: 'sms',
    purpose: 'promotion',
    isGranted: false,
    via: 'phone',
  })
  const back = await shop.get(`${path}/${done.body.mergeId}/reversal-preview`)
  expect(back.body).toMatchObject({ records: [{ id: b, name: '高橋 美咲' }], heardMeanwhile: 1 })
  expect(back.body.fields).toContainEqual({ field: 'familyName', label: null, now: '高橋', after: '髙橋' })
  expect(back.body.moved).toContainEqual({ what: 'notes', count: 1 })

  expect((await shop.post(`${path}/${done.body.mergeId}/reversal`)).body).toEqual({ recordId: b })
  expect((await shop.get(`/api/customers/${b}`)).body).toMatchObject({
    id: b,
    familyName: '高橋',
    birthOn: '1980-01-02',
  })
  expect((await shop.get(`/api/customers/${a}`)).body).toMatchObject({ id: a, familyName: '髙橋', birthOn: null })
  expect((await shop.post(`${path}/${done.body.mergeId}/reversal`)).status).toBe(404)
  expect((await shop.get(path)).body.items[0]).toMatchObject({ undoneByName: '担当 owner', name: '高橋 美咲' })
  const again = await shop.get(`/api/customers/${a}/merge-preview?from=${b}`)
  expect(again.body.notSame).toMatchObject({ staffName: '担当 owner' })
})

test('refused: what has changed since, oneself, and whom one may not see', async () => {
  const { a, b } = await two()
  await shop.patch(`/api/customers/${b}`, { version: 1, change: { givenName: '美崎' } })
  expect((await shop.post(`/api/customers/${a}/merges`, { from: b, versions })).body.code).toBe('conflict')
  expect((await shop.post(`/api/customers/${a}/merges`, { from: a, versions })).status).toBe(422)
  expect((await shop.get(`/api/customers/${a}/merge-preview?from=${a}`)).status).toBe(422)
  const ginza = { role: 'operator', stores: [1] }
  const sent = { from: b, versions: { into: 1, from: 2 } }
  expect((await shop.get(`/api/customers/${a}/merge-preview?from=${b}`, ginza)).status).toBe(404)
  expect((await shop.post(`/api/customers/${a}/merges`, sent, ginza)).status).toBe(404)
  expect((await shop.put(`/api/customers/${a}/not-same/${b}`, {}, ginza)).status).toBe(404)
  const { body } = await shop.post(`/api/customers/${a}/merges`, sent)
  // who may not see the other shop's customer cannot let it go either
  expect((await shop.post(`/api/customers/${a}/merges/${body.mergeId}/reversal`, {}, ginza)).status).toBe(404)
  expect((await shop.get(`/api/customers/${b}`)).body.id).toBe(a)
  expect((await shop.post(`/api/customers/${a}/merges`, sent)).status).toBe(404)
  expect((await shop.post(`/api/customers/${a}/merges/${body.mergeId}/reversal`)).status).toBe(200)
})
