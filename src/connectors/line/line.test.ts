import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { testNow } from '../../../test/context.ts'
import { channelSecret, type LineServer, lineEvent, lineWebhook, openLineServer } from '../../../test/line.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import { createChance } from '../../demo/chance.ts'
import { house, jobsOf } from '../../house.ts'
import { many, one, sql } from '../../platform/db/db.ts'

let line: LineServer
let shop: Shop
let made: { id: number; key: string }
beforeAll(async () => {
  line = await openLineServer()
  shop = await openShop({ reach: [line.host], lineApi: line.origin })
  made = await connect()
})
afterAll(() => line.close())
afterEach(() => {
  line.state.replies.length = 0
  line.heard.length = 0
  shop.clock.now = testNow
})

async function connect(settings: object = {}): Promise<{ id: number; key: string }> {
  const { body, status } = await shop.post('/api/connections', {
    kind: 'line',
    name: '公式アカウント',
    settings: { channelId: '1234567890', ...settings },
    secrets: { channelSecret, accessToken: line.token },
  })
  expect(status).toBe(200)
  return body
}

let people = 0
function friend(name: string): string {
  const userId = `U${(++people).toString(16).padStart(8, '0')}${'a'.repeat(24)}`
  line.state.names.set(userId, name)
  return userId
}

const at = (minutes: number) => new Date(testNow.getTime() + (minutes - 600) * 60_000)
async function tell(events: object[], { key = made.key, secret = channelSecret, headers = {} } = {}): Promise<number> {
  const webhook = lineWebhook(events, secret)
  const reply = await shop.server.inject({
    method: 'POST',
    url: `/hooks/line/${key}`,
    payload: webhook.payload,
    headers: { ...webhook.headers, ...headers },
  })
  return reply.statusCode
}
const takeIn = () => shop.jobs.run({ ...shop.context, now: shop.clock.now }, jobsOf(house))
async function hear(...events: object[]): Promise<void> {
  expect(await tell(events)).toBe(200)
  await takeIn()
}
const idOf = async (userId: string) =>
  (await one<{ id: number }>(shop.pool, sql`select customer_id as id from customer_refs where external_id = ${userId}`))
    ?.id ?? 0
const timeline = async (id: number) =>
  (await shop.get(`/api/customers/${id}/timeline`)).body.items as { kind: string }[]
async function standing(id: number): Promise<string> {
  const { body } = await shop.get(`/api/customers/${id}/consents`)
  return body.standing.find((one: { channel: string; purpose: string }) => one.channel === 'line').standing
}
const troubles = () =>
  many<{ code: string }>(
    shop.pool,
    sql`select code, subject from connection_troubles where settled_at is null order by id`,
  )

test('a friend becomes a record, what they do stands on the timeline, and who leaves is not written to any more', async () => {
  const user = friend('はなちゃん')
  await hear(lineEvent('follow', user, at(1), { replyToken: 'r1' }))
  const id = await idOf(user)
  const { body: record } = await shop.get(`/api/customers/${id}`)
  expect(record).toMatchObject({ familyName: '', number: `LINE-${user.slice(1, 9)}` })
  expect(record.contactPoints).toMatchObject([
    { kind: 'line', value: user, label: 'はなちゃん', status: 'verified', isPrimary: true },
  ])
  expect(await standing(id)).toBe('granted')
  await hear(
    lineEvent('message', user, at(2), { message: { id: '1', type: 'text', text: '営業時間は？\0' } }),
    lineEvent('postback', user, at(3), { postback: { data: 'menu=1' } }),
    lineEvent('message', user, at(4), { message: { id: '2', type: 'sticker' } }),
    lineEvent('beacon', user, at(5)),
  )
  await hear(lineEvent('unfollow', user, at(6)))
  expect(await timeline(id)).toMatchObject([
    { kind: 'line-unfollow' },
    { kind: 'line-message', data: { type: 'sticker' } },
    { kind: 'line-postback', data: { data: 'menu=1' } },
    { kind: 'line-message', data: { type: 'text', text: '営業時間は？' } },
    { kind: 'line-follow', at: at(1).toISOString() },
  ])
  expect(await standing(id)).toBe('refused')
  expect((await shop.get(`/api/customers/${id}`)).body.contactPoints).toMatchObject([{ status: 'unreachable' }])
  expect((await shop.get(`/api/connections/${made.id}/line`)).body).toMatchObject({ blocked: 1, linked: 0 })
})

