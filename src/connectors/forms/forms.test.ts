import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openMailbox } from '../../../test/mailbox.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import { openVisitor } from '../../../test/visitor-form.ts'
import { house, jobsOf } from '../../house.ts'
import { many, one, sql } from '../../platform/db/db.ts'
import { forgetUnconfirmed } from './answers/store.ts'
import { takeUntaken } from './answers/take.ts'
import type { FormReply } from './contract.ts'

let shop: Shop
let box: Awaited<ReturnType<typeof openMailbox>>
let visitor: ReturnType<typeof openVisitor>
beforeAll(async () => {
  box = await openMailbox()
  shop = await openShop({ reach: [`127.0.0.1:${box.port}`] })
  visitor = openVisitor(shop)
  const server = { host: '127.0.0.1', port: box.port, security: 'none', user: null, authority: null }
  await shop.put('/api/mail-settings', {
    ...server,
    fromName: '椿堂',
    fromAddress: 'hello@tsubaki.example',
    replyTo: null,
    version: 0,
  })
})
beforeEach(async () => {
  box.mails.length = 0
  shop.clock.now = new Date(shop.clock.now.getTime() + 3_600_000)
  await shop.pool.query(sql`delete from form_paces`)
})
afterAll(() => box.close())

const work = () => shop.jobs.run({ ...shop.context, now: shop.clock.now }, jobsOf(house))

async function makeForm(kind = 'sign-up', change: (form: FormReply) => object = () => ({})): Promise<FormReply> {
  const { id } = (await shop.post('/api/forms', { kind, name: '椿の会', locale: 'ja' })).body
  const form = (await shop.get(`/api/forms/${id}`)).body as FormReply
  const { version, name, locale, definition, confirms, embedOrigins, keepUnconfirmedDays } = form
  const fields = { version, name, locale, definition, confirms, embedOrigins, keepUnconfirmedDays }
  const changed = await shop.put(`/api/forms/${id}`, { ...fields, ...change(form) })
  expect(changed.body).toEqual({ version: 2 })
  expect((await shop.put(`/api/forms/${id}/state`, { isOpen: true })).status).toBe(200)
  return (await shop.get(`/api/forms/${id}`)).body
}

const hanako = {
  'f.name.family': '髙橋',
  'f.name.given': '花子',
  'f.kana.family': 'タカハシ',
  'f.kana.given': 'ハナコ',
  'f.email': 'Hanako@mail.example',
  'f.birth': '1990-05-01',
  'c.0': 'yes',
}

