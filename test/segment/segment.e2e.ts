import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { many, openPool, sql } from '../../src/platform/db/db.ts'
import { startEmbedded } from '../../src/platform/db/embedded.ts'
import { firstVisit, freePort, read, writer } from '../caller.ts'
import { findChromium } from '../chromium.ts'
import { temporaryFolder } from '../folder.ts'

const library = join(
  dirname(createRequire(import.meta.url).resolve('@segment/analytics-next/package.json')),
  'dist/umd',
)

/** The program under real conditions, to be stopped and killed. */
async function openProgram(folder: string, port: number) {
  const origin = `http://localhost:${port}`
  const main = join(import.meta.dirname, '../../src/main.ts')
  let program: ChildProcess
  const databasePid = () => {
    const file = join(folder, 'postgres/postmaster.pid')
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
  }
  async function start() {
    const env = { ...process.env, TOKUI_DATA: folder, PORT: String(port), TOKUI_LOG: 'silent' }
    program = spawn(process.execPath, [main, 'serve'], { env, stdio: 'ignore' })
    for (;;) {
      const signal = AbortSignal.timeout(2000)
      const reply = await fetch(`${origin}/api/health`, { signal }).catch(() => null)
      if (reply?.ok) return
      await sleep(50)
    }
  }
  async function stop(signal: 'SIGTERM' | 'SIGKILL') {
    const gone = once(program, 'exit')
    program.kill(signal)
    await gone
  }
  await start()
  return {
    origin,
    stop,
    async restart(how: 'politely' | 'killed' | 'killed with its database') {
      const database = databasePid()
      if (how === 'killed with its database' && database) process.kill(database, 'SIGKILL')
      await stop(how === 'politely' ? 'SIGTERM' : 'SIGKILL')
      await start()
    },
  }
}

/** A page of a shop, at an origin of its own, with the published library as it is. */
async function openShopPage(tokui: string) {
  const server = createServer((request, response) => {
    if (request.url === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end('<!doctype html><html lang="ja"><title>お店</title><script src="/index.js"></script></html>')
    } else {
      response.setHeader('content-type', 'text/javascript')
      const file = join(library, (request.url ?? '').replace(/[^\w.-]/g, ''))
      response.end(existsSync(file) ? readFileSync(file) : '')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] })
  onTestFinished(async () => {
    await browser.close()
    server.close()
  })
  const page = await browser.newPage()
  let broken = 0
  page.on('requestfailed', () => {
    broken++
  })
  return {
    origin,
    broken: () => broken,
    /** Tells something every few milliseconds, until `stop`. */
    async begin(writeKey: string) {
      await page.goto(origin)
      await page.evaluate(
        `(() => {
          const analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: '${writeKey}', cdnURL: '${tokui}' })
          window.sent = []
          window.isOver = false
          window.told = []
          const tell = (call) => window.told.push(call.then((ctx) => window.sent.push(ctx.event.messageId)))
          tell(analytics.page('before'))
          tell(analytics.track('Products Searched', { query: '椿油' }))
          tell(analytics.identify('browser-user', { email: 'browser@shop.example', lastName: '鈴木' }))
          window.telling = (async () => {
            for (let n = 0; !window.isOver; n++) {
              if (n % 20 === 3) tell(analytics.page('guide'))
              else tell(analytics.track('Product Added', { sku: 'P-' + n, name: '化粧水', price: 2980, quantity: 1 }))
              await new Promise((resolve) => setTimeout(resolve, 100))
            }
          })()
        })()`,
      )
    },
    async stop(): Promise<string[]> {
      // a call is answered when it was tried: what failed is sent again by the library itself
      await page.evaluate('window.isOver = true; window.telling.then(() => Promise.all(window.told)).then(() => 0)')
      return page.evaluate('window.sent')
    },
  }
}

test('the published libraries lose and double nothing through a restart and three kills', {
  timeout: 420_000,
}, async () => {
  const folder = temporaryFolder('segment')
  const program = await openProgram(folder, await freePort())
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const { origin } = program
  const caller = { origin, cookie: await firstVisit(origin), write: writer(origin, '', { count: 0 }) }
  const write = writer(origin, caller.cookie, { count: 0 })
  const shop = await openShopPage(origin)
  const settings = { origins: [shop.origin] }
  const made = (await write('POST', '/api/connections', { kind: 'site', name: '公式通販', settings })).body
  const server = fork(join(import.meta.dirname, 'node-sender.ts'), [origin, made.key], { stdio: 'ignore' })
  onTestFinished(() => void server.kill())
  await sleep(1100)
  await shop.begin(made.key)

  for (const how of ['politely', 'killed', 'killed with its database', 'killed'] as const) {
    await sleep(800)
    await program.restart(how)
  }
  await sleep(500)
  const ofPage = await shop.stop()
  const reported = once(server, 'message')
  server.send('enough')
  const [ofServer] = (await reported) as [{ sent: string[]; failed: string[]; retries: number }]

  const expected = new Set([...ofPage, ...ofServer.sent])
  expect(ofServer.failed).toEqual([])
  // a run in which no request was under way when the knife fell would prove nothing
  expect(ofServer.retries).toBeGreaterThan(0)
  expect(shop.broken()).toBeGreaterThan(0)
  expect(ofPage.length).toBeGreaterThan(50)
  expect(ofServer.sent.length).toBeGreaterThan(200)
  // the browser's library may still be waiting before its next try
  const arrived = async () => {
    const { items } = await read(caller, '/api/customers?limit=200')
    let count = 0
    for (const { id } of items) {
      const { counts } = await read(caller, `/api/customers/${id}/timeline?limit=1`)
      count += Object.values(counts as Record<string, number>).reduce((sum, one) => sum + one, 0)
    }
    return count
  }
  await expect.poll(arrived, { timeout: 90_000, interval: 500 }).toBeGreaterThanOrEqual(expected.size)

  await program.stop('SIGTERM')
  const database = await startEmbedded(folder)
  const pool = openPool(database.url, { max: 1 })
  onTestFinished(async () => {
    await pool.end()
    await database.stop()
  })
  const stored = await many<{ id: string }>(pool, sql`select data->>'messageId' as id from events`)
  const ids = stored.map(({ id }) => id)
  expect({
    missing: [...expected].filter((id) => !ids.includes(id)),
    unheard: ids.filter((id) => !expected.has(id)),
    doubled: ids.filter((id, place) => ids.indexOf(id) !== place),
  }).toEqual({ missing: [], unheard: [], doubled: [] })
  const numbers = sql`select c.number, count(*) from customers c join events e on e.customer_id = c.id group by 1 order by 1`
  expect(await many(pool, numbers)).toEqual([
    { number: 'browser-user', count: ofPage.length },
    { number: 'server-user', count: ofServer.sent.length },
  ])
  console.log(`${expected.size} messages, ${ofServer.retries} retries of the server, ${shop.broken()} broken requests`)
})
