import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../src/platform/db/db.ts'
import { type App, openApp } from '../../../test/browser/app.ts'
import { customersListed, peopleIn } from '../../../test/browser/counts.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 1200, isLearned: true })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
})
afterAll(() => app.close())

/** Goes by the keyboard: the link is focused and entered. */
async function follow(name: RegExp): Promise<number> {
  await page.goto('/analysis/lifetime')
  const link = page.getByRole('link', { name }).first()
  const said = peopleIn((await link.getAttribute('aria-label')) ?? (await link.textContent()))
  await link.focus()
  await page.keyboard.press('Enter')
  return said
}

test.each([
  ['a band of churn risk', /^離反リスクが高い[\d,]+人の一覧$/],
  ['the band between', /^離反リスクが中くらい[\d,]+人の一覧$/],
  ['the best tenth', /^上位1割の/],
  ['a basis', /^継続中の定期から求めた/],
])('%s: the number is that of the list behind it', async (_, name) => {
  const said = await follow(name)
  expect(said).toBeGreaterThan(0)
  expect(await customersListed(page)).toBe(said)
})

test('who is expected to spend less: as many as the list has', async () => {
  await page.goto('/analysis/lifetime')
  const all = page.getByRole('link', { name: /^[\d,]+人の一覧$/ }).first()
  const said = peopleIn(await all.textContent())
  await all.click()
  expect(await customersListed(page)).toBe(said)
})

test('totals come with interval, definition and the time they are of', async () => {
  await page.goto('/analysis/lifetime')
  const totals = page.getByRole('region', { name: /^今のお客様からの見込み額/ })
  await totals.waitFor()
  expect(await totals.getByText(/^80%の幅/).count()).toBe(4)
  await totals.getByRole('button', { name: 'これから12か月の数え方' }).click()
  const definition = page.getByRole('dialog')
  expect(await definition.textContent()).toContain('これから365日')
  await page.keyboard.press('Escape')
  expect(await page.getByText(/顧客[\d,]+人/).count()).toBeGreaterThan(0)
})

test('the table and the file hold the same numbers as the chart', async () => {
  await page.goto('/analysis/lifetime')
  const curve = page.getByRole('region', { name: /^累計の見込み額/ })
  await curve.getByRole('button', { name: '表で見る' }).click()
  const year = curve.getByRole('row', { name: /^12か月/ })
  const shown = await year.getByRole('cell').first().textContent()
  const { rows } = await app.pool.query<{ value: number }>(
    sql`select sum(value_12)::bigint as value from customer_forecasts`,
  )
  expect(Number(shown?.replaceAll(',', ''))).toBe(rows[0]?.value)
  const download = page.waitForEvent('download')
  await curve.getByRole('button', { name: 'CSV' }).click()
  const file = readFileSync(await (await download).path(), 'utf8')
  expect(file).toContain(`12か月,${rows[0]?.value},`)
})

test('the trust report tells why, how it did at each earlier day, and how its rivals did', async () => {
  await page.goto('/analysis/trust')
  await page.getByText(/^合計は「.+」で予測しています。$/).waitFor()
  const cuts = page.getByRole('group', { name: '基準日' }).getByRole('button')
  expect(await cuts.count()).toBeGreaterThan(2)
  await cuts.first().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/cut=/)
  const rows = page.getByRole('table', { name: '試した時点' }).getByRole('row')
  expect(await rows.count()).toBe((await cuts.count()) + 1)
  const rivals = page.getByRole('region', { name: /^ほかの予測との比べ/ })
  await rivals.getByRole('button', { name: '表で見る' }).click()
  await rivals.getByRole('row', { name: /^実際に使う予測/ }).waitFor()
  await rivals.getByRole('row', { name: /^お客様ごとの過去のペース/ }).waitFor()
})

test('the record of a customer says what is expected, on what it rests, and as of when', async () => {
  const { rows } = await app.pool.query<{ id: number; value: number }>(
    sql`select customer_id as id, value_12 as value from customer_forecasts where basis = 'repeat'
        order by value_12 desc limit 1`,
  )
  await page.goto(`/customers/${rows[0]?.id}`)
  const card = page.getByRole('region', { name: /^これから/ })
  await card.waitFor()
  const text = (await card.textContent()) ?? ''
  expect(text).toContain(rows[0]?.value.toLocaleString('ja-JP'))
  expect(text).toMatch(/80%の幅/)
  expect(text).toMatch(/まだお客様でいる見込み\d/)
  expect(text).toContain('2026/11/22までの購入から')
  expect(text).toContain('購入の履歴')
})

test('before the first night the screens say so and offer to begin', async () => {
  const other = await openApp({ demo: 300 })
  const window = await other.ownerPage()
  try {
    await window.goto('/analysis/lifetime')
    await window.getByText('見込みはまだありません。').waitFor()
    await window.getByRole('button', { name: '今すぐ求める' }).waitFor()
    await window.goto('/analysis/trust')
    await window.getByText('見込みはまだありません。').waitFor()
  } finally {
    await other.close()
  }
})

test('a shop too small is told how small it is, on the record too', async () => {
  const other = await openApp({ demo: 40, isLearned: true })
  const window = await other.ownerPage()
  try {
    await window.goto('/analysis/lifetime')
    await window.getByText(/まだ少ないため/).waitFor()
    const table = window.getByRole('table', { name: '記録' })
    await table.getByRole('row', { name: /^購入のあるお客様/ }).waitFor()
    expect(await table.textContent()).toContain('100人')
    const { rows } = await other.pool.query<{ id: number }>(sql`select customer_id as id from customer_metrics limit 1`)
    await window.goto(`/customers/${rows[0]?.id}`)
    await window.getByText(/まだ少ない（お客様\d+人/).waitFor()
  } finally {
    await other.close()
  }
})
