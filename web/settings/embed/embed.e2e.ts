import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeToken } from '../../../src/analysis/recommend/storefront/token.ts'
import { one, sql } from '../../../src/platform/db/db.ts'
import { type App, openApp } from '../../../test/browser/app.ts'
import { testNow } from '../../../test/context.ts'

const nasty = '<img src=x onerror="document.title=1">化粧水</script><script>document.title=2</script>'
let app: App
let owner: Page
let shop: Server
let origin: string
/** what stands on the shop's page beside its own words */
let tag = ''

beforeAll(async () => {
  app = await openApp({ demo: 400, isLearned: true })
  const best = await product()
  await app.pool.query(sql`update products set name = ${nasty} where id = ${best.id}`)
  owner = await app.ownerPage()
  shop = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="ja"><title>お店</title><h1>${request.url}</h1>${tag}</html>`)
  })
  await new Promise<void>((resolve) => shop.listen(0, '0.0.0.0', resolve))
  origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
})
afterAll(async () => {
  shop.close()
  await app.close()
})

const textOf = (label: string) => owner.getByRole('dialog').getByLabel(label, { exact: true }).textContent()
let key = ''
let secret = ''

test('a key is made on the screen, and its tag and secret are shown', async () => {
  await owner.goto('/settings/offers')
  await owner.getByText('埋め込み用のキーはありません。').waitFor()
  await owner.getByRole('button', { name: 'キーを作る' }).click()
  const dialog = owner.getByRole('dialog')
  await dialog.getByRole('textbox', { name: '名前' }).fill('公式通販')
  await dialog.getByRole('textbox', { name: '置くページの場所' }).fill('shop.example')
  await dialog.getByRole('button', { name: 'キーを作る' }).click()
  await dialog.getByText('「https://」で始まる場所を、1行に1つ書いてください。').waitFor()
  await dialog.getByRole('textbox', { name: '置くページの場所' }).fill(`${origin}\nhttps://shop.example`)
  await dialog.getByRole('button', { name: /会員番号/ }).click()
  const { name } = (await one<{ name: string }>(
    app.pool,
    sql`select name from sources where id = (select source_id from customer_refs limit 1)`,
  )) as { name: string }
  await owner.getByRole('option', { name }).click()
  await dialog.getByRole('button', { name: 'キーを作る' }).click()
  await dialog.getByText('キーを作りました').waitFor()
  tag = (await textOf('商品ページに貼るタグ')) ?? ''
  secret = (await textOf('署名の秘密')) ?? ''
  key = /data-key="(tkp_[\w-]+)"/.exec(tag)?.[1] ?? ''
  expect(tag).toContain(`<script async src="${app.origin}/offers.js"`)
  expect(key).not.toBe('')
  await dialog.getByRole('button', { name: '閉じる' }).last().click()
  await owner.getByRole('row', { name: /公式通販/ }).waitFor()
})

/** The shop's page of a product, and everything its browser asked for. */
async function visit(attributes: string, at = origin) {
  const page = await app.newPage()
  tag = `<p>買い物</p><script async src="${app.origin}/offers.js" data-key="${key}" ${attributes}></script><p>かご</p>`
  const asked: string[] = []
  const faults: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(`${at}/products/${encodeURIComponent('今の品')}`)
  await page.waitForLoadState('networkidle')
  return { page, asked, faults, list: page.getByRole('region', { name: 'おすすめの商品' }) }
}

const product = async () =>
  (await one<{ code: string; id: number }>(
    app.pool,
    sql`select p.code, p.id from products p join order_lines l on l.product_id = p.id
        where p.discontinued_at is null group by p.id order by count(*) desc limit 1`,
  )) as { code: string; id: number }

