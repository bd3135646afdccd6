import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../../test/browser/app.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  page = await app.ownerPage()
})
afterAll(() => app.close())

const header = '取引ID,取引日時,取引区分,取消区分,小計,合計,取引明細ID,商品コード,商品名,数量,値引き後計'
const sale = (id: string) => `${id},2026-11-01 10:00:00,1,0,1100,1100,1,S-1,石けん,1,1100`

test('a folder is connected, a file put there comes in, and the screens tell so', async () => {
  const folder = join(app.dataFolder, 'inbox/till')
  mkdirSync(folder, { recursive: true })
  await page.goto('/connections')
  await page.getByRole('link', { name: '接続を追加' }).click()
  await page.getByRole('link', { name: 'フォルダの見張り' }).click()
  await page.getByRole('textbox', { name: /^名前/ }).fill('本店のレジ')
  await page.getByRole('textbox', { name: /^フォルダ/ }).fill('tilt')
  await page.getByRole('button', { name: '確かめる' }).click()
  await page.getByText('フォルダが見つかりません。').waitFor()
  await page.getByRole('textbox', { name: /^フォルダ/ }).fill('till')
  await page.getByRole('button', { name: '確かめる' }).click()
  await page.getByText('開けました。取り込むファイルはまだありません。').waitFor()
  await page.getByRole('button', { name: '追加', exact: true }).click()

  await page.getByRole('heading', { level: 1, name: '本店のレジ' }).waitFor()
  await page.getByText('ファイルはまだ見つかっていません。').waitFor()
  writeFileSync(join(folder, 'sales.csv'), `${header}\n${sale('1')}\n${sale('2')}\n`)
  writeFileSync(join(folder, 'odd.csv'), 'x,いつ,値段\nA1,2026/8/1,100\n')
  await page.getByRole('button', { name: '今すぐ見る' }).click()
  await page.getByRole('row', { name: /sales\.csv.*取り込み済み/ }).waitFor({ timeout: 30_000 })
  await page.getByRole('row', { name: /odd\.csv.*確認待ち/ }).waitFor()
  await page.getByText('知らない形式のファイルです。取り込みを待っています。').waitFor()

  await page.getByRole('link', { name: '接続', exact: true }).first().click()
  const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: '本店のレジ' }) })
  await row.getByText('要対応').waitFor()
  expect(await row.getByText('受信').first().locator('..').textContent()).toBe('受信2')
  await page.goto('/')
  await page.getByRole('link', { name: '本店のレジ' }).waitFor()
  await page.goto('/imports')
  await page.getByRole('row', { name: /sales\.csv.*完了/ }).waitFor()

  // seen to, switched off, deleted
  await page.goto('/connections')
  await page.getByRole('link', { name: '本店のレジ' }).click()
  await page.getByRole('button', { name: '対応済みにする' }).click()
  await page.getByText('に解消').waitFor()
  await page.getByRole('button', { name: 'オフにする' }).click()
  await page.getByText('オフです。オンにするまで').waitFor()
  await page.getByRole('button', { name: '削除' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: '削除' }).click()
  await page.waitForURL(/\/connections$/)
  await expect.poll(() => page.getByRole('link', { name: '本店のレジ' }).count()).toBe(0)
})
