import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../test/browser/app.ts'
import { compose, confirmComposition, pressInputMethodKey } from '../../test/primitives/composition.ts'

// Somebody looks before she brings her own customers: first visit, demo shop, empty again, own file.
let app: App
let page: Page

beforeAll(async () => {
  app = await openApp()
  page = await app.newPage()
  page.setDefaultTimeout(12_000)
})
afterAll(() => app.close())

const field = (name: string | RegExp) => page.getByRole('textbox', { name })
const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()

test('the first visit leads to the demo shop, with its progress, and to the heatmap', async () => {
  await page.goto('/')
  await field('名前').fill('椿 陽子')
  await field('メールアドレス').fill('yoko@tsubaki.example')
  await field('パスワード').fill('つばき油は毎朝つかう2026')
  await press('次へ')
  await field('会社名').fill('椿堂')
  await press('登録してはじめる')
  await page.getByRole('heading', { name: 'デモショップを見る' }).waitFor()
  const started = performance.now()
  await press('デモショップを見る')
  const bar = page.getByRole('progressbar', { name: 'デモショップを準備しています' })
  await bar.waitFor()
  await page.reload()
  await bar.waitFor()
  await page.waitForURL(/\/analysis/, { timeout: 60_000 })
  expect(performance.now() - started, 'well under a minute').toBeLessThan(45_000)
  await page.getByRole('grid').or(page.getByRole('table')).first().waitFor()
  await page.getByRole('link', { name: 'デモデータ' }).first().waitFor()
  await page.goto('/customers')
  await page.getByText('2,000人').first().waitFor()
})

test('the imports page says what comes first; emptying asks for the name of the company', async () => {
  await page.goto('/imports')
  await page.getByText('デモデータが入っています。').waitFor()
  await page.getByRole('main').getByRole('link', { name: 'デモデータを消す' }).click()
  await page.getByText('架空の化粧品店のデータ（顧客2,000人）が入っています。').waitFor()
  await press('デモデータを消す')
  const dialog = page.getByRole('alertdialog')
  const name = dialog.getByRole('textbox')
  await name.focus()
  await compose(page, '椿')
  await confirmComposition(page, '椿')
  await pressInputMethodKey(page, 'Enter')
  expect(await name.inputValue(), 'the Enter of the input method empties nothing').toBe('椿')
  await dialog.getByRole('button', { name: 'デモデータを消す' }).click()
  await dialog.getByText('会社名と一致しません。').waitFor()
  await name.fill('椿堂')
  await name.press('Enter')
  await page.waitForURL(/\/imports/)
  await expect.poll(() => page.getByText('デモデータが入っています。').count()).toBe(0)
  await expect.poll(() => page.getByRole('link', { name: 'デモデータ' }).count()).toBe(0)
  expect((await app.pool.query('select from customers')).rowCount).toBe(0)
})

test('then one’s own file comes in, and the demo shop no more', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'tokui-demo-')), '会員.csv')
  writeFileSync(path, '会員番号,氏名\r\n0001,佐藤 花子\r\n')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press('ファイルを選ぶ')])
  await chooser.setFiles(path)
  await press(/^取り込む$/)
  await page.getByText('完了', { exact: true }).first().waitFor({ timeout: 30_000 })
  await page.goto('/customers')
  await page.getByText('1人').first().waitFor()
  await page.goto('/settings/demo')
  await page.getByText('顧客・取り込みがすでにあるため、デモデータは入れられません。').waitFor()
})