test('a page of another origin shows offers as a list, asks nobody else and keeps no cookie', async () => {
  const { code } = await product()
  const { page, asked, faults, list } = await visit(`data-product="${code}" data-link="/products/{code}"`)
  await list.waitFor()
  expect(await list.getByRole('listitem').count()).toBe(4)
  expect(await list.getByRole('listitem').first().textContent()).toMatch(/￥[\d,]+/)
  expect(new Set(asked.map((url) => new URL(url).origin))).toEqual(new Set([origin, app.origin]))
  expect(await page.context().cookies()).toEqual([])
  expect(await page.evaluate('localStorage.length')).toBe(0)
  expect(faults).toEqual([])
  expect(await page.locator('link, style').count()).toBe(0)
  await page.context().close()
})

test('opening an offer by keys leads to the product, and arrives', async () => {
  const { code } = await product()
  const { page, list } = await visit(`data-product="${code}" data-link="/products/{code}" data-lang="ja"`)
  await list.waitFor()
  const link = list.getByRole('link').first()
  const address = await link.getAttribute('href')
  await page.keyboard.press('Tab')
  expect(await link.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element)).toBe(true)
  await page.keyboard.press('Enter')
  await page.waitForURL(address ?? '')
  const openings = sql`select sum(count)::int as count from visitor_openings`
  await expect.poll(async () => (await one<{ count: number }>(app.pool, openings))?.count, { timeout: 20_000 }).toBe(1)
  await page.context().close()
})

test('a token of the shop makes it personal; an old one does not empty the page', async () => {
  const { customer, number } = (await one<{ customer: number; number: string }>(
    app.pool,
    sql`select r.customer_id as customer, ref.external_id as number from replenishments r
          join customer_refs ref on ref.customer_id = r.customer_id join shop_keys k on k.source_id = ref.source_id
        where r.purchases > 1 order by r.due_on limit 1`,
  )) as { customer: number; number: string }
  const token = makeToken(number, secret, new Date(testNow.getTime() + 600_000))
  const { page, list } = await visit(`data-customer="${token}" data-link="/products/{code}"`)
  await list.getByText('あなたへのおすすめ').first().waitFor()
  await list.getByRole('link').first().click()
  const openings = sql`select count(*)::int as count from offer_openings where customer_id = ${customer} and shelf = 'forYou'`
  await expect.poll(async () => (await one<{ count: number }>(app.pool, openings))?.count, { timeout: 20_000 }).toBe(1)
  await page.context().close()
  const old = await visit(`data-customer="${makeToken(number, secret, new Date(testNow.getTime() - 1000))}"`)
  await old.list.getByText('人気の商品です').first().waitFor()
  await old.page.context().close()
})

test('what stands in a name is text, and an address that runs something is none', async () => {
  const { page, list } = await visit(
    `data-link="javascript:document.title=3//{code}" data-title="<b>見出し</b>" data-size="12"`,
  )
  await page.getByRole('heading', { name: '<b>見出し</b>' }).waitFor()
  expect(await list.count()).toBe(0)
  expect(await page.getByText(nasty).count()).toBe(1)
  expect(await page.getByRole('listitem').getByRole('link').count()).toBe(0)
  expect(await page.title()).toBe('お店')
  await page.context().close()
})

test('a page that is not listed, or a key that is not ours, shows nothing and breaks nothing', async () => {
  const foreign = await visit('', origin.replace('127.0.0.1', '127.0.0.2'))
  expect(await foreign.list.count()).toBe(0)
  expect(await foreign.page.getByText('かご').count()).toBe(1)
  expect(foreign.faults).toEqual([])
  await foreign.page.context().close()
  await owner.goto('/settings/offers')
  await owner.getByRole('button', { name: 'キー「公式通販」の停止' }).click()
  await owner.getByRole('alertdialog').getByRole('button', { name: '停止' }).click()
  await owner.getByText('停止済み').waitFor()
  await new Promise((resolve) => setTimeout(resolve, 1100))
  const revoked = await visit('')
  expect(await revoked.list.count()).toBe(0)
  await revoked.page.context().close()
})