test('events that come late, twice or in any order lead to the same', async () => {
  const { next } = createChance(11, 0)
  for (let round = 0; round < 6; round++) {
    const user = friend(`順${round}`)
    const events = ['follow', 'unfollow', 'follow', 'message', 'unfollow', 'follow'].map((type, index) =>
      lineEvent(type, user, at(10 + index), { message: { type: 'text', text: 'やあ' } }),
    )
    const again = events.map((event) => ({ ...event, deliveryContext: { isRedelivery: true } }))
    // who is unknown and left before they came leaves nothing behind
    const rest = [...events.slice(1), ...again.slice(1)].toSorted(() => next() - 0.5)
    await hear(events[0] as object)
    for (const event of rest) await hear(event)
    const id = await idOf(user)
    expect(await timeline(id)).toHaveLength(6)
    expect(await standing(id)).toBe('granted')
    expect((await shop.get(`/api/customers/${id}`)).body.contactPoints).toMatchObject([{ status: 'verified' }])
  }
})

test('the same event a hundred times at once is one', async () => {
  const user = friend('百')
  const event = lineEvent('follow', user, at(20))
  const statuses = await Promise.all(Array.from({ length: 100 }, () => tell([event])))
  expect(new Set(statuses)).toEqual(new Set([200]))
  await takeIn()
  expect(await timeline(await idOf(user))).toHaveLength(1)
})

test.each([
  ['another secret', {}, 'f'.repeat(32)],
  ['no signature', { 'x-line-signature': '' }, channelSecret],
  ['half a signature', { 'x-line-signature': 'abcd' }, channelSecret],
  ['a signature of something else', { 'x-line-signature': Buffer.alloc(32).toString('base64') }, channelSecret],
])('%s is turned away and changes nothing', async (_title, headers, secret) => {
  const user = friend('偽')
  expect(await tell([lineEvent('follow', user, at(1))], { headers, secret })).toBe(401)
  await takeIn()
  expect(await idOf(user)).toBe(0)
})

test('what is signed are the very bytes; what is no webhook, too long or for nobody is refused', async () => {
  const { payload, headers } = lineWebhook([lineEvent('follow', friend('別'), at(1))])
  const post = async (body: string, url = `/hooks/line/${made.key}`, signed = headers) =>
    (await shop.server.inject({ method: 'POST', url, payload: body, headers: signed })).statusCode
  expect(await post(JSON.stringify(JSON.parse(payload), null, 1))).toBe(401)
  expect(await post(payload, '/hooks/line/line_nobody')).toBe(404)
  expect(await post('x'.repeat(1_048_577))).toBe(413)
  const odd = lineWebhook([])
  expect(await post(odd.payload, undefined, odd.headers)).toBe(200)
  expect(await tell([{ type: 'follow' }, lineEvent('follow', 'Uno', at(1)), lineEvent('follow', '', at(1))])).toBe(200)
  await takeIn()
  const group = { source: { type: 'group', groupId: 'C1', userId: friend('組') } }
  await hear(lineEvent('message', '', at(1), group), lineEvent('unfollow', friend('誰'), at(1)))
  expect(await one(shop.pool, sql`select count(*) from line_friends where user_id like 'Uno%'`)).toEqual({ count: 0 })
})

test('a record that has the LINE account already is the one; of two nobody is guessed', async () => {
  const [known, shared] = [friend('既知'), friend('共有')]
  const id = await shop.customer({ familyName: '既知' })
  await shop.post(`/api/customers/${id}/contact-points`, { kind: 'line', value: known })
  for (const name of ['共有一', '共有二']) {
    const one = await shop.customer({ familyName: name })
    await shop.post(`/api/customers/${one}/contact-points`, { kind: 'line', value: shared })
  }
  await hear(lineEvent('follow', known, at(1)), lineEvent('follow', shared, at(1)))
  expect(await idOf(known)).toBe(id)
  expect((await shop.get(`/api/customers/${id}/changes`)).body.items[0]).toMatchObject({
    via: 'system',
    subject: 'contact-point',
    diff: { status: ['unknown', 'verified'], label: ['', '既知'] },
  })
  const { body } = await shop.get(`/api/customers/${await idOf(shared)}`)
  expect(body.number).toMatch(/^LINE-/)
})

