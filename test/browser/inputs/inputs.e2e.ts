import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../src/platform/db/db.ts'
import { sitemap } from '../../../web/routes.tsx'
import { realAddresses } from '../addresses.ts'
import { type App, openApp } from '../app.ts'
import { openQuietly } from '../quiet.ts'
import { buildLabelled, componentsWithInputs, type Place } from './places.ts'
import { surfaces } from './surfaces.ts'
import { surfacesOf, writeEverywhere } from './writing.ts'

// Everything one can type into, on every screen, in every dialog and popover: an input method's Enter writes, and does
// nothing else. The components are counted, so that a new dialog without a test here fails.
let webFolder: string
let app: App
let owner: Page
const reached = new Set<Place>()
let addressOf: (path: string) => string
const password = 'つばき油は毎朝つかう2026'

beforeAll(async () => {
  webFolder = await buildLabelled()
  app = await openApp({ demo: 200, isLearned: true, webFolder })
  owner = await app.ownerPage()
  owner.setDefaultTimeout(20_000)
  addressOf = await realAddresses(app, owner)
}, 120_000)
afterAll(async () => {
  await app.close()
  rmSync(webFolder, { recursive: true, force: true })
})

const go = (page: Page, address: string) => openQuietly(page, addressOf(address))

async function write(page: Page): Promise<void> {
  for (const place of await writeEverywhere(page)) reached.add(place)
}

describe.each(sitemap.filter(({ isDoor }) => !isDoor))('$path', ({ path }) => {
  test('what stands on the screen', async () => {
    await go(owner, path)
    if ((await owner.locator('input, textarea').count()) > 0) await write(owner)
  })
})

test.each(surfaces)('$name ($at)', async ({ at, open, inPlace }) => {
  await go(owner, at)
  await open(owner)
  if (!inPlace) await surfacesOf(owner).last().waitFor()
  await write(owner)
})

describe('before one is inside', () => {
  let stranger: Page
  beforeAll(async () => {
    stranger = await app.newPage()
  })

  test('sign-in', async () => {
    await go(stranger, '/sign-in')
    await write(stranger)
  })

  test('an invitation, and a new password by a link', async () => {
    const headers = { origin: app.origin }
    const invited = await owner.request.post('/api/invitations', {
      data: { email: 'midori@tsubaki.example', role: 'administrator', storeIds: [] },
      headers,
    })
    const { url } = (await invited.json()) as { url: string }
    await stranger.goto(url)
    await stranger.getByRole('button', { name: '参加', exact: true }).waitFor()
    await write(stranger)

    await join(url)
    const staff = (await (await owner.request.get('/api/staff')).json()) as { staff: { id: number; email: string }[] }
    const id = staff.staff.find(({ email }) => email === 'midori@tsubaki.example')?.id
    const reset = (await (await owner.request.post(`/api/staff/${id}/reset-link`, { headers })).json()) as {
      url: string
    }
    // the page at this address reads its link when it loads
    await stranger.goto('about:blank')
    await stranger.goto(reset.url)
    await stranger.getByRole('textbox').last().waitFor()
    await write(stranger)
  })

  test('the code of an authenticator: to come in, and to take it off', async () => {
    await app.pool.query(sql`update staff set totp_secret = 'JBSWY3DPEHPK3PXP' where email = 'midori@tsubaki.example'`)
    const page = await app.newPage()
    await page.request.post('/api/session', {
      data: { email: 'midori@tsubaki.example', password },
      headers: { origin: app.origin },
    })
    await go(page, '/sign-in')
    await write(page)
    await page.getByRole('button', { name: '認証アプリを使えないとき' }).click()
    await write(page)
    // let in without the code, to see the dialog that takes the authenticator off
    await app.pool.query(sql`update staff_sessions set awaits_second_factor = false`)
    await go(page, '/profile')
    await page.getByRole('button', { name: '認証アプリを解除' }).click()
    await write(page)
    await go(page, '/profile')
    await page.getByRole('button', { name: 'リカバリーコードを作り直す' }).click()
    await write(page)
  })

  async function join(url: string): Promise<void> {
    await (await app.newPage()).request.post('/api/links/invitation', {
      data: { token: url.split('#')[1], name: '椿 みどり', password, locale: 'ja' },
      headers: { origin: app.origin },
    })
  }
})

test('the first visit', async () => {
  const first = await openApp({ webFolder })
  const page = await first.newPage()
  await page.goto('/')
  await page.waitForURL(/setup/)
  await page.getByRole('textbox', { name: '名前' }).waitFor()
  await write(page)
  await page.getByRole('textbox', { name: '名前' }).fill('椿 陽子')
  await page.getByRole('textbox', { name: 'メールアドレス' }).fill('yoko@tsubaki.example')
  await page.getByRole('textbox', { name: 'パスワード' }).fill(password)
  await page.getByRole('button', { name: '次へ' }).click()
  await page.getByRole('textbox', { name: '会社名' }).waitFor()
  await write(page)
  await first.close()
})

test('every component with a field was written into', () => {
  expect(componentsWithInputs().filter((place) => !reached.has(place))).toEqual([])
})
