import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../test/browser/app.ts'

let app: App
let page: Page
const folder = mkdtempSync(join(tmpdir(), 'tokui-wizard-'))

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  page = await app.ownerPage()
})
afterAll(() => app.close())

function file(name: string, lines: string[]): string {
  const path = join(folder, name)
  writeFileSync(path, iconv.encode(`${lines.join('\r\n')}\r\n`, 'cp932'))
  return path
}

async function handIn(path: string): Promise<void> {
  await page.goto('/imports')
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'ファイルを選ぶ' }).click(),
  ])
  await chooser.setFiles(path)
}

test('a file of unknown layout: mapping, problems, taking in, rejected rows, undo', async () => {
  await handIn(
    file('レジ.csv', [
      '伝票番号,日付,会員コード,お客様,品名,単価,数量,状態',
      'T1,令和8年11月1日,0007,髙橋　美咲,化粧水,"3,300",1,完了',
      'T2,R8.11.2,,,乳液,"¥2,200",2,持ち帰り',
      'T3,11月,0008,佐藤　花子,化粧水,3300,1,完了',
    ]),
  )
  await page.getByRole('heading', { level: 1, name: 'レジ.csv' }).waitFor()
  await expect.poll(() => page.getByText('令和8年11月1日 → 2026-11-01').count()).toBe(1)
  await page.getByText('この言葉がどの状態を表すか決まっていません').first().waitFor()
  await choose('状態の言葉', '持ち帰り', '確定（売上に数える）')
  await choose('列の意味', '意味: お客様', '氏名')
  await page.getByText('日付として読めません').first().waitFor()
  await expect.poll(() => page.getByText('この言葉がどの状態を表すか決まっていません').count()).toBe(0)

  await page.getByRole('button', { name: '取り込む' }).click()
  await page.getByText('1行を取り込めませんでした。').waitFor({ timeout: 30_000 })
  const orders = page.getByRole('row', { name: /^注文/ })
  await expect.poll(() => orders.textContent()).toBe('注文200')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '取り込めなかった行を書き出す（UTF-8）' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('レジ-取り込めなかった行.csv')

  await page.getByRole('button', { name: 'この取り込みを取り消す' }).click()
  await page.getByText('取り消し済み').waitFor({ timeout: 30_000 })
  await page.getByText('5件を消し、0件を元に戻しました。').waitFor()
})

test('a file that is no table is refused with what to do', async () => {
  const path = join(folder, 'photo.csv')
  writeFileSync(path, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))
  await handIn(path)
  await page.getByText('表のファイルではありません。CSVかExcel（xlsx）を選んでください。').waitFor()
})

/** Chooses in the select named `label` of a section or group. */
async function choose(_within: string, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