test('a member who signs in at the shop is joined with the LINE account, once, within ten minutes', async () => {
  const connection = await connect({ linkPage: 'https://shop.example/line?from=tokui', linkMessage: '会員証とつなぐ' })
  const user = friend('会員')
  const send = async (...events: object[]) => {
    expect(await tell(events, { key: connection.key })).toBe(200)
    await takeIn()
  }
  await send(lineEvent('follow', user, at(600), { replyToken: 'reply-1' }))
  const [reply] = line.state.replies
  expect(JSON.parse(reply as string)).toEqual({
    replyToken: 'reply-1',
    messages: [
      { type: 'text', text: `会員証とつなぐ\nhttps://shop.example/line?from=tokui&linkToken=link-${user.slice(1, 5)}` },
    ],
  })
  const member = await shop.customer({ familyName: '高橋', number: 'M-77' })
  await shop.pool.query(
    sql`insert into customer_refs (external_id, source_id, customer_id) values ('M-77', 1, ${member})`,
  )
  const ask = (more: object = {}) =>
    shop.post(`/api/connections/${connection.id}/line-links`, { sourceId: 1, externalId: 'M-77', ...more })
  const { body: link } = await ask({ linkToken: 'abc' })
  expect(link.url).toBe(`https://access.line.me/dialog/bot/accountLink?linkToken=abc&nonce=${link.nonce}`)
  expect((await ask({ externalId: 'M-78' })).status).toBe(404)
  expect((await ask({ role: 'x' })).status).toBe(422)
  const linked = (nonce: string, minutes = 601) =>
    lineEvent('accountLink', user, at(minutes), { link: { result: 'ok', nonce } })
  await send(linked('made-up'))
  expect(await idOf(user)).not.toBe(member)
  await send(linked(link.nonce, 612))
  expect(await idOf(user), 'too late').not.toBe(member)
  await send(lineEvent('accountLink', user, at(601), { link: { result: 'failed', nonce: link.nonce } }))
  expect(await troubles()).toContainEqual({ code: 'line-link-unknown', subject: '' })

  await send(linked(link.nonce))
  expect(await idOf(user)).toBe(member)
  const { body: record } = await shop.get(`/api/customers/${member}`)
  expect(record).toMatchObject({ familyName: '高橋', number: 'M-77' })
  expect(record.contactPoints).toMatchObject([{ kind: 'line', value: user, label: '会員' }])
  expect((await timeline(member)).map(({ kind }) => kind)).toContain('line-link')
  expect(await standing(member)).toBe('granted')
  // what comes later lands at the member, as the LINE record's
  await send(lineEvent('message', user, at(620), { message: { type: 'text', text: '届きました' } }))
  expect(
    await one(
      shop.pool,
      sql`select customer_id = ${member} as here, record_id is not null as marked from events
    where kind = 'line-message' and data ->> 'text' = '届きました'`,
    ),
  ).toEqual({ here: true, marked: true })
  expect(line.state.replies, 'who is joined is not asked again').toHaveLength(1)

  const other = await shop.customer({ familyName: '別人' })
  const second = await shop.post(`/api/connections/${connection.id}/line-links`, { customerId: other })
  await send(linked(second.body.nonce, 602))
  expect(await idOf(user)).toBe(member)
  expect(await troubles()).toContainEqual({ code: 'line-link-taken', subject: String(member) })
  expect((await shop.get(`/api/connections/${connection.id}/line`)).body).toMatchObject({ friends: 1, linked: 1 })
})

test('the set-up is checked by LINE: the token, the address it has, and its own test', async () => {
  const check = async () => (await shop.post(`/api/connections/${made.id}/line-check`)).body
  expect(await check()).toMatchObject({
    account: { displayName: '椿堂', basicId: '@tsubaki' },
    webhook: { isOurs: false },
  })
  const { webhookUrl } = await check()
  expect(webhookUrl).toBe(`http://localhost:3000/hooks/line/${made.key}`)
  line.state.endpoint = webhookUrl
  expect((await check()).webhook).toMatchObject({ isOurs: true, isActive: true, isReached: true })
  line.state.token = 'other'.repeat(10)
  expect(await check()).toMatchObject({ account: null, problem: 'refused', status: 401 })
  const user = friend('無名')
  await hear(lineEvent('follow', user, at(30)))
  expect(await idOf(user)).toBeGreaterThan(0)
  expect(await troubles()).toContainEqual({ code: 'line-api', subject: '' })
  line.state.token = line.token
})

test('secrets are neither shown nor accepted when they cannot be right', async () => {
  expect(JSON.stringify((await shop.get('/api/connections')).body)).not.toContain(channelSecret)
  const settings = { channelId: '12345678' }
  const secrets = { channelSecret: 'x', accessToken: line.token }
  const bad = await shop.post('/api/connections', { kind: 'line', name: 'x', settings, secrets })
  expect(bad.body.fields).toMatchObject([{ field: 'secrets.channelSecret' }])
  const page = { ...settings, linkPage: 'http://shop.example/' }
  const open = { kind: 'line', name: 'x', settings: page, secrets: { ...secrets, channelSecret } }
  expect((await shop.post('/api/connections', open)).body.fields).toMatchObject([{ field: 'settings.linkPage' }])
})
