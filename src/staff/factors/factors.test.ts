import * as OTPAuth from 'otpauth'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ownerPassword, realServer, setup, type TestBrowser } from '../../../test/visitor.ts'

let server: Awaited<ReturnType<typeof realServer>>
let owner: TestBrowser
const opened: (typeof server)[] = []
beforeEach(async () => {
  server = await realServer()
  opened.push(server)
  owner = await server.settled()
})
afterAll(async () => {
  for (const one of opened) await one.close()
})

const step = 30_000
const { email } = setup.owner

function codeAt(secret: string, offset = 0): string {
  const totp = new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(secret), digits: 6, period: 30 })
  return totp.generate({ timestamp: server.clock.now.getTime() + offset })
}

/** Enrols an authenticator app for the owner; returns its secret and the recovery codes. */
async function enrolled(): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { body } = await owner.post('/api/me/authenticator')
  expect(body.url).toContain('otpauth://totp/')
  expect(body.qr).toContain('<svg')
  const confirmed = await owner.put('/api/me/authenticator', { code: codeAt(body.secret) })
  expect(confirmed.status).toBe(200)
  server.pass(2 * step)
  return { secret: body.secret, recoveryCodes: confirmed.body.recoveryCodes }
}

const half = async (ip = '192.0.2.5') => {
  const browser = server.browser(ip)
  expect((await browser.signIn(email, ownerPassword)).body).toEqual({ secondFactorNeeded: true })
  return browser
}

