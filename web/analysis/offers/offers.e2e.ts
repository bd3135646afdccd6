import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { learnEverything } from '../../../src/analysis/index.ts'
import { readCompany, unnamedCompany } from '../../../src/platform/company.ts'
import { many, one, sql } from '../../../src/platform/db/db.ts'
import { type App, openApp } from '../../../test/browser/app.ts'
import { testNow } from '../../../test/context.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 1500 })
  page = await app.ownerPage()
})
afterAll(() => app.close())

const main = () => page.getByRole('main')
const table = (name: string) => main().getByRole('table', { name })
const patient = { timeout: 20_000 }
const rowsDue = () => table('そろそろの方').getByRole('row').count()
const numberIn = (text: string | null) => Number(/[\d,]+/.exec(text ?? '')?.[0]?.replaceAll(',', ''))

test('before the first night every screen says so, and learning can be started', async () => {
  for (const name of ['offers', 'affinity', 'due']) {
    await page.goto(`/analysis/${name}`)
    await page.getByText('おすすめは、まだ計算されていません。').waitFor()
  }
  await page.getByRole('button', { name: '今すぐ計算する' }).click()
  await page.getByText('計算を受け付けました。終わるとここに表れます。').waitFor()
  const company = (await readCompany(app.pool)) ?? unnamedCompany
  await learnEverything({ pool: app.pool, now: testNow, company })
})

test('a customer found by keys is offered something with a reason, and what is kept out says why', async () => {
  const customer = (await one<{ id: number; name: string; product: string }>(
    app.pool,
    sql`select c.id, c.family_name || ' ' || c.given_name as name, p.name as product
        from subscriptions s join customers c on c.id = s.customer_id join products p on p.id = s.product_id
        where s.cancelled_on is null and p.discontinued_at is null order by c.id limit 1`,
  )) as { id: number; name: string; product: string }
  await page.goto('/analysis/offers')
  const box = main().getByRole('combobox', { name: 'お客様' })
  await box.fill(customer.name)
  await page
    .getByRole('option', { name: new RegExp(customer.name) })
    .first()
    .waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/customer=\d+/)
  await page.goto(`/analysis/offers?customer=${customer.id}`)
  const rows = table('いま勧めるなら').getByRole('row')
  await rows.nth(1).waitFor()
  expect(await rows.count()).toBeGreaterThan(4)
  for (const reason of await rows.locator('td:nth-child(2)').allTextContents()) expect(reason).not.toBe('')
  const kept = table('出していない商品').getByRole('row', { name: new RegExp(`^${customer.product}`) })
  expect(await kept.textContent()).toContain('定期でお届けしています')
  await main().getByRole('button', { name: '点の内訳' }).click()
  const figures = (await rows.nth(1).locator('td').allTextContents())
    .slice(1)
    .map((text) => Number(text.replace('−', '-')))
  const total = figures.pop() ?? 0
  expect(figures.reduce((sum, one) => sum + one, 0)).toBeCloseTo(total, 1)
})

test('rules take hold, and whoever comes second is told', async () => {
  await page.goto(page.url().replace('&parts=yes', ''))
  const name = (await table('いま勧めるなら').getByRole('link').first().textContent()) ?? ''
  const { category } = (await one<{ category: string }>(
    app.pool,
    sql`select c.name as category from products p join product_categories c on c.id = p.category_id where p.name = ${name}`,
  )) as { category: string }
  const other = await page.context().newPage()
  await other.goto('/analysis/offers')
  await other.getByRole('button', { name: '変える' }).click()
  await page.getByRole('button', { name: '変える' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(category, { exact: true }).first().click()
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByText('保存しました。次の表示から変わります。').waitFor()
  await other.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await other.getByText('ほかの人が先に変えました。').waitFor()
  await other.close()
  const { changes } = (await one<{ changes: number }>(
    app.pool,
    sql`select count(*)::int as changes from audit_log where subject = 'recommendation-rules'`,
  )) as { changes: number }
  expect(changes).toBe(1)
})

test('the list of the days counts what the chart says, day by day', async () => {
  await page.goto('/analysis/due?within=30&table=due')
  const days = table('そろそろの件数').getByRole('row')
  await days.nth(1).waitFor()
  const counts = (await days.locator('td').allTextContents()).map(numberIn)
  const total = counts.reduce((sum, count) => sum + count, 0)
  expect(
    await main()
      .getByRole('region', { name: 'そろそろの方' })
      .getByText(`${total.toLocaleString('ja-JP')}件`)
      .count(),
  ).toBe(1)
  for (;;) {
    const more = main().getByRole('button', { name: '続きを見る' })
    if ((await more.count()) === 0) break
    const before = await table('そろそろの方').getByRole('row').count()
    await more.click()
    await expect.poll(rowsDue, patient).toBeGreaterThan(before)
  }
  await expect.poll(rowsDue, patient).toBe(total + 1)
  const busiest = counts.indexOf(Math.max(...counts))
  const on = new Date(Date.UTC(2026, 10, 22 + busiest)).toISOString().slice(0, 10)
  await page.goto(`/analysis/due?within=30&on=${on}`)
  await expect.poll(rowsDue, patient).toBe(Math.max(...counts) + 1)
  await table('そろそろの方').getByRole('link').first().click()
  await page.waitForURL(/\/customers\/\d+$/)
  await page.getByRole('region', { name: 'いま勧めるなら' }).waitFor()
})

test('a time in which nobody is due says so', async () => {
  const { id } = (await one<{ id: number }>(
    app.pool,
    sql`select id from products p where not exists (select from replenishments where product_id = p.id) limit 1`,
  )) as { id: number }
  await page.goto(`/analysis/due?product=${id}`)
  await page.getByText('この期間に、そろそろの方はいません。').waitFor()
})

test('each product says how long it lasts and what that rests on', async () => {
  await page.goto('/analysis/due?view=products')
  const rows = table('商品ごとの使い切る日数').getByRole('row')
  await rows.nth(1).waitFor()
  const [first] = await many<{ name: string; repeats: number }>(
    app.pool,
    sql`select p.name, r.repeats from product_rhythms r join products p on p.id = r.product_id order by repeats desc, p.id limit 1`,
  )
  expect(await rows.nth(1).textContent()).toContain(first?.name ?? '?')
  expect(numberIn(await rows.nth(1).locator('td').nth(5).textContent())).toBe(first?.repeats)
  await main().getByRole('searchbox', { name: '商品を探す' }).fill('該当しない名前')
  await page.getByText('該当する商品はありません。').waitFor()
})

test('pairs of the shop are the same in the table and in the file; a product opens from them', async () => {
  await page.goto('/analysis/affinity?kind=together')
  const rows = table('店の上位の組').getByRole('row')
  await rows.nth(1).waitFor()
  const shown = (await rows.count()) - 1
  const download = page.waitForEvent('download')
  await main().getByRole('button', { name: 'CSV' }).click()
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines).toHaveLength(shown + 1)
  const [name, , support] = lines[1]?.split(',') ?? []
  expect(await rows.nth(1).textContent()).toContain(name ?? '?')
  expect(numberIn(await rows.nth(1).locator('td').nth(2).textContent())).toBe(Number(support))
  await rows.nth(1).getByRole('link').first().click()
  await page.waitForURL(/product=\d+/)
  const list = table('一緒に買われている')
  await list.getByRole('row').nth(1).waitFor()
  await list.getByRole('link').first().click()
  await page.waitForURL(/\/products\/\d+$/)
  await main().getByRole('region', { name: 'この商品と買われている商品' }).waitFor()
})
