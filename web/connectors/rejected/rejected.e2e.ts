import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../../test/browser/app.ts'
import { compose, confirmComposition, pressInputMethodKey } from '../../../test/primitives/composition.ts'

let app: App
let page: Page
const folder = mkdtempSync(join(tmpdir(), 'tokui-rejected-'))

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  page = await app.ownerPage()
  page.setDefaultTimeout(12_000)
})
afterAll(() => app.close())

async function takeIn(name: string, lines: string[]): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\r\n')}\r\n`)
  await page.goto('/imports')
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'ファイルを選ぶ' }).click(),
  ])
  await chooser.setFiles(path)
  await page.getByRole('button', { name: /^取り込む$/ }).click()
  await page.getByText('完了', { exact: true }).first().waitFor({ timeout: 30_000 })
}

const cell = (column: string, row: number) => page.getByRole('textbox', { name: `${column}（${row}行目）` })
const hasFocus = (box: Locator) => box.evaluate((input) => input === document.activeElement)
const line = (row: number) => page.getByRole('row', { name: new RegExp(`^${row} `) })

test('rejected rows are corrected by keys and an input method, taken in, and taken back', async () => {
  await takeIn('会員.csv', [
    '会員番号,氏名,メールアドレス,生年月日',
    '901,佐藤 花子,hanako@example.jp,1980/1/2',
    ',鈴木 一郎,,1985/6/7',
    '903,高橋 美咲,misaki@example.jp,13月',
    '904,田中 実,minoru＠＠example,昭和99年',
  ])
  await page.getByText('3行を取り込めませんでした。').waitFor()
  await expect.poll(() => line(3).textContent()).toContain('値がありません')
  await expect.poll(() => line(4).textContent()).toContain('日付として読めません')

  await cell('会員番号', 3).focus()
  await compose(page, '902')
  await confirmComposition(page, '902')
  await pressInputMethodKey(page, 'Enter')
  expect(await hasFocus(cell('会員番号', 3)), 'still in its cell').toBe(true)
  await page.keyboard.press('Enter')
  await line(3).getByText('取り込み待ち').waitFor()
  // the next row's first cell
  await expect.poll(() => hasFocus(cell('生年月日', 4))).toBe(true)
  await cell('生年月日', 4).fill('2月30日')
  await page.keyboard.press('Escape')
  await expect.poll(() => cell('生年月日', 4).inputValue()).toBe('13月')
  await cell('生年月日', 4).fill('H2.3.4')
  // still focused: pressing the button keeps it first
  await line(3).getByText('取り込み待ち').waitFor()
  await page.getByRole('button', { name: '直した行を取り込む（1行）' }).waitFor()
  await page.keyboard.press('Shift+Enter')
  await page.getByRole('button', { name: '直した行を取り込む（2行）' }).click()
  await page.getByText('直した行を取り込みました。').waitFor({ timeout: 30_000 })
  await expect.poll(() => page.getByRole('row', { name: /田中/ }).count()).toBe(1)
  await expect.poll(() => page.getByRole('row', { name: /高橋/ }).count()).toBe(0)
  expect((await app.pool.query(`select from customers where number in ('902', '903')`)).rowCount).toBe(2)

  await page.reload()
  await page.getByRole('button', { name: '取り込み済みの行も表示' }).click()
  await line(4).getByText('取り込み済み').waitFor()
  await page.getByRole('heading', { name: '直した行の取り込み' }).waitFor()
  await page.getByRole('listitem').filter({ hasText: '追加 2' }).getByRole('link').click()
  await page.getByRole('heading', { level: 1, name: '会員.csv（直した行）' }).waitFor()
  await page.getByRole('button', { name: 'この取り込みを取り消す' }).click()
  await page.getByText('取り消し済み').waitFor({ timeout: 30_000 })
  await page.getByRole('link', { name: '元の取り込みを見る' }).first().click()
  await expect.poll(() => cell('生年月日', 4).inputValue()).toBe('H2.3.4')
})

test('one text for all rows that were rejected for the same one, over pages', async () => {
  const lines = Array.from(
    { length: 120 },
    (_, index) => `R${index},2026/11/01,70${index},化粧水,${index % 2 ? '未定' : '千円'},1`,
  )
  await takeIn('受注.csv', ['注文番号,注文日,会員番号,商品名,単価,数量', ...lines])
  await page.getByText('1〜50／120行').waitFor()
  await page.getByRole('button', { name: '次のページ' }).click()
  await page.getByText('51〜100／120行').waitFor()
  await page.getByRole('button', { name: '次のページ' }).click()
  await page.getByText('101〜120／120行').waitFor()
  await page.goBack()
  await page.getByText('51〜100／120行').waitFor()
  await cell('単価', 52).fill('1000')
  await page.getByRole('button', { name: '同じ「千円」のほかの59行にも入れる' }).click()
  await page.getByRole('button', { name: '直した行を取り込む（60行）' }).click()
  await page.getByText('直した行を取り込みました。').waitFor({ timeout: 30_000 })
  await expect.poll(() => page.getByText(/〜\d+／60行/).count()).toBe(1)
})

test('cells pasted from a spreadsheet become a file to check', async () => {
  const paste = (text: string) =>
    page.evaluate((plain) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', plain)
      const place = document.activeElement ?? document.body
      place.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  await page.goto('/imports')
  await page.getByRole('textbox', { name: '表計算ソフトから貼り付ける' }).focus()
  await paste('佐藤 花子')
  await page.getByText('1行しかありません').waitFor()
  await paste(`会員番号\t氏名\n${'1\t佐藤\n'.repeat(5_001)}`)
  await page.getByText('5,000行か5MBを超えています').waitFor()
  await paste('会員番号\t氏名\t備考\n951\t髙橋　美咲\t"一行目\n二行目"\n952\t"小林 ""健"""\t\n')
  await page.getByRole('heading', { level: 1, name: /^貼り付け_.*\.tsv$/ }).waitFor()
  await page.getByRole('button', { name: /^取り込む$/ }).click()
  await page.getByText('完了', { exact: true }).first().waitFor({ timeout: 30_000 })
  const { rows } = await app.pool.query(
    `select number, family_name, given_name from customers where number in ('951', '952') order by 1`,
  )
  expect(rows).toEqual([
    { number: '951', family_name: '髙橋', given_name: '美咲' },
    { number: '952', family_name: '小林', given_name: '"健"' },
  ])
})
