import { beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop } from '../../test/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})

const misaki = {
  number: 'M-0001',
  familyName: '髙橋',
  givenName: '美咲',
  familyKana: 'タカハシ',
  givenKana: 'ミサキ',
  birthOn: '1988-03-03',
  gender: 'female',
}

describe('a record', () => {
  test('is made, read and changed', async () => {
    const made = await shop.post('/api/customers', { ...misaki, storeId: 1 })
    expect(made).toMatchObject({ status: 200, body: { version: 1 } })
    const path = `/api/customers/${made.body.id}`
    expect((await shop.get(path)).body).toMatchObject({
      ...misaki,
      storeId: 1,
      version: 1,
      contactPoints: [],
      metrics: null,
    })
    const changed = await shop.patch(path, { version: 1, change: { givenName: '美沙紀', birthOn: null } })
    expect(changed).toMatchObject({ status: 200, body: { version: 2, merged: [] } })
    expect((await shop.get(path)).body).toMatchObject({
      givenName: '美沙紀',
      familyName: '髙橋',
      birthOn: null,
      version: 2,
    })
  })

  test('needs a name, and refuses fields nobody may set', async () => {
    expect((await shop.post('/api/customers', { gender: 'female' })).body).toMatchObject({
      status: 422,
      fields: [{ field: 'familyName', code: 'required' }],
    })
    for (const planted of ['id', 'version', 'nameKey', 'name_key', 'createdAt', 'importId', 'metrics']) {
      const reply = await shop.post('/api/customers', { ...misaki, [planted]: 1 })
      expect(reply.body).toMatchObject({ status: 422, code: 'unknown-field' })
    }
    const id = await shop.customer()
    const reply = await shop.patch(`/api/customers/${id}`, { version: 1, change: { version: 9 } })
    expect(reply.body).toMatchObject({ status: 422, code: 'unknown-field' })
  })

  test('refuses a store that is not there and a text no database can keep', async () => {
    expect((await shop.post('/api/customers', { ...misaki, storeId: 99 })).status).toBe(422)
    expect((await shop.post('/api/customers', { familyName: 'a\u0000b' })).status).toBe(422)
  })

  test('answers 404 for nobody', async () => {
    for (const id of ['999999', '0', '-1', 'abc', '9007199254740993']) {
      expect((await shop.get(`/api/customers/${id}`)).status).toBe(404)
    }
  })
})

describe('two people at once', () => {
  test('different fields are merged', async () => {
    const id = await shop.customer(misaki)
    await shop.patch(`/api/customers/${id}`, { version: 1, change: { givenName: '美紀' } })
    const second = await shop.patch(
      `/api/customers/${id}`,
      { version: 1, change: { companyName: '椿堂' } },
      { role: 'operator' },
    )
    expect(second).toMatchObject({ status: 200, body: { version: 3, merged: ['givenName'] } })
    expect((await shop.get(`/api/customers/${id}`)).body).toMatchObject({ givenName: '美紀', companyName: '椿堂' })
  })

  test('the same field is asked about, with both values, who and when', async () => {
    const id = await shop.customer(misaki)
    await shop.patch(`/api/customers/${id}`, { version: 1, change: { givenName: '美紀' } }, { role: 'supervisor' })
    const change = { givenName: '美咲子', companyName: '椿堂' }
    const second = await shop.patch(`/api/customers/${id}`, { version: 1, change })
    expect(second).toMatchObject({ status: 409, body: { code: 'conflict', detail: { version: 2 } } })
    expect(second.body.detail.fields).toEqual([
      { field: 'givenName', yours: '美咲子', theirs: '美紀', by: '担当 supervisor', at: '2026-11-22T03:00:00.000Z' },
    ])
    expect((await shop.get(`/api/customers/${id}`)).body).toMatchObject({ givenName: '美紀', companyName: '' })
    expect((await shop.patch(`/api/customers/${id}`, { version: 2, change })).body.version).toBe(3)
  })

  test('the same value is no conflict', async () => {
    const id = await shop.customer(misaki)
    await shop.patch(`/api/customers/${id}`, { version: 1, change: { givenName: '美紀' } })
    const again = await shop.patch(`/api/customers/${id}`, { version: 1, change: { givenName: '美紀' } })
    expect(again).toMatchObject({ status: 200, body: { version: 2 } })
  })

  test('a change that left no history may have touched any field', async () => {
    const id = await shop.customer(misaki)
    await shop.pool.query(`update customers set given_name = '美紀', version = 2 where id = ${id}`)
    const reply = await shop.patch(`/api/customers/${id}`, { version: 1, change: { companyName: '椿堂' } })
    expect(reply.body.detail.fields).toEqual([{ field: 'companyName', yours: '椿堂', theirs: '', by: null, at: null }])
  })

  test('a repeated write with one key happens once', async () => {
    const headers = { 'idempotency-key': 'note-1' }
    const id = await shop.customer(misaki)
    const first = await shop.post(`/api/customers/${id}/notes`, { body: '午前中に電話' }, { headers })
    const again = await shop.post(`/api/customers/${id}/notes`, { body: '午前中に電話' }, { headers })
    expect(again.body).toEqual(first.body)
    expect((await shop.get(`/api/customers/${id}/timeline`)).body.items).toHaveLength(1)
  })
})

