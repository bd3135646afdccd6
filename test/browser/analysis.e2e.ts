import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from './app.ts'
import { customersListed, peopleIn } from './counts.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 400 })
  page = await app.ownerPage()
})
afterAll(() => app.close())

test('arrow keys move over the heatmap, and Enter opens the list with the same count', async () => {
  await page.goto('/analysis')
  const table = page.getByRole('table', { name: '最終購入と回数' })
  const cells = table.getByRole('link')
  await cells.first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  const here = page.locator(':focus')
  const label = await here.textContent()
  expect(label).toMatch(/^最終購入R4 31〜90日、F2 2〜3回、/)
  await page.keyboard.press('Enter')
  expect(await customersListed(page)).toBe(peopleIn(label))
})

test('a move between ranks opens exactly those who moved', async () => {
  await page.goto('/analysis/migration')
  const move = page.getByRole('link', { name: /^はじめてからごぶさたへ/ })
  const label = await move.getAttribute('aria-label')
  await move.click()
  expect(await customersListed(page)).toBe(peopleIn(label))
})

test('the table and the file hold the numbers of the grid', async () => {
  await page.goto('/analysis?table=rfm')
  const table = page.getByRole('table', { name: '最終購入と回数' })
  const all = table.getByRole('row', { name: '合計 × 合計' })
  await all.waitFor()
  const count = await all.getByRole('cell').nth(1).textContent()
  const download = page.waitForEvent('download')
  await page
    .getByRole('region', { name: /最終購入と回数/ })
    .getByRole('button', { name: 'CSV' })
    .click()
  const file = readFileSync(await (await download).path(), 'utf8')
  expect(file.startsWith('\uFEFF最終購入,')).toBe(true)
  expect(file).toContain(`合計 × 合計,合計,${count?.replaceAll(',', '')},100,`)
})

test('rules: painting a cell tells who would move; saving ranks everyone again', async () => {
  await page.goto('/analysis/rules')
  await page.getByRole('button', { name: /^R1・F1は/ }).click()
  const sentence = page.getByText(/人のランクが変わります/)
  await sentence.waitFor()
  const moving = peopleIn((await sentence.textContent())?.match(/[\d,]+人のランク/)?.[0] ?? null)
  expect(moving).toBeGreaterThan(0)
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByText('使用中').waitFor()
  const before = await app.pool.query<{ count: number }>(
    `select count(*) as count from customer_metrics where r = 1 and f = 1`,
  )
  expect(before.rows[0]?.count).toBe(moving)
  const ranked = `select count(*) as count from customer_metrics where r = 1 and f = 1 and rank = 'S'`
  await expect
    .poll(async () => (await app.pool.query<{ count: number }>(ranked)).rows[0]?.count, { timeout: 30_000 })
    .toBe(moving)
})
