import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openMailbox, smtpError, testCertificate } from '../../../test/mailbox.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import { many, one, sql, transaction } from '../db/db.ts'
import { deliver } from './deliver.ts'
import { mailJobs } from './jobs.ts'
import { composeMail, readMailbox } from './message.ts'
import { type NewMail, queueMail, sendDueMails, sendMail } from './outbox.ts'

let shop: Shop
let box: Awaited<ReturnType<typeof openMailbox>>
beforeAll(async () => {
  box = await openMailbox()
  shop = await openShop({ reach: [`localhost:${box.port}`] })
})
afterEach(() => {
  box.mails.length = 0
  for (const key of Object.keys(box.answers)) delete box.answers[key as keyof typeof box.answers]
})
afterAll(() => box.close())

const settings = () => ({
  host: 'localhost',
  port: box.port,
  security: 'starttls',
  user: null,
  authority: testCertificate.trim(),
  fromName: '椿堂 通販部',
  fromAddress: 'hello@tsubaki.example',
  replyTo: 'desk@tsubaki.example',
})
const mail: NewMail = {
  kind: 'test',
  to: 'guest@mail.example',
  subject: '【椿堂】ご登録の確認〜①髙橋様 '.repeat(3).trim(),
  text: `髙橋 様\n\n.\n..\n${'長'.repeat(2000)}\nhttps://shop.example/c/${'x'.repeat(43)}\n`,
  html: '<p>髙橋 様</p>',
}
const post = (one: Partial<NewMail> = {}) =>
  transaction(shop.pool, (tx) =>
    queueMail({ ...shop.context, now: shop.clock.now, db: tx as never }, { ...mail, ...one }),
  )
const row = (id: number) =>
  one<{ state: string; tries: number; fault: string | null; code: number | null; content: Buffer | null; next: Date }>(
    shop.pool,
    sql`select state, tries, fault, fault_code as code, content, next_at as next from mails where id = ${id}`,
  )
const later = (minutes: number) => ({ ...shop.context, now: new Date(shop.clock.now.getTime() + minutes * 60_000) })

test('without a mail server mails wait, and the settings say so', async () => {
  const id = await post()
  await shop.jobs.run(shop.context, mailJobs)
  expect(await row(id)).toMatchObject({ state: 'waiting', tries: 0 })
  expect((await shop.get('/api/mail-settings')).body).toMatchObject({ settings: null, outbox: { waiting: 1 } })
  expect((await shop.post('/api/mail-settings/tests')).status).toBe(404)
  await shop.put('/api/mail-settings', { ...settings(), version: 0 })
  await shop.jobs.run(shop.context, mailJobs)
  expect(await row(id)).toMatchObject({ state: 'sent', content: null })
})

