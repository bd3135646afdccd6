import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from '../../../src/platform/db/db.ts'
import { type App, openApp } from '../../../test/browser/app.ts'
import { compose, confirmComposition, pressInputMethodKey } from '../../../test/primitives/composition.ts'

let app: App
let page: Page
let id: number

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
  const { rows } = await app.pool.query<{ id: number }>(
    sql`select customer_id as id from customer_metrics order by order_count desc limit 1`,
  )
  id = rows[0]?.id ?? 0
})
afterAll(() => app.close())
beforeEach(async () => {
  await page.goto(`/customers/${id}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
})

const fact = (name: string, where = page) => where.getByRole('button', { name: new RegExp(`^${name}を編集`) })
const stored = async (column: 'company_name' | 'given_kana') => {
  const { rows } = await app.pool.query<{ value: string }>(
    sql`select ${sql.raw(column)} as value from customers where id = ${id}`,
  )
  return rows[0]?.value
}

test('a field is changed in its place with Japanese input and put back by the toast', async () => {
  const before = await stored('company_name')
  await fact('会社名').click()
  const input = page.getByRole('textbox', { name: '会社名' })
  await input.fill('')
  await input.focus()
  await compose(page, 'つばきどう')
  await pressInputMethodKey(page, 'Enter')
  expect(await stored('company_name')).toBe(before)
  await confirmComposition(page, '椿堂')
  await pressInputMethodKey(page, 'Enter')
  expect(await input.inputValue()).toBe('椿堂')
  expect(await stored('company_name')).toBe(before)
  await page.keyboard.press('Enter')
  await expect.poll(() => stored('company_name')).toBe('椿堂')
  await page.getByRole('button', { name: '元に戻す' }).click()
  await expect.poll(() => stored('company_name')).toBe(before)
})

test('Esc gives a field back unchanged', async () => {
  const before = await stored('given_kana')
  await fact('メイ（カナ）').click()
  await page.getByRole('textbox', { name: 'メイ（カナ）' }).fill('ちがうよみ')
  await page.keyboard.press('Escape')
  await fact('メイ（カナ）').waitFor()
  expect(await stored('given_kana')).toBe(before)
})

test('the same field changed by two people: both values and the name, the typed text stays, and can be insisted on', async () => {
  const other = await app.ownerPage()
  other.setDefaultTimeout(15_000)
  await other.goto(`/customers/${id}`)
  await fact('会社名', other).waitFor()
  await fact('会社名').click()
  await page.getByRole('textbox', { name: '会社名' }).fill('わたしの会社')

  await fact('会社名', other).click()
  await other.getByRole('textbox', { name: '会社名' }).fill('あなたの会社')
  await other.keyboard.press('Enter')
  await expect.poll(() => stored('company_name')).toBe('あなたの会社')

  await page.getByRole('textbox', { name: '会社名' }).press('Enter')
  const notice = page.getByRole('alert').filter({ hasText: 'あなたの会社' })
  await notice.waitFor()
  expect(await notice.innerText()).toContain('わたしの会社')
  expect(await notice.innerText()).toMatch(/さんが.*に変えました/)
  expect(await page.getByRole('textbox', { name: '会社名' }).inputValue()).toBe('わたしの会社')
  await notice.getByRole('button', { name: '自分の入力で保存' }).click()
  await expect.poll(() => stored('company_name')).toBe('わたしの会社')
  await other.context().close()
})

test('the history tells before and after and takes a change back', async () => {
  const before = await stored('company_name')
  await fact('会社名').click()
  await page.getByRole('textbox', { name: '会社名' }).fill('履歴の店')
  await page.keyboard.press('Enter')
  await expect.poll(() => stored('company_name')).toBe('履歴の店')
  await page.getByRole('button', { name: '変更履歴' }).click()
  const panel = page.getByRole('complementary', { name: '変更履歴' })
  const change = panel.getByRole('listitem').first()
  await change.getByText('履歴の店').waitFor()
  expect(new URL(page.url()).searchParams.get('panel')).toBe('history')
  await change.getByRole('button', { name: '元に戻す' }).click()
  await expect.poll(() => stored('company_name')).toBe(before)
})

test('a note is written with Japanese input, stands in the timeline, and its kind can be filtered', async () => {
  await page.getByRole('button', { name: 'メモを書く' }).click()
  const text = page.getByRole('textbox', { name: 'メモの内容' })
  await text.focus()
  await compose(page, 'ごぜんちゅう')
  await pressInputMethodKey(page, 'Enter')
  await confirmComposition(page, '午前中に電話')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const timeline = page.getByRole('region', { name: 'これまで' })
  await timeline.getByText('午前中に電話').waitFor()
  await timeline.getByRole('button', { name: /^メモ/ }).click()
  await page.waitForURL(/kind=note/)
  await timeline.getByText('午前中に電話').waitFor()
  await expect.poll(() => timeline.getByText('注文番号').count()).toBe(0)
})

test('a contact point is added, then removed and put back', async () => {
  await page.getByRole('region', { name: '連絡先' }).getByRole('button', { name: '追加' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: '電話番号' }).fill('03-9876-5432')
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.waitFor({ state: 'detached' })
  const contacts = page.getByRole('region', { name: '連絡先' })
  await contacts.getByText('03-9876-5432').waitFor()
  await contacts.getByRole('button', { name: '03-9876-5432の操作' }).click()
  await page.getByRole('menuitem', { name: '削除' }).click()
  await contacts.getByText('03-9876-5432').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '元に戻す' }).click()
  await contacts.getByText('03-9876-5432').waitFor()
})