/** The path of the link in the last mail to an address. */
function linkFor(address: string): string {
  const mail = box.mails.findLast(({ to }) => to[0] === address)
  return /https?:\/\/[^/]+(\/c\/[\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? ''
}

async function signUp(form: FormReply, fields: Record<string, string>) {
  const reply = await visitor.send(form.key, { ...hanako, ...fields })
  expect(reply.status).toBe(303)
  await work()
  const link = linkFor(fields['f.email'] ?? hanako['f.email'])
  expect((await visitor.post(link)).status).toBe(200)
  await work()
}

const customers = () => many<{ id: number }>(shop.pool, sql`select id from customers order by id`)
const recordOf = async (email: string) =>
  (await one<{ id: number }>(
    shop.pool,
    sql`select customer_id as id from contact_points where key = ${email.toLowerCase()} order by customer_id desc limit 1`,
  ))!.id

test('a sign-up is confirmed by the button behind the link, and only then anything is done with it', async () => {
  const form = await makeForm()
  const before = await customers()
  const reply = await visitor.send(form.key, hanako)
  expect([reply.status, reply.location]).toEqual([303, expect.stringContaining(`/f/${form.key}/sent?h=`)])
  expect((await visitor.get(reply.location)).body).toContain('確認メールを送りました')
  await work()
  const mail = await box.mail(1)
  expect(mail.to).toEqual(['Hanako@mail.example'])
  expect(mail.header('subject')).toBe('【椿堂】「椿の会」の確認')
  expect(mail.text).not.toMatch(/花子|髙橋/)
  // programs that look into mails open links
  const link = linkFor('Hanako@mail.example')
  const looked = await visitor.get(link)
  expect(looked.body).toContain('新しい商品や催しのお知らせを、メールで受け取ります。')
  await work()
  expect(await customers()).toEqual(before)
  expect((await visitor.post(link)).body).toContain('確認が終わりました')
  await work()
  const id = await recordOf('hanako@mail.example')
  const customer = (await shop.get(`/api/customers/${id}`)).body
  expect(customer).toMatchObject({
    familyName: '髙橋',
    givenName: '花子',
    familyKana: 'タカハシ',
    birthOn: '1990-05-01',
    contactPoints: [{ kind: 'email', value: 'Hanako@mail.example', status: 'verified' }],
    refs: [{ externalId: 'mailto:hanako@mail.example' }],
  })
  const { items, standing } = (await shop.get(`/api/customers/${id}/consents`)).body
  expect(items).toMatchObject([
    {
      channel: 'mail',
      purpose: 'promotion',
      isGranted: true,
      via: 'form',
      wording: '新しい商品や催しのお知らせを、メールで受け取ります。',
      evidence: { form: '椿の会', version: '2', device: 'phone' },
    },
  ])
  expect(standing[0]).toMatchObject({ channel: 'mail', standing: 'granted' })
  expect((await shop.get(`/api/customers/${id}/timeline`)).body.items[0]).toMatchObject({
    kind: 'sign-up',
    data: { subject: '椿の会', isConfirmed: true },
  })
  expect((await shop.get(`/api/customers/${id}/changes`)).body.items[0]).toMatchObject({ via: 'system' })
  // pressed again: the same page, nothing twice
  expect((await visitor.post(link)).body).toContain('確認が終わりました')
  await work()
  expect(await customers()).toHaveLength(before.length + 1)
  expect((await shop.get(`/api/customers/${id}/consents`)).body.items).toHaveLength(1)
  expect((await shop.get('/api/forms')).body.items[0]).toMatchObject({ answers: 1, confirmed: 1, awaiting: 0 })
  const [arrived] = await many(
    shop.pool,
    sql`select sum(received) as received, sum(stored) as stored from arrivals where connection_id = ${form.connectionId}`,
  )
  expect(arrived).toEqual({ received: 1, stored: 1 })
})

test('a proven address finds its record: facts that stand stay, own attributes follow, nobody is overwritten', async () => {
  await shop.post('/api/attribute-definitions', { key: 'skin', name: '肌質', type: 'text' })
  const form = await makeForm('sign-up', ({ definition }) => ({
    definition: {
      ...definition,
      fields: [
        ...definition.fields,
        { key: 'skin', kind: 'attribute', label: '肌質', isRequired: false, attribute: 'skin' },
        { key: 'tel', kind: 'phone', label: '電話番号', isRequired: false },
      ],
    },
  }))
  const known = await shop.customer({ familyName: '髙橋', givenName: '花', attributes: { skin: '乾燥' } })
  const contact = { kind: 'email', value: 'known@mail.example', status: 'verified' }
  await shop.post(`/api/customers/${known}/contact-points`, contact)
  const stranger = await shop.customer({ familyName: '別人' })
  await shop.post(`/api/customers/${stranger}/contact-points`, { kind: 'email', value: 'typed@mail.example' })
  const before = (await customers()).length

  await signUp(form, { 'f.email': 'known@mail.example', 'f.skin': '混合', 'f.tel': '090-1234-5678' })
  expect(await customers()).toHaveLength(before)
  expect((await shop.get(`/api/customers/${known}`)).body).toMatchObject({
    givenName: '花',
    birthOn: '1990-05-01',
    familyKana: 'タカハシ',
    attributes: { skin: '混合' },
    contactPoints: [{ kind: 'email' }, { kind: 'phone', status: 'unknown' }],
  })
  // an address that nobody has proven before is no key: a record of its own, for people to look at
  await signUp(form, { 'f.email': 'typed@mail.example' })
  expect(await customers()).toHaveLength(before + 1)
  expect((await shop.get(`/api/customers/${stranger}`)).body).toMatchObject({ familyName: '別人', givenName: '' })
  // the same person again: the form knows them
  await signUp(form, { 'f.email': 'typed@mail.example' })
  expect(await customers()).toHaveLength(before + 1)
})

test('an inquiry without confirmation never reaches the record of whoever it names', async () => {
  const form = await makeForm('inquiry')
  const victim = await shop.customer({ familyName: '被害' })
  const contact = { kind: 'email', value: 'victim@mail.example', status: 'verified' }
  await shop.post(`/api/customers/${victim}/contact-points`, contact)
  const fields = { 'f.name.family': '悪意', 'f.email': 'victim@mail.example', 'f.text': '<script>alert(1)</script>' }
  const reply = await visitor.send(form.key, fields)
  expect(reply.location).toBe(`/f/${form.key}/thanks`)
  await visitor.send(form.key, { ...fields, 'f.name.family': '別名' })
  await work()
  expect(box.mails).toHaveLength(0)
  expect((await shop.get(`/api/customers/${victim}/timeline`)).body.items).toEqual([])
  const made = await recordOf('victim@mail.example')
  expect(made).not.toBe(victim)
  const { body } = await shop.get(`/api/customers/${made}`)
  expect(body).toMatchObject({ familyName: '悪意', contactPoints: [{ status: 'unknown' }] })
  const { items } = (await shop.get(`/api/customers/${made}/timeline`)).body
  expect(items).toMatchObject([
    { kind: 'inquiry', data: { body: '<script>alert(1)</script>', isConfirmed: false } },
    { kind: 'inquiry' },
  ])
  const { items: answers } = (await shop.get(`/api/forms/${form.id}/answers`)).body
  expect(answers[0].values).toContainEqual({
    key: 'text',
    label: 'お問い合わせの内容',
    kind: 'text',
    value: '<script>alert(1)</script>',
  })
})

test('a survey without a name stays an answer; refused and granted are both written down', async () => {
  const survey = await makeForm('survey')
  const before = (await customers()).length
  await visitor.send(survey.key, { 'f.rating': '9', 'f.text': '良い' })
  await work()
  expect(await customers()).toHaveLength(before)
  expect((await shop.get(`/api/forms/${survey.id}/answers`)).body.items).toMatchObject([
    {
      customerId: null,
      state: 'kept',
      values: [
        { key: 'rating', value: 9 },
        { key: 'text', value: '良い' },
      ],
    },
  ])
  const form = await makeForm('sign-up', ({ definition }) => ({
    definition: {
      ...definition,
      consents: [
        { channel: 'mail', purpose: 'promotion', body: 'メールで知らせる', asks: 'choice', isRequired: true },
        { channel: 'phone', purpose: 'promotion', body: '電話で知らせる', asks: 'tick', isRequired: false },
      ],
    },
  }))
  expect((await visitor.send(form.key, { ...hanako, 'c.0': '' })).status).toBe(422)
  await signUp(form, { 'f.email': 'no@mail.example', 'c.0': 'no' })
  const { items } = (await shop.get(`/api/customers/${await recordOf('no@mail.example')}/consents`)).body
  expect(items).toMatchObject([{ channel: 'mail', isGranted: false, wording: 'メールで知らせる' }])
})

test('what was shown is kept: an answer keeps its version, a changed wording is a new one', async () => {
  const form = await makeForm()
  await visitor.send(form.key, { ...hanako, 'f.email': 'words@mail.example' })
  await work()
  const { version, name, locale, definition, confirms, embedOrigins, keepUnconfirmedDays } = form
  const [consent] = definition.consents
  const changed = { ...definition, consents: [{ ...consent, body: '新しい文言です' }] }
  const rest = { version, name, locale, confirms, embedOrigins, keepUnconfirmedDays }
  expect((await shop.put(`/api/forms/${form.id}`, { ...rest, definition: changed })).body).toEqual({ version: 3 })
  expect((await shop.put(`/api/forms/${form.id}`, { ...rest, definition })).status).toBe(409)
  const link = linkFor('words@mail.example')
  expect((await visitor.get(link)).body).toContain('新しい商品や催しのお知らせを')
  await visitor.post(link)
  await work()
  const { items } = (await shop.get(`/api/customers/${await recordOf('words@mail.example')}/consents`)).body
  expect(items[0]).toMatchObject({ wording: consent?.body, evidence: { version: '2' } })
})

test('a link works for 48 hours; what nobody confirms is forgotten', async () => {
  const form = await makeForm()
  await visitor.send(form.key, { ...hanako, 'f.email': 'late@mail.example' })
  await work()
  const link = linkFor('late@mail.example')
  shop.clock.now = new Date(shop.clock.now.getTime() + 48 * 3_600_000)
  for (const reply of [await visitor.get(link), await visitor.post(link)]) {
    expect([reply.status, reply.body.includes('リンクを使えません')]).toEqual([404, true])
  }
  expect(await forgetUnconfirmed(shop.pool, shop.clock.now)).toBe(0)
  shop.clock.now = new Date(shop.clock.now.getTime() + 5.1 * 86_400_000)
  expect(await forgetUnconfirmed(shop.pool, shop.clock.now)).toBeGreaterThanOrEqual(1)
  expect(await many(shop.pool, sql`select 1 from form_answers where form_id = ${form.id}`)).toEqual([])
})

test('a form is closed until it is opened, and needs a mail server to ask for confirmations', async () => {
  const { id } = (await shop.post('/api/forms', { kind: 'sign-up', name: '準備中', locale: 'ja' })).body
  const { key } = (await shop.get(`/api/forms/${id}`)).body
  expect((await visitor.get(`/f/${key}`)).status).toBe(404)
  expect((await visitor.get('/f/form_nothing_at_all_like_this')).body).toContain('受け付けは終わりました')
  const [kept] = await many<{ row: object }>(shop.pool, sql`select to_jsonb(mail_settings) as row from mail_settings`)
  await shop.pool.query(sql`delete from mail_settings`)
  const refused = await shop.put(`/api/forms/${id}/state`, { isOpen: true })
  expect([refused.status, refused.body.fields[0].code]).toEqual([422, 'no-mail-server'])
  expect((await shop.get('/api/forms')).body.mail).toBe('not-set')
  await shop.pool.query(
    sql`insert into mail_settings select (jsonb_populate_record(null::mail_settings, ${JSON.stringify(kept?.row)})).*`,
  )
  expect((await shop.put(`/api/forms/${id}/state`, { isOpen: true })).status).toBe(200)
  expect((await visitor.get(`/f/${key}`)).status).toBe(200)
  await shop.put(`/api/forms/${id}/state`, { isOpen: false })
  expect((await visitor.get(`/f/${key}`)).status).toBe(404)
})

test('a postcode fills in the address, without a script', async () => {
  const form = await makeForm('inquiry', ({ definition }) => ({
    definition: {
      ...definition,
      fields: [...definition.fields, { key: 'home', kind: 'address', label: 'ご住所', isRequired: true }],
    },
  }))
  const page = visitor.hidden((await visitor.get(`/f/${form.key}`)).body)
  const asked = {
    page,
    fill: 'home',
    'f.home.postcode': '１５０－００４１',
    'f.text': '書きかけ',
    'f.email': 'a@b.example',
  }
  const { body } = await visitor.post(`/f/${form.key}`, asked)
  expect(body).toContain('value="東京都"')
  expect(body).toContain('value="渋谷区神南"')
  expect(body).toContain('書きかけ')
})

test('an answer whose job was lost is taken by the clock; an address of signs alone holds nothing up', async () => {
  const form = await makeForm('inquiry', ({ definition }) => ({
    definition: {
      ...definition,
      fields: [...definition.fields, { key: 'home', kind: 'address', label: 'ご住所', isRequired: false }],
    },
  }))
  const fields = { 'f.name.family': '迷子', 'f.email': 'lost@mail.example', 'f.text': '…', 'f.home.address1': '・・・' }
  await visitor.send(form.key, fields)
  shop.jobs.queued.length = 0
  await takeUntaken({ ...shop.context, now: shop.clock.now })
  const { items } = (await shop.get(`/api/forms/${form.id}/answers`)).body
  expect(items[0]).toMatchObject({ customerName: '迷子' })
  const { body } = await shop.get(`/api/customers/${items[0].customerId}`)
  expect(body.contactPoints.map(({ kind }: { kind: string }) => kind)).toEqual(['email'])
})

test('answers as CSV: whoever may export gets all, and nothing runs in a spreadsheet', async () => {
  const form = await makeForm('inquiry')
  const fields = { 'f.name.family': '=HYPERLINK("x")', 'f.email': 'csv@mail.example', 'f.text': '一行\n二行' }
  await visitor.send(form.key, fields)
  const { body, status } = await shop.get(`/api/forms/${form.id}/answers.csv`)
  const text = body.toString('utf8')
  expect(status).toBe(200)
  expect(text).toContain('"\'=HYPERLINK(""x"")"')
  expect(text.split('\r\n')[0]).toContain('お名前 family')
  expect((await shop.get(`/api/forms/${form.id}/answers.csv`, { role: 'operator' })).status).toBe(403)
  expect((await shop.get('/api/forms', { role: 'operator' })).status).toBe(403)
  // whoever is limited to stores sees the answers of their customers
  expect((await shop.get(`/api/forms/${form.id}/answers`, { role: 'marketer', stores: [1] })).body.items).toEqual([])
})

test.each([
  ['two fields of one key', { fields: [f('a', 'line'), f('a', 'text')] }, 'definition.fields.1.key'],
  ['two e-mail fields', { fields: [f('a', 'email'), f('b', 'email')] }, 'definition.fields.1.kind'],
  ['a choice without choices', { fields: [f('email', 'email'), f('b', 'choice')] }, 'definition.fields.1.choices'],
  ['no address to confirm', { fields: [f('a', 'line')] }, 'definition.fields'],
  [
    'an attribute there is not',
    { fields: [f('email', 'email'), { ...f('b', 'attribute'), attribute: 'x' }] },
    'definition.fields.1.attribute',
  ],
  ['a way out without https', { redirectUrl: 'javascript:alert(1)' }, 'definition.redirectUrl'],
  ['a way out with a name in it', { redirectUrl: 'https://a@evil.example' }, 'definition.redirectUrl'],
  ['an unknown part', { script: 'alert(1)' }, 'definition.script'],
])('%s is refused', async (_title, part, field) => {
  const { id } = (await shop.post('/api/forms', { kind: 'sign-up', name: '試', locale: 'ja' })).body
  const { version, name, locale, definition, confirms, embedOrigins, keepUnconfirmedDays } = (
    await shop.get(`/api/forms/${id}`)
  ).body
  const rest = { version, name, locale, confirms, embedOrigins, keepUnconfirmedDays }
  const reply = await shop.put(`/api/forms/${id}`, { ...rest, definition: { ...definition, ...part } })
  expect([reply.status, reply.body.fields[0].field]).toEqual([422, field])
})

function f(key: string, kind: string) {
  return { key, kind, label: key, isRequired: true }
}

test('consent without a proven address is refused, a sign-up without confirmation too', async () => {
  const { id } = (await shop.post('/api/forms', { kind: 'sign-up', name: '試', locale: 'ja' })).body
  const { version, name, locale, definition, embedOrigins, keepUnconfirmedDays } = (await shop.get(`/api/forms/${id}`))
    .body
  const reply = await shop.put(`/api/forms/${id}`, {
    version,
    name,
    locale,
    definition,
    embedOrigins,
    keepUnconfirmedDays,
    confirms: false,
  })
  expect(reply.body.fields.map(({ code }: { code: string }) => code)).toEqual([
    'consent-needs-confirmation',
    'sign-up-needs-confirmation',
  ])
})