describe('contact points', () => {
  test('the first of a kind is primary, and there is always one', async () => {
    const id = await shop.customer(misaki)
    const add = (body: object) => shop.post(`/api/customers/${id}/contact-points`, body)
    const first = await add({ kind: 'phone', value: '090-1234-5678' })
    const second = await add({ kind: 'phone', value: '03-1234-5678', isPrimary: true })
    await add({ kind: 'address', postcode: '〒105-0011', prefecture: '東京都', address1: '港区芝公園4-2-8' })
    const points = (await shop.get(`/api/customers/${id}`)).body.contactPoints
    expect(points).toMatchObject([
      { kind: 'address', postcode: '1050011', value: '東京都港区芝公園4-2-8', isPrimary: true },
      { kind: 'phone', value: '03-1234-5678', isPrimary: true },
      { kind: 'phone', value: '090-1234-5678', isPrimary: false, version: 2 },
    ])
    await shop.delete(`/api/customers/${id}/contact-points/${second.body.id}`)
    const left = (await shop.get(`/api/customers/${id}`)).body.contactPoints
    expect(left.filter((point: { kind: string }) => point.kind === 'phone')).toMatchObject([
      { id: first.body.id, isPrimary: true },
    ])
  })

  test.each([
    [{ kind: 'email', value: 'hanako' }, 'wrong-format'],
    [{ kind: 'phone', value: 'なし' }, 'wrong-format'],
    [{ kind: 'address' }, 'wrong-format'],
  ])('%j is refused', async (body, code) => {
    const id = await shop.customer(misaki)
    const reply = await shop.post(`/api/customers/${id}/contact-points`, body)
    expect(reply.body).toMatchObject({ status: 422, fields: [{ code }] })
  })

  test('the same number in another spelling is there already', async () => {
    const id = await shop.customer(misaki)
    await shop.post(`/api/customers/${id}/contact-points`, { kind: 'phone', value: '090-1234-5678' })
    const again = await shop.post(`/api/customers/${id}/contact-points`, { kind: 'phone', value: '+819012345678' })
    expect(again.status).toBe(409)
  })

  test('are masked for those who need not see them, in the past too', async () => {
    const id = await shop.customer(misaki)
    const secrets = [
      'misaki.t@example.jp',
      '090-1234-5678',
      '05055501234',
      '1050011',
      '芝公園',
      '4-2-8',
      '紅梅荘',
      'U4af4980629',
    ]
    const add = (body: object) => shop.post(`/api/customers/${id}/contact-points`, body)
    await add({ kind: 'email', value: secrets[0] })
    const phone = await add({ kind: 'phone', value: secrets[1] })
    const address = {
      kind: 'address',
      postcode: '1050011',
      prefecture: '東京都',
      address1: '港区芝公園4-2-8',
      address2: '紅梅荘101',
    }
    await add(address)
    await add({ kind: 'line', value: secrets[7] })
    await shop.patch(`/api/customers/${id}/contact-points/${phone.body.id}`, {
      version: 1,
      change: { value: secrets[2] },
    })
    const as = { role: 'read-only' }
    for (const path of ['', '/changes', '/timeline']) {
      const reply = await shop.get(`/api/customers/${id}${path}`, as)
      expect(reply.status).toBe(200)
      for (const secret of secrets) expect(JSON.stringify(reply.body)).not.toContain(secret)
    }
    expect((await shop.get(`/api/customers/${id}`, as)).body).toMatchObject({ masked: true })
    for (const q of ['misaki.t', '09012345678', '5678']) {
      expect((await shop.get(`/api/customers/search?q=${q}`, as)).body.items).toEqual([])
    }
  })
})