test('Japanese arrives as it was written, over STARTTLS, in lines that every server takes', async () => {
  await post()
  await shop.jobs.run(shop.context, mailJobs)
  const [got] = box.mails
  if (!got) throw new Error('no mail')
  expect(got.header('subject')).toBe(mail.subject)
  expect(got.header('from')).toBe('椿堂 通販部 <hello@tsubaki.example>')
  expect(got.text).toBe(mail.text.trim())
  expect(got.html).toBe(mail.html)
  expect(got.to).toEqual(['guest@mail.example'])
  expect(got.header('reply-to')).toBe('desk@tsubaki.example')
  expect(got.header('auto-submitted')).toBe('auto-generated')
  expect(got.header('message-id')).toMatch(/^<[\w-]{36}@[\w.]+>$/)
  expect(got.raw).toMatch(/^[\r\n\t -~]*$/)
  expect(Math.max(...got.raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
})

test('a name with line breaks makes no header', async () => {
  const nasty = '花子\r\nBcc: all@evil.example\u2028X-Evil: 1'
  await post({ subject: `ご登録 ${nasty}`, text: `${nasty}\r\n.\r\nMAIL FROM:<a@evil.example>\r\n` })
  await shop.jobs.run(shop.context, mailJobs)
  const [got] = box.mails
  expect(box.mails).toHaveLength(1)
  expect(got?.headers('bcc')).toEqual([])
  expect(got?.headers('x-evil')).toEqual([])
  expect(got?.header('subject')).toBe('ご登録 花子 Bcc: all@evil.example X-Evil: 1')
  expect(got?.text).toContain('\n.\nMAIL FROM:<a@evil.example>')
  expect(got?.to).toEqual(['guest@mail.example'])
})

test.each([
  ['guest@mail.example', true],
  ['a..b.@docomo.ne.jp', true],
  ['.@docomo.ne.jp', true],
  ['ｇｕｅｓｔ＠ｍａｉｌ．ｅｘａｍｐｌｅ', true],
  ['"a@evil.test x"@ours.test', false],
  ['a@b.example,c@d.example', false],
  ['<a@b.example>', false],
  ['a@b.example\r\nRCPT TO:<c@d.example>', false],
  ['a@b.example\nBcc: c@d.example', false],
  [`${'a'.repeat(65)}@b.example`, false],
  ['a@[127.0.0.1]', false],
  ['a@localhost', false],
  ['a@b', false],
  [`a@${'b.'.repeat(120)}example`, false],
  [`a@${'('.repeat(1000)}`, false],
])('%j is an address: %s', (text, expected) => {
  const started = performance.now()
  expect(readMailbox(text) !== undefined).toBe(expected)
  expect(performance.now() - started).toBeLessThan(500)
})

test('an address that is none never gets into an envelope', async () => {
  const from = { name: 'x', address: 'a@b.example', replyTo: null }
  const composing = composeMail(
    { ...mail, to: 'a@b.example, c@d.example' },
    { from, messageId: '<1@x>', at: shop.clock.now },
  )
  await expect(composing).rejects.toThrow('not a mailbox')
})

test('"later" is tried again, later each time, as the same mail', async () => {
  box.answers.toRecipient = smtpError(450, 'greylisted: come again, guest@mail.example')
  const id = await post()
  await sendMail(shop.context, id)
  expect(await row(id)).toMatchObject({ state: 'waiting', tries: 1, fault: 'recipient-refused', code: 450 })
  const { messageId } = (await one<{ messageId: string }>(
    shop.pool,
    sql`select message_id as "messageId" from mails where id = ${id}`,
  )) as { messageId: string }
  await sendMail(shop.context, id)
  expect(await row(id)).toMatchObject({ tries: 1 })
  await sendMail(later(1), id)
  expect(await row(id)).toMatchObject({ tries: 2, next: later(6).now })
  delete box.answers.toRecipient
  await sendDueMails(later(6))
  expect(await row(id)).toMatchObject({ state: 'sent', tries: 3, content: null })
  expect(box.mails[0]?.header('message-id')).toBe(messageId)
  const kept = await many(shop.pool, sql`select * from mails where id = ${id}`)
  expect(JSON.stringify(kept)).not.toMatch(/guest|mail\.example/)
})

test('tried eight times, it is given up; "no" is given up at once; both are shown and can be sent again', async () => {
  box.answers.toMail = smtpError(451, 'busy')
  const tired = await post()
  for (const minutes of [0, 1, 6, 21, 81, 201, 441, 921]) await sendMail(later(minutes), tired)
  expect(await row(tired)).toMatchObject({ state: 'failed', tries: 8, fault: 'message-refused' })
  box.answers.toRecipient = smtpError(550, 'no such user guest@mail.example')
  const refused = await post()
  await sendMail(shop.context, refused)
  expect(await row(refused)).toMatchObject({ state: 'failed', tries: 1, fault: 'recipient-refused', code: 550 })
  const { body } = await shop.get('/api/mail-settings')
  expect(body.troubles.slice(0, 2)).toMatchObject([
    { id: refused, state: 'failed', fault: 'recipient-refused', code: 550, maySendAgain: true },
    { id: tired, state: 'failed', fault: 'message-refused', code: 451 },
  ])
  expect(JSON.stringify(body)).not.toContain('guest')
  box.answers.toRecipient = undefined
  box.answers.toMail = undefined
  expect((await shop.post(`/api/mails/${refused}/tries`)).status).toBe(200)
  await shop.jobs.run(shop.context, mailJobs)
  expect(await row(refused)).toMatchObject({ state: 'sent' })
  expect((await shop.post(`/api/mails/${refused}/tries`)).status).toBe(404)
})

test('a connection lost after the mail was handed over leaves it unsure: it is not sent twice by itself', async () => {
  box.answers.hangUp = true
  const id = await post()
  await sendMail(shop.context, id)
  expect(await row(id)).toMatchObject({ state: 'unsure', fault: 'answer-lost' })
  await sendDueMails(later(2000))
  expect(box.mails).toHaveLength(1)
})

test('killed between claim and answer, the mail is called unsure and not sent again', async () => {
  const id = await post()
  await shop.pool.query(
    sql`update mails set state = 'sending', sending_since = ${shop.clock.now}, tries = 1 where id = ${id}`,
  )
  await sendDueMails(later(5))
  expect(await row(id)).toMatchObject({ state: 'sending' })
  await sendDueMails(later(11))
  expect(await row(id)).toMatchObject({ state: 'unsure', fault: 'answer-lost' })
  expect(box.mails).toHaveLength(0)
})

test('two workers send it once', async () => {
  const id = await post()
  await Promise.all([1, 2, 3, 4].map(() => sendMail(shop.context, id)))
  expect(box.mails).toHaveLength(1)
})

test('what would come too late is not sent', async () => {
  const id = await post({ expiresAt: later(60).now })
  await sendMail(later(60), id)
  expect(await row(id)).toMatchObject({ state: 'failed', fault: 'too-late', content: null })
})

test('a test mail goes to whoever asks for it; what is wrong is said', async () => {
  const tried = await shop.post('/api/mail-settings/tests')
  expect(tried.body).toMatchObject({ outcome: 'sent', to: 'owner@tsubaki.example' })
  expect((await box.mail(1)).header('subject')).toBe('【Tokui】テストメール')
  box.answers.toMail = smtpError(554, '5.7.1 denied')
  const refused = (await shop.post('/api/mail-settings/tests')).body
  expect(refused).toMatchObject({ outcome: 'refused', fault: 'message-refused', code: 554 })
  expect(refused.said).toContain('5.7.1 denied')
})

const server = () => ({ ...settings(), security: 'starttls' as const, password: null })
const envelope = { from: 'a@b.example', to: 'c@d.example' }
const bytes = Buffer.from('Subject: x\r\n\r\nx\r\n')

test('a certificate that nobody vouches for, no TLS at all, nobody there: each is told', async () => {
  expect(await deliver({ ...server(), authority: null }, envelope, bytes)).toMatchObject({
    outcome: 'later',
    why: 'wrong-certificate',
  })
  const plain = await openMailbox({ disabledCommands: ['STARTTLS'] })
  expect(await deliver({ ...server(), port: plain.port }, envelope, bytes)).toMatchObject({ why: 'no-tls' })
  expect(await deliver({ ...server(), port: plain.port, security: 'none' }, envelope, bytes)).toEqual({
    outcome: 'sent',
  })
  await plain.close()
  expect(await deliver({ ...server(), port: plain.port }, envelope, bytes)).toMatchObject({ why: 'no-connection' })
})

test('a wrong password makes mails wait; it is sealed, and never told', async () => {
  const strict = await openMailbox({
    authOptional: false,
    onAuth: ({ username, password }, _session, done) =>
      username === 'tsubaki' && password === 'ひみつ pass' ? done(null, { user: 1 }) : done(smtpError(535, 'no')),
  })
  const asked = { ...server(), port: strict.port, user: 'tsubaki' }
  expect(await deliver({ ...asked, password: 'x' }, envelope, bytes)).toMatchObject({
    outcome: 'later',
    why: 'wrong-login',
  })
  expect(await deliver({ ...asked, password: 'ひみつ pass' }, envelope, bytes)).toEqual({ outcome: 'sent' })
  await strict.close()
  const { version } = (await shop.get('/api/mail-settings')).body.settings
  const withPassword = { ...settings(), user: 'tsubaki', password: 'ひみつ pass', version }
  expect((await shop.put('/api/mail-settings', withPassword)).status).toBe(200)
  const { body } = await shop.get('/api/mail-settings')
  expect(body.settings).toMatchObject({ hasPassword: true, user: 'tsubaki' })
  expect(JSON.stringify(body)).not.toContain('ひみつ')
  // a password that is not sent stays, one that is null goes
  const { password: _kept, ...rest } = withPassword
  await shop.put('/api/mail-settings', { ...rest, version: version + 1 })
  expect((await shop.get('/api/mail-settings')).body.settings).toMatchObject({ hasPassword: true })
  await shop.put('/api/mail-settings', { ...withPassword, user: null, password: null, version: version + 2 })
  expect((await shop.get('/api/mail-settings')).body.settings).toMatchObject({ hasPassword: false })
  const stored = await many(shop.pool, sql`select detail from audit_log where subject = 'mail-settings'`)
  expect(JSON.stringify(stored)).not.toContain('ひみつ')
})

test.each([
  ['another port than those of mail servers', { port: 5432 }, 'port'],
  ['a password without TLS', { user: 'a', security: 'none' }, 'security'],
  ['two senders', { fromAddress: 'a@b.example,c@d.example' }, 'fromAddress'],
  ['a sender with a line break', { fromAddress: 'a@b.example\nBcc:c@d.example' }, 'fromAddress'],
  ['an answer address that is none', { replyTo: 'nobody' }, 'replyTo'],
  ['a host with a command in it', { host: 'x.example\r\nQUIT' }, 'host'],
  ['an unknown field', { bccAll: 'a@b.example' }, 'bccAll'],
])('%s is refused', async (_title, change, field) => {
  const before = (await shop.get('/api/mail-settings')).body.settings
  const reply = await shop.put('/api/mail-settings', { ...settings(), version: before.version, ...change })
  expect([reply.status, reply.body.fields[0].field]).toEqual([422, field])
  expect((await shop.get('/api/mail-settings')).body.settings).toEqual(before)
})

test('only owners and administrators read and change the settings', async () => {
  for (const role of ['marketer', 'operator', 'read-only']) {
    expect((await shop.get('/api/mail-settings', { role })).status).toBe(403)
    expect((await shop.put('/api/mail-settings', { ...settings(), version: 1 }, { role })).status).toBe(403)
    expect((await shop.post('/api/mail-settings/tests', {}, { role })).status).toBe(403)
  }
})

test('what is no mail server hears nothing but a closed connection', async () => {
  const { createServer } = await import('node:net')
  const heard: string[] = []
  const other = createServer((socket) => {
    socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')
    socket.on('data', (data) => heard.push(data.toString()))
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as { port: number }
  const delivery = await deliver({ ...server(), port }, envelope, bytes)
  expect(delivery).toMatchObject({ outcome: 'later' })
  expect(heard.join('')).not.toMatch(/MAIL|AUTH|EHLO/)
  await new Promise((resolve) => other.close(resolve))
})
