import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { learnEverything, rankEverything } from '../../src/analysis/index.ts'
import { demoOwner, loadDemoShop } from '../../src/demo/index.ts'
import { house, jobsOf } from '../../src/house.ts'
import type { Role } from '../../src/platform/access.ts'
import { readCompany } from '../../src/platform/company.ts'
import { sql } from '../../src/platform/db/db.ts'
import { openJobBoard, startWorker } from '../../src/platform/jobs/boss.ts'
import { createLog } from '../../src/platform/log.ts'
import { buildServer } from '../../src/server.ts'
import { authenticator, createSignInLink } from '../../src/staff/index.ts'
import { findChromium } from '../chromium.ts'
import { testNow } from '../context.ts'
import { filledDatabase, freshDatabase, type TestDatabase } from '../database.ts'

const webFolder = join(import.meta.dirname, '../../dist/web')

interface AppOptions {
  /** the server's time, where it has to go on; else it stands at noon */
  clock?: () => Date
  demo?: number
  isLearned?: boolean
  webFolder?: string
  /** inner hosts that may be called */
  reach?: string[]
  /** where LINE's Messaging API is played */
  lineApi?: string
}

/**
 * Tokui as people meet it: the built web app, the server, a worker and a browser, over a database of its own, at noon
 * on the test Sunday. `demo`: so many customers of the demo shop; without it, a first visit. `isLearned`: a night has
 * passed over it. `webFolder`: another build of the app than the one people get.
 */
export async function openApp(options: AppOptions = {}) {
  const { demo, isLearned = false, reach = [], lineApi, clock = () => testNow } = options
  const { pool, url } = demo
    ? await filledDatabase(`${demo}${isLearned ? '_learned' : ''}`, (empty) => fill(empty, demo, isLearned))
    : await freshDatabase()
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const dataFolder = mkdtempSync(join(tmpdir(), 'tokui-app-'))
  const config = { dataFolder, databaseUrl: url, port, host: '127.0.0.1', origin, logLevel: 'silent', reach, lineApi }
  const log = createLog('silent')
  const worker = await startWorker({ url, pool, config, jobs: jobsOf(house), cron: [], log, clock })
  const server = await buildServer({
    pool,
    config,
    jobs: worker,
    house,
    authenticate: authenticator(origin),
    webFolder: options.webFolder ?? webFolder,
    clock,
  })
  await server.listen({ port, host: '127.0.0.1' })
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'],
  })

  async function newContext(look: Parameters<typeof browser.newContext>[0] = {}): Promise<BrowserContext> {
    const context = await browser.newContext({
      baseURL: origin,
      locale: 'ja-JP',
      timezoneId: 'Asia/Tokyo',
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
      ...look,
    })
    await context.clock.setFixedTime(testNow)
    return context
  }

  async function enter(staffId: number, look?: Parameters<typeof browser.newContext>[0]): Promise<Page> {
    const page = await (await newContext(look)).newPage()
    const link = await createSignInLink(pool, testNow, origin, staffId)
    await page.goto(link.url)
    await page.getByRole('main').getByRole('button').first().click()
    await page.waitForURL((address) => !address.pathname.startsWith('/link'))
    return page
  }

  return {
    pool,
    origin,
    dataFolder,
    newContext,
    /** a window of somebody new */
    async newPage(look?: Parameters<typeof browser.newContext>[0]): Promise<Page> {
      return (await newContext(look)).newPage()
    },
    /** a window of the demo shop's owner, signed in by a one-time link */
    async ownerPage(look?: Parameters<typeof browser.newContext>[0]): Promise<Page> {
      return enter((await demoOwner(pool)) ?? 0, look)
    },
    /** a window of somebody else who works there, signed in by a one-time link */
    async staffPage(role: Role): Promise<Page> {
      const { rows } = await pool.query<{ id: number }>(
        sql`insert into staff (email, name, role, created_at, updated_at)
            values (${`${role}@tsubaki.example`}, '椿 みどり', ${role}, ${testNow}, ${testNow}) returning id`,
      )
      return enter(rows[0]?.id ?? 0)
    },
    async close() {
      await browser.close()
      await server.close()
      await worker.stop()
    },
  }
}

export type App = Awaited<ReturnType<typeof openApp>>

async function fill({ pool, url }: TestDatabase, customers: number, isLearned: boolean): Promise<void> {
  await loadDemoShop(pool, { customers, years: 2, seed: 1, endOn: '2026-11-21', traces: 'full' })
  const company = await readCompany(pool)
  // the queues as well: making them takes a moment each time
  const jobs = await openJobBoard(url, jobsOf(house), createLog('silent'))
  await jobs.stop()
  if (!company) return
  await rankEverything({ pool, now: testNow, company }, { months: 13 })
  if (isLearned) await learnEverything({ pool, now: testNow, company })
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}
