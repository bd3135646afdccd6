import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { one, sql } from '../../../../../src/platform/db/db.ts'
import { type App, openApp } from '../../../../../test/browser/app.ts'

let app: App
let owner: Page
let shop: Server
let origin: string
/** what stands on the shop's pages */
let tag = ''

beforeAll(async () => {
  app = await openApp({ demo: 300 })
  owner = await app.ownerPage()
  shop = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      `<!doctype html><html lang="ja"><head><title>椿のお店</title>${tag}</head><h1>${request.url}</h1></html>`,
    )
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
})
afterAll(async () => {
  shop.close()
  await app.close()
})

test('a connection is made on the screen, and the code for the pages is shown', async () => {
  await owner.goto('/connections/new')
  await owner.getByRole('link', { name: 'サイトの計測とAPI' }).click()
  await owner.getByRole('textbox', { name: '名前' }).fill('公式通販のサイト')
  await owner.getByRole('textbox', { name: 'ページの場所' }).fill('shop.example')
  await owner.getByRole('button', { name: '接続を作る' }).click()
  await owner.getByText('「https://」で始まる場所を、1行に1つ書いてください。').waitFor()
  await owner.getByRole('textbox', { name: 'ページの場所' }).fill(`${origin}\nhttps://shop.example`)
  await owner.getByRole('button', { name: '接続を作る' }).click()
  const code = owner.getByLabel('ページに貼るコード', { exact: true })
  await code.last().waitFor()
  tag = (await code.last().textContent()) ?? ''
  expect(tag).toContain(`<script async src="${app.origin}/t.js" data-key="site_`)
  await owner.getByText('コードを貼ったページを開くか、サーバーから送ると、ここに並びます。').waitFor()
})

/** Somebody new on a page of the shop; everything their browser asks for is kept. */
async function visit(path: string, before?: string) {
  const page = await app.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  if (before) await page.addInitScript(before)
  await page.goto(origin + path)
  await page.waitForFunction('window.tokui && window.tokui.isLoaded')
  return { page, asked, told: () => asked.filter((url) => url.startsWith(`${app.origin}/v1/`)) }
}

const stored = async (page: Page) => ({
  storage: await page.evaluate('Object.keys(localStorage).sort()'),
  cookies: await page.context().cookies(),
})

test('who browses is a visitor, and a customer with all they did once they say who they are', async () => {
  const { page, asked } = await visit('/products/camellia-oil')
  await page.evaluate(`tokui('product', { code: 'OIL-1', name: '椿油', price: 1980 }); tokui('search', '石けん', 3)`)
  const recent = owner.getByRole('region', { name: '最後に届いたもの' })
  await recent.getByRole('row', { name: /検索.*石けん.*訪問者/ }).waitFor()
  await recent.getByText('誰か分からない訪問者 1人（30日）').waitFor()

  await page.goto(`${origin}/cart`)
  await page.waitForFunction('window.tokui && window.tokui.isLoaded')
  await page.evaluate(
    `tokui('cart', { code: 'OIL-1', name: '椿油', price: 1980, quantity: 2 });
     tokui('identify', 'WEB-7', { email: 'new@shop.example', lastName: '椿', firstName: 'さくら' })`,
  )
  await recent.getByRole('row', { name: /本人と確認.*顧客/ }).waitFor()
  await recent.getByText('誰か分からない訪問者 0人（30日）').waitFor()
  await recent.getByRole('link', { name: /顧客/ }).first().click()
  await owner.getByRole('heading', { name: /椿 さくら/ }).waitFor()
  const timeline = owner.getByRole('region', { name: 'これまで' })
  await timeline.getByText('サイト内を検索').waitFor()
  await timeline.getByText('「石けん」').waitFor()
  await timeline.getByText('かごに入れた').waitFor()
  await timeline.getByText('2点').waitFor()
  const count = sql`select count(*)::int as count from events e join customers c on c.id = e.customer_id where c.number = 'WEB-7'`
  // two pages, the product, the search, the cart, and who it is
  await expect.poll(async () => (await one<{ count: number }>(app.pool, count))?.count, { timeout: 20_000 }).toBe(6)
  expect(await one(app.pool, sql`select count(*)::int as count from visitor_events`)).toEqual({ count: 0 })
  expect(new Set(asked.map((url) => new URL(url).origin))).toEqual(new Set([origin, app.origin]))
  expect(await stored(page)).toEqual({ storage: ['tokui.id', 'tokui.queue'], cookies: [] })
  await page.context().close()
})

test('where a page waits for consent nothing is stored or sent before, and nothing is left after it is taken back', async () => {
  const before = tag
  tag = tag.replace(' data-key', ' data-consent="wait" data-key')
  const { page, told } = await visit('/consent')
  tag = before
  await page.evaluate(`tokui('search', '同意の前')`)
  await page.waitForTimeout(1500)
  expect(told()).toEqual([])
  expect(await stored(page)).toEqual({ storage: [], cookies: [] })
  await page.evaluate(`tokui('consent', true)`)
  const kept = sql`select count(*)::int as count from visitor_events where data->>'query' = '同意の前'`
  await expect.poll(async () => (await one<{ count: number }>(app.pool, kept))?.count, { timeout: 20_000 }).toBe(1)
  await page.evaluate(`tokui('consent', false); tokui('search', '撤回の後')`)
  expect(await stored(page)).toEqual({ storage: [], cookies: [] })
  await page.context().close()
})

test('who does not want to be tracked is left alone', async () => {
  const { page, told } = await visit('/', `Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })`)
  await page.evaluate(`tokui('identify', 'WEB-8')`)
  await page.waitForTimeout(1500)
  expect(told()).toEqual([])
  expect(await stored(page)).toEqual({ storage: [], cookies: [] })
  await page.context().close()
})

test('what the server does not answer is sent again as the same message', async () => {
  const { page } = await visit('/')
  let refused = 0
  await page.route('**/v1/batch', (route) => (refused++ < 2 ? route.fulfill({ status: 503 }) : route.continue()))
  await page.evaluate(`tokui('search', '二度目で届く')`)
  const kept = sql`select count(*)::int as count from visitor_events where data->>'query' = '二度目で届く'`
  await expect.poll(async () => (await one<{ count: number }>(app.pool, kept))?.count, { timeout: 20_000 }).toBe(1)
  expect(refused).toBeGreaterThan(2)
  await page.context().close()
})
