import { authenticator } from '../src/staff/index.ts'
import { testNow } from './context.ts'
import { freshDatabase } from './database.ts'
import { testServer } from './server.ts'

const origin = 'http://localhost:3000'
export const ownerPassword = 'つばき油は毎朝つかう2026'

/** A server that signs people in for real, with a clock the test turns. */
export async function realServer() {
  const { pool } = await freshDatabase()
  const clock = { now: testNow }
  const server = await testServer(pool, { clock: () => clock.now, authenticate: authenticator(origin) })
  return {
    ...server,
    pool,
    clock,
    pass: (milliseconds: number) => {
      clock.now = new Date(clock.now.getTime() + milliseconds)
    },
    /** somebody's browser: keeps the cookie it is given */
    browser: (ip = '192.0.2.1', token = '') => new Browser(server, ip, token),
    /** the first visit, done */
    async settled() {
      const browser = new Browser(server, '192.0.2.1')
      await browser.post('/api/setup', setup)
      return browser
    },
  }
}

export const setup = {
  owner: { name: '佐藤 花子', email: 'hanako@tsubaki.example', password: ownerPassword, locale: 'ja' },
  company: { name: '椿堂', timeZone: 'Asia/Tokyo', fiscalYearStartMonth: 4, currency: 'JPY' },
}

export interface Answer {
  status: number
  // replies are checked by the assertions of each test
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
  cookie: string | undefined
  headers: Record<string, unknown>
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

// Not a domain object: a cookie jar is the one thing here that has to remember.
class Browser {
  token: string
  readonly server: Pick<Awaited<ReturnType<typeof testServer>>, 'inject'>
  readonly ip: string

  constructor(server: Pick<Awaited<ReturnType<typeof testServer>>, 'inject'>, ip: string, token = '') {
    this.server = server
    this.ip = ip
    this.token = token
  }

  async ask(method: Method, url: string, payload?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const reply = await this.server.inject({
      method,
      url,
      remoteAddress: this.ip,
      headers: { ...(this.token ? { cookie: `tokui=${this.token}` } : {}), ...headers },
      ...(payload ? { payload } : {}),
    })
    const cookie = reply.headers['set-cookie']?.toString()
    const given = cookie && /^tokui=([\w-]*)/.exec(cookie)?.[1]
    if (given !== undefined) this.token = given
    return { status: reply.statusCode, body: reply.json(), cookie, headers: reply.headers }
  }

  get = (url: string, headers?: Record<string, string>) => this.ask('GET', url, undefined, headers)
  post = (url: string, payload: object = {}, headers?: Record<string, string>) =>
    this.ask('POST', url, payload, headers)
  put = (url: string, payload: object) => this.ask('PUT', url, payload)
  patch = (url: string, payload: object) => this.ask('PATCH', url, payload)
  delete = (url: string) => this.ask('DELETE', url)

  signIn = (email: string, password: string) => this.post('/api/session', { email, password })
}

export type TestBrowser = InstanceType<typeof Browser>

/** Invites somebody and accepts for them; returns their browser, signed in. */
export async function join(
  server: Awaited<ReturnType<typeof realServer>>,
  inviter: TestBrowser,
  person: { email: string; role: string; storeIds?: number[] },
): Promise<TestBrowser> {
  const made = await inviter.post('/api/invitations', person)
  const token = String(made.body.url).split('#')[1]
  const browser = server.browser('192.0.2.7')
  await browser.post('/api/links/invitation', { token, name: '山本 彩', password: joinPassword, locale: 'ja' })
  return browser
}

export const joinPassword = 'ゆずの香りがすきです7'
