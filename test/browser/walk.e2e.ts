import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeEccubeFiles } from '../../src/demo/index.ts'
import { compose, confirmComposition, pressInputMethodKey } from '../primitives/composition.ts'
import { type App, openApp } from './app.ts'
import { customersListed, peopleIn } from './counts.ts'

// From a shop's own files to who its best customers are, in one sitting.
let app: App
let page: Page
let files: Awaited<ReturnType<typeof writeEccubeFiles>>

beforeAll(async () => {
  app = await openApp()
  page = await app.newPage()
  page.setDefaultTimeout(12_000)
  const folder = mkdtempSync(join(tmpdir(), 'tokui-walk-'))
  files = await writeEccubeFiles(folder, { customers: 150, years: 2, seed: 7, endOn: '2026-11-21' })
})
afterAll(() => app.close())

const field = (name: string) => page.getByRole('textbox', { name })
const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()

/** Writes with a Japanese input method: converts, confirms with Enter, and presses that Enter once more as Safari does. */
async function write(into: Locator, text: string): Promise<void> {
  await into.focus()
  await compose(page, text)
  await confirmComposition(page, text)
  await pressInputMethodKey(page, 'Enter')
}

async function takeIn(path: string): Promise<void> {
  await page.goto('/imports')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press('ファイルを選ぶ')])
  await chooser.setFiles(path)
  await page.getByText('と分かりました。').waitFor()
  await press(/^取り込む$/)
  await page.getByText('完了', { exact: true }).first().waitFor({ timeout: 60_000 })
}

test('first visit: administrator and company, typed with an input method', async () => {
  await page.goto('/')
  await page.waitForURL(/setup/)
  await write(field('名前'), '椿 陽子')
  await field('メールアドレス').fill('yoko@tsubaki.example')
  await field('パスワード').fill('つばき油は毎朝つかう2026')
  await press('次へ')
  await write(field('会社名'), '椿堂')
  expect(await field('会社名').inputValue()).toBe('椿堂')
  await press('登録してはじめる')
  await page.getByRole('heading', { name: 'お客様のデータを入れましょう' }).waitFor()
  await page.getByRole('link', { name: 'ファイルを選ぶ' }).click()
  await page.waitForURL(/imports/)
})

test('EC-CUBE files in CP932 are recognised and taken in', async () => {
  await takeIn(files.customers.path)
  await takeIn(files.orders.path)
  await page.goto('/customers')
  // buyers without an account but with an e-mail address become customers too
  expect(await customersListed(page)).toBeGreaterThanOrEqual(files.customers.rows)
})

test('a cell of the heatmap opens the customers it counts', async () => {
  await expect
    .poll(async () => (await app.pool.query('select from rank_runs where is_current')).rowCount, { timeout: 30_000 })
    .toBe(1)
  await page.goto('/analysis')
  const cell = page
    .getByRole('table', { name: '最終購入と回数' })
    .getByRole('link', { name: /^最終購入R.*F/ })
    .first()
  const label = (await cell.textContent()) ?? ''
  const people = peopleIn(label)
  expect(people).toBeGreaterThan(0)
  await cell.click()
  expect(await customersListed(page)).toBe(people)
})

test('from the list into a record: a change, taken back', async () => {
  await page.goto('/customers')
  await page.getByRole('table', { name: '顧客の表' }).getByRole('link').nth(1).click()
  await page.waitForURL(/\/customers\/\d+/)
  await press(/^会社名を編集/)
  const company = page.getByRole('textbox', { name: '会社名' })
  await company.fill('')
  await write(company, '株式会社山茶花')
  expect(await company.inputValue(), 'the Enter of the input method must not save').toBe('株式会社山茶花')
  await company.press('Enter')
  await page.getByText('会社名を変えました。').waitFor()
  await press('元に戻す')
  await page.getByText('会社名を元に戻しました。').waitFor()
})

test('two people change one field: both values are shown, nothing typed is lost', async () => {
  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByRole('button', { name: /^会社名を編集/ }).click()
  await press(/^会社名を編集/)
  await page.getByRole('textbox', { name: '会社名' }).fill('先に保存した会社')
  await page.getByRole('textbox', { name: '会社名' }).press('Enter')
  await page.getByText('会社名を変えました。').waitFor()
  await other.getByRole('textbox', { name: '会社名' }).fill('後から保存する会社')
  await other.getByRole('textbox', { name: '会社名' }).press('Enter')
  await other.getByText('会社名は、ほかの人が先に変えました。').waitFor()
  await expect.poll(() => other.getByText('先に保存した会社').count()).toBeGreaterThan(0)
  await expect.poll(() => other.getByText('後から保存する会社').count()).toBeGreaterThan(0)
  await other.getByRole('button', { name: '自分の入力で保存' }).click()
  await other.getByText('会社名を変えました。').waitFor()
  await other.close()
})

test('the list goes out as a file that Excel opens', async () => {
  await page.goto('/customers')
  const people = await customersListed(page)
  await press('書き出す')
  await write(page.getByRole('dialog').getByLabel('書き出す理由'), 'お歳暮はがきの宛名')
  await page.getByRole('dialog').getByRole('button', { name: '書き出す' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('link', { name: 'ファイルを受け取る' }).click({ timeout: 60_000 }),
  ])
  const bytes = readFileSync(await download.path())
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(bytes.toString('utf8').trimEnd().split('\r\n')).toHaveLength(people + 1)
})