describe('authenticator app', () => {
  test('is in force only after its first code', async () => {
    const { body } = await owner.post('/api/me/authenticator')
    expect((await server.browser().signIn(email, ownerPassword)).body).toEqual({ secondFactorNeeded: false })
    const wrong = await owner.put('/api/me/authenticator', { code: '000000' })
    expect(wrong.body.fields).toEqual([{ field: 'code', code: 'wrong-code' }])
    expect((await owner.put('/api/me/authenticator', { code: codeAt(body.secret) })).status).toBe(200)
    expect((await server.browser().signIn(email, ownerPassword)).body).toEqual({ secondFactorNeeded: true })
  })

  test('between password and code no route answers', async () => {
    const { secret } = await enrolled()
    const browser = await half()
    expect((await browser.get('/api/session')).body).toMatchObject({ secondFactorNeeded: true, person: null })
    for (const url of ['/api/me', '/api/staff', '/api/audit', '/api/api-keys', '/api/roles', '/api/jobs']) {
      expect((await browser.get(url)).status, url).toBe(401)
    }
    for (const url of ['/api/me/authenticator-removal', '/api/me/authenticator', '/api/me/recovery-codes']) {
      expect((await browser.post(url, { code: codeAt(secret) })).status, url).toBe(401)
    }
    const pending = browser.token
    expect((await browser.post('/api/session/second-factor', { code: codeAt(secret) })).status).toBe(200)
    expect(browser.token).not.toBe(pending)
    expect((await browser.get('/api/me')).status).toBe(200)
    expect((await server.browser('192.0.2.5', pending).get('/api/me')).status).toBe(401)
  })

  test('a code opens once, an older one never again, one step either way is forgiven', async () => {
    const { secret } = await enrolled()
    const code = codeAt(secret)
    expect((await (await half()).post('/api/session/second-factor', { code })).status).toBe(200)
    expect((await (await half('192.0.2.6')).post('/api/session/second-factor', { code })).status).toBe(401)
    const before = codeAt(secret, -step)
    expect((await (await half('192.0.2.6')).post('/api/session/second-factor', { code: before })).status).toBe(401)
    const ahead = codeAt(secret, step)
    expect((await (await half()).post('/api/session/second-factor', { code: ahead })).status).toBe(200)
    server.pass(step)
    expect((await (await half('192.0.2.6')).post('/api/session/second-factor', { code: ahead })).status).toBe(401)
    server.pass(3 * step)
    const tooOld = codeAt(secret, -2 * step)
    expect((await (await half('192.0.2.6')).post('/api/session/second-factor', { code: tooOld })).status).toBe(401)
  })

  test('the same code twenty times at once opens one session', async () => {
    const { secret } = await enrolled()
    const browsers = []
    for (let n = 0; n < 20; n++) browsers.push(await half(`203.0.113.${n}`))
    const code = codeAt(secret)
    const replies = await Promise.all(browsers.map((browser) => browser.post('/api/session/second-factor', { code })))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('six tries close the door for this address; other addresses share a wider limit', async () => {
    const { secret } = await enrolled()
    const browser = await half()
    const statuses = []
    for (let n = 0; n < 6; n++)
      statuses.push((await browser.post('/api/session/second-factor', { code: '000000' })).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    for (let n = 0; n < 15; n++) {
      await (await half(`203.0.113.${n}`)).post('/api/session/second-factor', { code: '000000' })
    }
    const last = await (await half('203.0.113.99')).post('/api/session/second-factor', { code: codeAt(secret) })
    expect(last.status).toBe(429)
  })

  test('the time for the code runs out', async () => {
    const { secret } = await enrolled()
    const browser = await half()
    server.pass(10 * 60_000 + 1)
    const late = await browser.post('/api/session/second-factor', { code: codeAt(secret) })
    expect([late.status, late.body.code]).toEqual([401, 'not-signed-in'])
  })

  test('a recovery code replaces it once, however it is written', async () => {
    const { recoveryCodes } = await enrolled()
    expect(recoveryCodes).toHaveLength(10)
    const code = recoveryCodes[0]!.toUpperCase().replaceAll('-', ' ')
    expect((await (await half()).post('/api/session/second-factor', { code })).status).toBe(200)
    expect((await (await half('192.0.2.6')).post('/api/session/second-factor', { code })).status).toBe(401)
    expect((await (await half()).post('/api/session/second-factor', { code: recoveryCodes[1]! })).status).toBe(200)
  })

  test('neither a reset link nor a new password removes it', async () => {
    await enrolled()
    const token = String((await owner.post('/api/staff/1/reset-link')).body.url).split('#')[1]
    const browser = server.browser()
    const reset = await browser.post('/api/links/reset', { token, password: 'みかんとレモンと柚子' })
    expect(reset.body).toEqual({ secondFactorNeeded: true })
    expect((await browser.get('/api/me')).status).toBe(401)
  })

  test('is removed with a code, and then a second enrolment is free again', async () => {
    const { secret } = await enrolled()
    expect((await owner.post('/api/me/authenticator')).status).toBe(409)
    expect((await owner.post('/api/me/authenticator-removal', { code: '000000' })).status).toBe(422)
    expect((await owner.post('/api/me/authenticator-removal', { code: codeAt(secret) })).status).toBe(200)
    expect((await owner.get('/api/me')).body).toMatchObject({ hasAuthenticator: false, recoveryCodesLeft: 0 })
    expect((await server.browser().signIn(email, ownerPassword)).body).toEqual({ secondFactorNeeded: false })
    expect((await owner.post('/api/me/authenticator')).status).toBe(200)
  })
})

describe('passkeys', () => {
  test('made-up answers are refused, not crashed on', async () => {
    const browser = server.browser()
    const { body } = await browser.post('/api/session/passkey-options')
    expect(body).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    const clientDataJSON = Buffer.from(
      JSON.stringify({ type: 'webauthn.get', challenge: body.challenge, origin: 'http://localhost:3000' }),
    ).toString('base64url')
    const response = {
      id: 'AAAA',
      rawId: 'AAAA',
      type: 'public-key',
      response: { clientDataJSON, authenticatorData: 'AAAA', signature: 'AAAA' },
      clientExtensionResults: {},
    }
    const refused = await browser.post('/api/session/passkey', { response })
    expect([refused.status, refused.body.code]).toEqual([401, 'wrong-credentials'])
    const registration = { ...response, response: { clientDataJSON, attestationObject: 'AAAA' } }
    const bad = await owner.post('/api/me/passkeys', { name: '鍵', response: registration })
    expect([bad.status, bad.body.code]).toEqual([401, 'wrong-credentials'])
  })
})