describe('what is remembered', () => {
  test('custom attributes are typed', async () => {
    for (const definition of [
      { key: 'skin', name: '肌質', type: 'choice', choices: ['乾燥肌', '脂性肌'] },
      { key: 'visits', name: '来店回数', type: 'number' },
      { key: 'joined', name: '入会日', type: 'date' },
      { key: 'dm', name: 'DM', type: 'boolean' },
    ]) {
      expect((await shop.post('/api/attribute-definitions', definition)).status).toBe(200)
    }
    const attributes = { skin: '乾燥肌', visits: 3, joined: '2024-02-29', dm: true }
    const id = await shop.customer({ ...misaki, attributes })
    expect((await shop.get(`/api/customers/${id}`)).body.attributes).toEqual(attributes)
    const change = (values: object) =>
      shop.patch(`/api/customers/${id}`, { version: 1, change: { attributes: values } })
    expect((await change({ skin: '敏感肌' })).body.fields).toMatchObject([
      { field: 'attributes.skin', code: 'not-a-choice' },
    ])
    expect((await change({ visits: '3' })).body.fields).toMatchObject([{ code: 'wrong-type' }])
    expect((await change({ joined: '2023-02-29' })).body.fields).toMatchObject([{ code: 'wrong-format' }])
    expect((await change({ shoe: 24 })).body.code).toBe('unknown-field')
    expect((await change({ visits: null, skin: '脂性肌' })).status).toBe(200)
    const record = (await shop.get(`/api/customers/${id}`)).body
    expect(record.attributes).toEqual({ skin: '脂性肌', joined: '2024-02-29', dm: true })
    const [definition] = (await shop.get('/api/attribute-definitions')).body.items
    const narrow = { version: definition.version, change: { choices: ['乾燥肌'] } }
    expect((await shop.patch(`/api/attribute-definitions/${definition.id}`, narrow)).body.code).toBe('in-use')
  })

  test('cautions and the lack of a way to reach someone are alerts', async () => {
    const id = await shop.customer(misaki)
    await shop.post(`/api/customers/${id}/preferences`, { kind: 'caution', value: '電話は午前中' })
    await shop.post(`/api/customers/${id}/preferences`, { kind: 'like', value: 'ゆずの香り' })
    const record = (await shop.get(`/api/customers/${id}`)).body
    expect(record.preferences).toHaveLength(2)
    expect(record.alerts).toEqual([
      { kind: 'caution', text: '電話は午前中' },
      { kind: 'no-way-to-reach', text: '' },
    ])
  })

  test('a tag goes on once and comes off', async () => {
    const id = await shop.customer(misaki)
    const tag = (await shop.post('/api/tags', { name: '紹介' })).body
    expect((await shop.post('/api/tags', { name: '紹介' })).body).toEqual(tag)
    await shop.put(`/api/customers/${id}/tags/${tag.id}`)
    await shop.put(`/api/customers/${id}/tags/${tag.id}`)
    expect((await shop.get(`/api/customers/${id}`)).body.tags).toEqual([{ id: tag.id, name: '紹介' }])
    await shop.delete(`/api/customers/${id}/tags/${tag.id}`)
    expect((await shop.get(`/api/customers/${id}`)).body.tags).toEqual([])
    expect((await shop.get(`/api/customers/${id}/changes?subject=tag`)).body.items).toHaveLength(2)
  })
})

