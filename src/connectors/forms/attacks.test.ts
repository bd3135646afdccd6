import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openMailbox } from '../../../test/mailbox.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import { openVisitor } from '../../../test/visitor-form.ts'
import { house, jobsOf } from '../../house.ts'
import { many, one, sql } from '../../platform/db/db.ts'

// What strangers try on a public form: cases A, C, G, J, P, R and X of the reliability sheet.
let shop: Shop
let box: Awaited<ReturnType<typeof openMailbox>>
let visitor: ReturnType<typeof openVisitor>
let key: string
let otherKey: string

beforeAll(async () => {
  box = await openMailbox()
  shop = await openShop({ reach: [`127.0.0.1:${box.port}`] })
  visitor = openVisitor(shop)
  const sender = { fromName: '椿堂', fromAddress: 'hello@tsubaki.example', replyTo: null }
  const server = { host: '127.0.0.1', port: box.port, security: 'none', user: null, authority: null, version: 0 }
  await shop.put('/api/mail-settings', { ...server, ...sender })
  key = await openForm()
  otherKey = await openForm()
})
beforeEach(async () => {
  box.mails.length = 0
  shop.clock.now = new Date(shop.clock.now.getTime() + 26 * 3_600_000)
})
afterAll(() => box.close())

async function openForm(): Promise<string> {
  const { id } = (await shop.post('/api/forms', { kind: 'sign-up', name: '椿の会', locale: 'ja' })).body
  await shop.put(`/api/forms/${id}/state`, { isOpen: true })
  return (await shop.get(`/api/forms/${id}`)).body.key
}

const work = () => shop.jobs.run({ ...shop.context, now: shop.clock.now }, jobsOf(house))
const answers = async () =>
  (await one<{ count: number }>(shop.pool, sql`select count(*) as count from form_answers`))!.count
const good = { 'f.name.family': '椿', 'f.name.given': '花', 'f.email': 'guest@mail.example' }

