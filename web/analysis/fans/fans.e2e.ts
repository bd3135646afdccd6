import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { learnFans } from '../../../src/analysis/fans/learn/learn.ts'
import { readCompany } from '../../../src/platform/company.ts'
import { type App, openApp } from '../../../test/browser/app.ts'
import { customersListed, peopleIn } from '../../../test/browser/counts.ts'
import { testNow } from '../../../test/context.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 3_000 })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
}, 120_000)
afterAll(() => app.close())

async function learn(): Promise<void> {
  const company = await readCompany(app.pool)
  if (company) await learnFans({ pool: app.pool, now: testNow, company })
}

const main = () => page.getByRole('main')

/** The count a list of customers says it has. */
async function countAt(href: string | null): Promise<number> {
  await page.goto(href ?? '')
  return customersListed(page)
}

async function serious(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
}

test('before the first night it says so, and a search can be started', async () => {
  await page.goto('/analysis/fans')
  await page.getByText('ファンの分析は、まだ行っていません。').waitFor()
  await page.getByRole('button', { name: '今すぐ調べる' }).waitFor()
})

test('sentences, the path and those one step away open lists with the same numbers', async () => {
  await learn()
  await page.goto('/analysis/fans')
  await page.getByText(/^初回購入から\d+日以内に2回目を買った方は、そうでない方の.*ファンになっています。$/).waitFor()
  await page.getByText('関連であり、原因とは限りません。', { exact: false }).waitFor()
  await page.getByRole('table', { name: 'あと1つの方' }).waitFor()
  await page.getByRole('table', { name: '離れかけているファン' }).waitFor()
  expect(await serious()).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.reload()
  await page.getByRole('table', { name: '離れかけているファン' }).waitFor()
  expect(await serious()).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  const links = await main()
    .getByRole('link', { name: /人を見る$|人すべてを見る$|一覧を開く$|^うち期間内/ })
    .evaluateAll((all) =>
      all.map(
        (link) => [link.getAttribute('aria-label') ?? link.textContent ?? '', link.getAttribute('href')] as const,
      ),
    )
  const numbers = await page
    .getByRole('table', { name: 'あと1つの方' })
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => [`${link.textContent}人`, link.getAttribute('href')] as const))
  expect(links.length).toBeGreaterThanOrEqual(8)
  expect(numbers.length).toBeGreaterThanOrEqual(2)
  for (const [text, href] of [...links, ...numbers]) expect(await countAt(href), `${text} ${href}`).toBe(peopleIn(text))
})

test('the numbers behind the sentences are shown, and what did not hold is said', async () => {
  await page.goto('/analysis/fans')
  const tested = page.getByText('調べた行動と数（確かめた方）').first()
  await tested.focus()
  await page.keyboard.press('Enter')
  const table = page.getByRole('table', { name: '調べた行動と数（確かめた方）' })
  await table.getByRole('row', { name: /2回目を買う .*確かめられた/ }).waitFor()
  await page.getByText(/^そのほかに調べた行動 \d+$/).click()
  await page.getByText(/調べられなかったもの：/).waitFor()
})

test('the card of a customer says the steps done and missing', async () => {
  await page.goto('/customers?fanStepsMissing=1..1&fanFalling=yes')
  await main().getByRole('table').getByRole('link').first().click()
  const card = page.getByRole('region', { name: /^ファンへの道のり/ })
  await card.getByText('済み').first().waitFor()
  expect(await card.getByText('まだ', { exact: true }).count()).toBe(1)
  await card.getByRole('link', { name: '何をもとに決めたか' }).click()
  await page.waitForURL(/\/analysis\/fans$/)
})

test('a definition with too few fans says how few and shows nothing', async () => {
  await page.goto('/analysis/fans/definition')
  await page.getByText('調べられる数です。').waitFor()
  expect(await serious()).toEqual([])
  for (const kind of ['レビュー（review）', '紹介（referral）']) await page.getByText(kind).click()
  const least = page.getByLabel('いくつ以上')
  await least.fill('11')
  await least.press('Tab')
  await page.getByText('調べるには足りません。').waitFor()
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByText('使用中').waitFor()
  await learn()
  await page.goto('/analysis/fans')
  await page.getByText('調べるには、人数がまだ足りません。').waitFor()
  await page.getByText(/うちファンは0人です。/).waitFor()
  expect(await page.getByText(/ファンになっています。/).count()).toBe(0)
  expect(await serious()).toEqual([])
  await page.goto('/analysis/fans/definition')
  await page.getByRole('button', { name: '戻す' }).click()
  await page.getByText('推奨度').first().waitFor()
})
