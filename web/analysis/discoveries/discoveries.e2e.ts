import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { learnEverything, rankEverything } from '../../../src/analysis/index.ts'
import { type Company, readCompany } from '../../../src/platform/company.ts'
import { sql } from '../../../src/platform/db/db.ts'
import { type App, openApp } from '../../../test/browser/app.ts'
import { customersListed, peopleIn } from '../../../test/browser/counts.ts'
import { testNow } from '../../../test/context.ts'

let app: App
let page: Page

/** Of those who first bought in July nobody came back: what is to be found. */
beforeAll(async () => {
  app = await openApp({ demo: 1500 })
  const { pool } = app
  await pool.query(
    sql`update orders o set status = 'cancelled', net_sales = 0 from customer_metrics m
        where m.customer_id = o.customer_id and m.first_on between '2026-07-01' and '2026-07-31' and o.ordered_on > m.first_on`,
  )
  const company = (await readCompany(pool)) as Company
  await rankEverything({ pool, now: testNow, company })
  await learnEverything({ pool, now: testNow, company })
  page = await app.ownerPage()
  page.setDefaultTimeout(20_000)
})
afterAll(() => app.close())

test('each finding says what, how much, how it was found, and opens exactly the people it counts', async () => {
  await page.goto('/analysis/discoveries')
  const first = page.getByRole('main').locator('ol > li').first()
  await first.getByText('2026/07に初めて買った方の再購入が減りました').waitFor()
  await first.getByText('どう調べたか').press('Enter')
  await first.getByText(/スコア検定/).waitFor()
  expect(await first.innerText()).toMatch(/年間の売上への影響\s*[+−]?[\d.]+万?円/)
  const links = page.getByRole('main').getByRole('link', { name: /人を見る$/ })
  const found = await links.evaluateAll((all) =>
    all.map((link) => [link.textContent ?? '', link.getAttribute('href') ?? ''] as const),
  )
  expect(found.length).toBeGreaterThanOrEqual(2)
  for (const [text, href] of found) {
    await page.goto(href)
    expect(await customersListed(page), `${text} ${href}`).toBe(peopleIn(text))
  }
})

test('today names the first of them and leads to all', async () => {
  await page.goto('/')
  await page.getByRole('heading', { level: 2, name: '最近変わったこと' }).waitFor()
  await page.getByRole('link', { name: /件すべてを読む$/ }).click()
  await page.waitForURL('**/analysis/discoveries')
})

test('before anything was asked, the screen offers to ask', async () => {
  const fresh = await openApp({ demo: 50 })
  try {
    const owner = await fresh.ownerPage()
    await owner.goto('/analysis/discoveries')
    await owner.getByText('まだ調べていません').waitFor()
    await owner.getByRole('button', { name: '今すぐ調べる' }).press('Enter')
    await owner.getByText(/受け付けました/).waitFor()
  } finally {
    await fresh.close()
  }
})