describe('history', () => {
  const changes = async (id: number) => (await shop.get(`/api/customers/${id}/changes`)).body.items

  test('tells who changed what, and gives it back', async () => {
    const id = await shop.customer(misaki)
    await shop.patch(
      `/api/customers/${id}`,
      { version: 1, change: { givenName: '美紀', companyName: '椿堂' } },
      { role: 'store' },
    )
    const [newest] = await changes(id)
    expect(newest).toMatchObject({
      staffName: '担当 store',
      via: 'screen',
      subject: 'customer',
      diff: { givenName: ['美咲', '美紀'], companyName: ['', '椿堂'] },
    })
    const back = await shop.post(`/api/customers/${id}/changes/${newest.id}/restoration`, { fields: ['givenName'] })
    expect(back.body).toEqual({ restored: ['givenName'] })
    expect((await shop.get(`/api/customers/${id}`)).body).toMatchObject({ givenName: '美咲', companyName: '椿堂' })
    expect(await changes(id)).toMatchObject([{ via: 'restore', diff: { givenName: ['美紀', '美咲'] } }, {}, {}])
    // what is found is what is there
    expect((await shop.get(`/api/customers/search?q=${encodeURIComponent('髙橋美咲')}`)).body.items).toContainEqual(
      expect.objectContaining({ id }),
    )
  })

  test('brings back what was removed, and removes what was added', async () => {
    const id = await shop.customer(misaki)
    const note = (await shop.post(`/api/customers/${id}/notes`, { body: '名入れ希望' })).body
    await shop.patch(`/api/customers/${id}/notes/${note.id}`, { version: 1, change: { body: '名入れと熨斗' } })
    await shop.delete(`/api/customers/${id}/notes/${note.id}`)
    const [removed, changed, added] = await changes(id)
    const restore = (change: { id: number }) => shop.post(`/api/customers/${id}/changes/${change.id}/restoration`)
    expect((await restore(changed)).body.code).toBe('gone')
    expect((await restore(removed)).status).toBe(200)
    expect((await restore(removed)).body.code).toBe('already-done')
    const timeline = async () => (await shop.get(`/api/customers/${id}/timeline`)).body.items
    expect(await timeline()).toMatchObject([{ kind: 'note', data: { body: '名入れと熨斗', version: 4 } }])
    expect((await restore(changed)).status).toBe(200)
    expect(await timeline()).toMatchObject([{ data: { body: '名入れ希望' } }])
    expect((await restore(added)).status).toBe(200)
    expect(await timeline()).toEqual([])
  })

  test('a contact point comes back without taking the primary from its heir', async () => {
    const id = await shop.customer(misaki)
    const add = (value: string) => shop.post(`/api/customers/${id}/contact-points`, { kind: 'email', value })
    const first = (await add('a@example.jp')).body
    await add('b@example.jp')
    await shop.delete(`/api/customers/${id}/contact-points/${first.id}`)
    const removal = (await changes(id)).find((one: { diff: Record<string, unknown[]> }) => one.diff.kind?.[1] === null)
    expect((await shop.post(`/api/customers/${id}/changes/${removal.id}/restoration`)).status).toBe(200)
    expect((await shop.get(`/api/customers/${id}`)).body.contactPoints).toMatchObject([
      { value: 'b@example.jp', isPrimary: true },
      { id: first.id, value: 'a@example.jp', isPrimary: false },
    ])
  })

  test('has a beginning that cannot be undone', async () => {
    const id = await shop.customer(misaki)
    const [first] = await changes(id)
    expect((await shop.post(`/api/customers/${id}/changes/${first.id}/restoration`)).status).toBe(422)
  })

  test('pages without losing or doubling', async () => {
    const id = await shop.customer(misaki)
    for (let index = 0; index < 7; index++) await shop.post(`/api/customers/${id}/notes`, { body: `メモ${index}` })
    const seen: number[] = []
    for (let cursor = ''; ; ) {
      const { body } = await shop.get(`/api/customers/${id}/changes?limit=3${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.items.map((one: { id: number }) => one.id))
      if (!body.next) break
      cursor = body.next
    }
    expect(seen).toHaveLength(8)
    expect(new Set(seen).size).toBe(8)
    expect(seen).toEqual(seen.toSorted((a, b) => b - a))
  })
})