test.each([
  ['customerId', '1'],
  ['f.email.status', 'verified'],
  ['state', 'confirmed'],
  ['c.5', 'yes'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
  ['f.__proto__.isAdmin', 'true'],
])('a field that the form has not, %s, is refused and nothing is kept', async (name, value) => {
  const before = await answers()
  const reply = await visitor.send(key, { ...good, [name]: value })
  expect(reply.status).toBe(422)
  expect(await answers()).toBe(before)
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test('a field twice is refused', async () => {
  const reply = await visitor.send(key, { ...good, 'f.email': ['guest@mail.example', 'other@mail.example'] })
  expect(reply.status).toBe(422)
})

test.each([
  'guest@mail.example\r\nBcc: all@evil.example',
  'guest@mail.example,other@mail.example',
  '"a@evil.test x"@ours.test',
  '<guest@mail.example>',
  `${'a'.repeat(65)}@mail.example`,
  'guest@mail.example\u0000',
  'a'.repeat(5000),
])('an address like %#, with more in it than one mailbox, writes to nobody else', async (address) => {
  const before = await answers()
  const reply = await visitor.send(key, { ...good, 'f.email': address })
  // a line break is no part of a line: what is left of it is one address, or none
  if (reply.status === 303) {
    await work()
    expect(box.mails.map(({ to }) => to)).toEqual([['guest@mail.example']])
  } else {
    expect([reply.status, await answers()]).toEqual([422, before])
  }
  expect(box.mails.flatMap((mail) => mail.headers('bcc'))).toEqual([])
})

test('a name cannot write a mail: nothing of the visitor stands in it, and line breaks end', async () => {
  const name = '当選！ http://evil.example\r\nSubject: x\r\n\r\n<a href="http://evil.example">'
  await visitor.send(key, { ...good, 'f.name.family': name.slice(0, 90) })
  await work()
  expect(box.mails).toHaveLength(1)
  expect(box.mails[0]?.raw).not.toContain('evil')
  expect(`${box.mails[0]?.text}${box.mails[0]?.html}`).not.toMatch(/evil|当選/)
  const kept = await one<{ family: string }>(
    shop.pool,
    sql`select answers -> 'name' ->> 'family' as family from form_answers order by id desc limit 1`,
  )
  expect(kept?.family).not.toMatch(/[\r\n]/)
})

test('what was typed comes back as text', async () => {
  const nasty = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`
  const { status, body } = await visitor.send(key, { ...good, 'f.name.family': nasty, 'f.email': nasty })
  expect(status).toBe(422)
  expect(body).not.toMatch(/<script>alert|<img/)
  expect(body).toContain('&#60;script&#62;alert(1)')
})

test('what staff writes into a form is text too', async () => {
  const nasty = `</title><script>alert(1)</script>"'`
  const definition = {
    title: nasty,
    intro: nasty,
    fields: [
      { key: 'a', kind: 'choice', label: nasty, note: nasty, isRequired: true, choices: [nasty, 'b'] },
      { key: 'b', kind: 'text', label: nasty, isRequired: false },
    ],
    consents: [{ channel: 'mail', purpose: 'survey', body: nasty, asks: 'choice', isRequired: true }],
    button: nasty.slice(0, 30),
    thanks: nasty,
    redirectUrl: null,
  }
  const { body } = await shop.post('/api/forms/preview', { kind: 'survey', locale: 'ja', definition })
  expect(body.html).not.toContain('<script>')
  expect(body.html).not.toContain('</title><')
})

test('more than a form can hold is cut off before it is read', async () => {
  const before = await answers()
  const page = visitor.hidden((await visitor.get(`/f/${key}`)).body)
  const big = await visitor.ask('POST', `/f/${key}`, `page=${page}&f.email=${'a'.repeat(70_000)}`)
  expect(big.status).toBe(413)
  const many = Array.from({ length: 5000 }, (_, n) => `a${n}=1`).join('&')
  const started = performance.now()
  expect((await visitor.ask('POST', `/f/${key}`, `page=${page}&${many}`)).status).toBe(422)
  expect(performance.now() - started).toBeLessThan(5_000)
  for (const type of [
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencodedx',
  ]) {
    const reply = await visitor.ask('POST', `/f/${key}`, '{}', { 'content-type': type })
    expect(reply.status, type).toBe(415)
  }
  expect(await answers()).toBe(before)
})

test('the same page sent a hundred times is one answer and one mail', async () => {
  const page = visitor.hidden((await visitor.get(`/f/${key}`)).body)
  shop.clock.now = new Date(shop.clock.now.getTime() + 20_000)
  const before = await answers()
  const ways = Array.from({ length: 100 }, (_, n) => ({ 'x-forwarded-for': `10.0.0.${n}` }))
  const replies = await Promise.all(ways.map((headers) => visitor.post(`/f/${key}`, { ...good, page }, headers)))
  await work()
  expect(await answers()).toBe(before + 1)
  expect(box.mails).toHaveLength(1)
  // thirty in ten minutes from one network, whatever a header claims
  expect(replies.filter(({ status }) => status === 303)).toHaveLength(30)
  const late = replies.find(({ status }) => status === 429)
  expect(Number(late?.headers['retry-after'])).toBeGreaterThan(0)
})

test.each([
  ['none', () => ''],
  ['a made-up one', () => 'A'.repeat(80)],
  ['one of another form', async () => visitor.hidden((await visitor.get(`/f/${otherKey}`)).body)],
  ['a changed one', async () => `${visitor.hidden((await visitor.get(`/f/${key}`)).body).slice(0, -4)}AAAA`],
])('a page with %s as its seal is not taken, what was typed stays', async (_title, seal) => {
  const before = await answers()
  const reply = await visitor.send(key, good, { page: await seal() })
  expect([reply.status, reply.body.includes('もう一度送って'), reply.body.includes('guest@mail.example')]).toEqual([
    422,
    true,
    true,
  ])
  expect(await answers()).toBe(before)
})

test('too fast for a person and too old are asked again; a machine that fills in everything is told that all is well', async () => {
  const before = await answers()
  const page = visitor.hidden((await visitor.get(`/f/${key}`)).body)
  const fast = await visitor.send(key, good, { page, after: 500 })
  expect([fast.status, await answers()]).toEqual([422, before])
  // the page that comes back keeps its age: pressed again it is taken
  expect(visitor.hidden(fast.body)).toBe(page)
  expect((await visitor.send(key, good, { page, after: 3000 })).status).toBe(303)
  expect((await visitor.send(key, good, { after: 25 * 3_600_000 })).status).toBe(422)
  const trapped = await visitor.send(key, { ...good, homepage: 'http://spam.example' })
  expect([trapped.status, trapped.location]).toEqual([303, `/f/${key}/thanks`])
  await work()
  expect(await answers()).toBe(before + 1)
})

test('nobody is flooded in our name: three mails an hour, six a day to one address, however it is written', async () => {
  const spelt = ['victim@mail.example', 'VICTIM@mail.example', 'ｖｉｃｔｉｍ@mail.example']
  const bodies = new Set<string>()
  for (let round = 0; round < 8; round++) {
    const reply = await visitor.send(
      round % 2 ? key : otherKey,
      { ...good, 'f.email': spelt[round % 3] as string },
      { after: 3000 },
    )
    bodies.add((await visitor.get(reply.location)).body.replace(/value="[^"]+"|form_[\w-]+/g, ''))
  }
  await work()
  expect(box.mails).toHaveLength(3)
  // the page says the same whether a mail went out or not
  expect(bodies.size).toBe(1)
  for (let later = 0; later < 6; later++) {
    await visitor.send(key, { ...good, 'f.email': 'victim@mail.example' }, { after: 3_600_000 })
  }
  await work()
  expect(box.mails).toHaveLength(6)
})

test('the mail is sent again three times at most, not within a minute, with the same link', async () => {
  const { location } = await visitor.send(key, { ...good, 'f.email': 'again@mail.example' })
  const handle = visitor.hidden((await visitor.get(location)).body)
  const again = async (after: number) => {
    shop.clock.now = new Date(shop.clock.now.getTime() + after)
    return visitor.post(`/f/${key}/sent`, { page: handle })
  }
  await again(1000)
  await work()
  expect(box.mails).toHaveLength(1)
  const said = new Set<string>()
  for (let round = 0; round < 6; round++) said.add((await again(3_600_000)).body)
  said.add((await visitor.post(`/f/${key}/sent`, { page: handle })).body)
  await work()
  expect(said.size).toBe(1)
  expect(box.mails).toHaveLength(4)
  expect(new Set(box.mails.map(({ text }) => /\/c\/\S+/.exec(text)?.[0])).size).toBe(1)
  expect((await visitor.post(`/f/${key}/sent`, { page: 'A'.repeat(60) })).status).toBe(200)
})

test('an address that is known and one that is not get the same answer', async () => {
  const known = await shop.customer({ familyName: '既知' })
  const contact = { kind: 'email', value: 'known@mail.example', status: 'verified' }
  await shop.post(`/api/customers/${known}/contact-points`, contact)
  const pages = []
  for (const address of ['known@mail.example', 'nobody@mail.example']) {
    const reply = await visitor.send(key, { ...good, 'f.email': address })
    const page = await visitor.get(reply.location)
    pages.push([reply.status, page.status, page.body.replace(/value="[^"]+"/, '')])
  }
  expect(pages[0]).toEqual(pages[1])
})

test('links are guessed at a few times, then no more; looking at a link changes nothing', async () => {
  await visitor.send(key, { ...good, 'f.email': 'link@mail.example' })
  await work()
  const mail = box.mails.find(({ to }) => to[0] === 'link@mail.example')
  const link = /\/c\/[\w-]{43}/.exec(mail?.text ?? '')?.[0] ?? ''
  for (const wrong of [link.slice(0, -1), `${link.slice(0, -1)}!`, `${link}A`, `/c/${'A'.repeat(43)}`]) {
    expect((await visitor.post(wrong)).status, wrong).toBe(404)
  }
  for (let look = 0; look < 3; look++) await visitor.get(link)
  expect((await visitor.ask('GET', link, undefined, { purpose: 'prefetch' })).status).toBe(200)
  const state = () => one(shop.pool, sql`select state from form_answers order by id desc limit 1`)
  expect(await state()).toEqual({ state: 'awaiting' })
  const replies = []
  for (let guess = 0; guess < 30; guess++)
    replies.push((await visitor.post(`/c/${'B'.repeat(41)}${10 + guess}`)).status)
  expect(replies.at(-1)).toBe(429)
  // who has the link gets in all the same
  expect((await visitor.post(link)).status).toBe(200)
  expect(await state()).toEqual({ state: 'confirmed' })
})

test('neither token nor network nor address stands in the database to be read', async () => {
  await visitor.send(
    key,
    { ...good, 'f.email': 'quiet@mail.example' },
    { headers: { 'user-agent': 'Mozilla/5.0 secret-agent' } },
  )
  await work()
  const token = /\/c\/([\w-]{43})/.exec(box.mails[0]?.text ?? '')?.[1] ?? 'no token'
  const rows = await many(
    shop.pool,
    sql`select to_jsonb(a)::text as row from form_answers a union all select to_jsonb(m)::text from mails m
        union all select to_jsonb(p)::text from form_paces p`,
  )
  const all = JSON.stringify(rows)
  expect(all).not.toContain(token)
  expect(all).not.toContain('secret-agent')
  expect(all).not.toContain('127.0.0.1')
  expect(JSON.stringify(rows.filter((row) => JSON.stringify(row).includes('message_id')))).not.toContain('quiet@')
})

test('pages carry their own guard: no scripts from elsewhere, frames of listed origins alone, nothing kept', async () => {
  const { headers } = await visitor.get(`/f/${key}`)
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  const { items } = (await shop.get('/api/forms')).body
  const { id } = items.find((one: { key: string }) => one.key === otherKey)
  const { version, name, locale, definition, confirms, keepUnconfirmedDays } = (await shop.get(`/api/forms/${id}`)).body
  const change = {
    version,
    name,
    locale,
    definition,
    confirms,
    keepUnconfirmedDays,
    embedOrigins: ['https://shop.example/x'],
  }
  expect((await shop.put(`/api/forms/${id}`, change)).status).toBe(200)
  const framed = await visitor.get(`/f/${otherKey}?embed=1`)
  expect(framed.headers['content-security-policy']).toContain('frame-ancestors https://shop.example')
  expect((await visitor.get(`/f/${otherKey}`)).headers['content-security-policy']).toContain("frame-ancestors 'none'")
})
