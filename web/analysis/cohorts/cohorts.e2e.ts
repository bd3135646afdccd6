import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../src/platform/db/db.ts'
import { type App, openApp } from '../../../test/browser/app.ts'
import { customersListed, peopleIn } from '../../../test/browser/counts.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 900, isLearned: true })
  page = await app.ownerPage()
})
afterAll(() => app.close())

/** Follows a link that names so many people, and back. */
async function leadsToAsMany(link: ReturnType<Page['getByRole']>): Promise<number> {
  const text = await link.textContent()
  const people = peopleIn(text)
  await link.click()
  expect(await customersListed(page), text ?? '').toBe(people)
  await page.goBack()
  await page.waitForURL(/\/analysis\//)
  return people
}

const grid = () => page.getByRole('table', { name: 'コホート' })

test('arrow keys move over the grid, Enter opens who bought then; unfinished cells say so', async () => {
  await page.goto('/analysis/cohorts')
  const cells = grid().locator('[data-cell]')
  await cells.first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  const label = await page.locator(':focus').textContent()
  expect(label).toMatch(/^2025\/12に初めて買った方、30〜59日、\d+人、[\d.]+%。一覧を開く$/)
  await page.keyboard.press('Enter')
  expect(await customersListed(page)).toBe(peopleIn(label))
  await page.goBack()

  const unfinished = grid().locator('[data-state=unfinished]')
  expect(await unfinished.first().textContent()).toContain('集計中')
  // ages nobody has begun are blank
  expect(await grid().getByRole('row').last().locator('[data-cell]').count()).toBe(1)
  await leadsToAsMany(unfinished.nth(3))
})

test('figures change in place; rows of values lead to their people, the rest together too', async () => {
  await page.goto('/analysis/cohorts?dimension=product')
  await grid().getByRole('rowheader', { name: 'その他' }).waitFor()
  const row = grid().getByRole('row').nth(1)
  await leadsToAsMany(row.getByRole('link').first())
  await leadsToAsMany(row.locator('[data-cell]').nth(2))
  await leadsToAsMany(
    grid()
      .getByRole('row', { name: /^その他/ })
      .locator('[data-cell]')
      .nth(1),
  )

  await page.getByRole('button', { name: '1人あたり売上' }).click()
  await page.waitForURL(/metric=each/)
  await page.getByRole('button', { name: '初回の販路' }).click()
  await page.getByRole('button', { name: '人数', exact: true }).click()
  await leadsToAsMany(
    grid()
      .getByRole('row', { name: /^公式オンラインショップ/ })
      .locator('[data-cell]')
      .nth(1),
  )
  await page.getByRole('button', { name: '週', exact: true }).click()
  await page.waitForURL(/grain=week/)
  await grid().getByRole('columnheader', { name: '7〜13日' }).waitFor()
})

test('the table and the file hold the numbers of the grid', async () => {
  await page.goto('/analysis/cohorts?metric=count&table=cohorts')
  await page.getByRole('columnheader', { name: '確定した区切りの数' }).waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  const file = readFileSync(await (await download).path(), 'utf8')
  expect(file.startsWith('\uFEFF初回購入,人数,確定した区切りの数,0〜29日,')).toBe(true)
  expect(file).toMatch(/\r\n2026\/11,\d+,0,\d+,+\r\n$/)
})

test('retention: every share leads to who it counts', async () => {
  await page.goto('/analysis/repeat?from=2025-01&to=2026-06&window=60')
  const steps = page.getByRole('table', { name: 'n回目の継続' })
  const second = steps.getByRole('row', { name: /^2回目→3回目/ })
  const made = await leadsToAsMany(second.getByRole('link').nth(0))
  expect(await leadsToAsMany(second.getByRole('link').nth(1))).toBeLessThan(made)
  await leadsToAsMany(second.locator('[data-cell]').nth(2))

  const trials = page.getByRole('table', { name: '引上率' })
  const trial = trials.getByRole('row').nth(1)
  for (const nth of [0, 1, 2, 3]) await leadsToAsMany(trial.getByRole('link').nth(nth))

  await page.getByRole('button', { name: '経過月' }).click()
  await page.waitForURL(/basis=months/)
  const products = page.getByRole('table', { name: '定期の商品' })
  const running = products.getByRole('row').nth(2).getByRole('link').nth(1)
  const count = Number(await running.textContent())
  await running.click()
  expect(await customersListed(page)).toBe(count)
})

test('lifetime value: the formula adds up, and costs are entered by one at a time', async () => {
  await page.goto('/analysis/curves')
  const formula = await page.getByText(/^売上 [\d,]+円 ÷/).textContent()
  const [sales, people, value] = [...(formula ?? '').matchAll(/[\d,]+/g)].map(([text]) =>
    Number(text.replaceAll(',', '')),
  )
  expect(Math.abs((sales ?? 0) / (people ?? 1) - (value ?? 0))).toBeLessThan(1)
  const values = page.getByRole('table', { name: /年間LTV/ })
  expect(await leadsToAsMany(values.getByRole('row').nth(1).getByRole('link'))).toBe(people)

  await page.getByRole('button', { name: '定期の購入' }).click()
  const costs = page.getByRole('table', { name: '広告コードごとの獲得コスト' })
  await costs.getByRole('columnheader', { name: 'CPO（定期）' }).waitFor()
  await leadsToAsMany(costs.getByRole('row', { name: /^search-01/ }).getByRole('link'))

  await page.getByRole('button', { name: /sns-01の広告費を変える$/ }).click()
  const october = page.getByRole('dialog').getByRole('textbox', { name: '2026/10' })
  await october.fill('999000')
  await app.pool.query(
    sql`update acquisition_costs set amount = 1000, version = version + 1 where month = '2026-10-01'`,
  )
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await page.getByText('ほかの人が先に変えました').waitFor()
  await expect.poll(() => october.inputValue()).toBe('1,000')
  await october.fill('777000')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const { rows } = await app.pool.query(
    sql`select amount from acquisition_costs where month = '2026-10-01' and ad_code = 'sns-01'`,
  )
  expect(rows).toEqual([{ amount: 777_000 }])
})

test('a past day is counted on demand and stays in the choice of days', async () => {
  await page.goto('/analysis/cohorts')
  await page.getByRole('button', { name: '過去の日で数え直す' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('spinbutton').first().focus()
  await page.keyboard.type('20260630')
  await dialog.getByRole('button', { name: 'この日時点で数え直す' }).click()
  await page.waitForURL(/asOf=2026-06-30/, { timeout: 60_000 })
  await grid().getByRole('rowheader', { name: '2026/06' }).waitFor()
  await page.getByText('2026/06/30までの注文').waitFor()
  await leadsToAsMany(grid().locator('[data-state=unfinished]').first())
  await page.getByRole('button', { name: /時点/ }).first().click()
  await page.getByRole('option', { name: '最新（2026/11/22）' }).click()
  await page.waitForURL((address) => !address.search.includes('asOf'))

  await page.goto('/analysis/repeat?asOf=2026-01-31')
  await page.getByText('2026/01/31 この日はまだ数えていません。').waitFor()
})

test('before the first night there is nothing, and a way to count', async () => {
  await app.pool.query('delete from cohort_runs')
  for (const name of ['cohorts', 'repeat', 'curves']) {
    await page.goto(`/analysis/${name}`)
    await page.getByText('まだ数えていません。').waitFor()
    await page.getByRole('button', { name: '今すぐ数える' }).waitFor()
  }
})
