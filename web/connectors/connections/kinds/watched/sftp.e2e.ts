import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../../../../test/browser/app.ts'
import { startSftp, type TestSftp } from '../../../../../test/sftp-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'tokui-sftp-'))
const reach: string[] = []
let sftp: TestSftp
let app: App
let page: Page

beforeAll(async () => {
  sftp = await startSftp(folder)
  reach.push(`127.0.0.1:${sftp.port}`)
  app = await openApp({ demo: 200, reach })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
})
afterAll(async () => {
  await app.close()
  await sftp.close()
})

const header = '取引ID,取引日時,取引区分,取消区分,小計,合計,取引明細ID,商品コード,商品名,数量,値引き後計'
const sale = '1,2026-11-01 10:00:00,1,0,1100,1100,1,S-1,石けん,1,1100'

test('a server is tried and its key learnt, a file there comes in, and another key is told before anything is sent', async () => {
  await page.goto('/connections/new?kind=sftp')
  await page.getByRole('textbox', { name: /^名前/ }).fill('基幹システム')
  await page.getByRole('textbox', { name: /^サーバー/ }).fill('127.0.0.1')
  await page.getByRole('textbox', { name: /^ポート/ }).fill(String(sftp.port))
  await page.getByRole('textbox', { name: /^ユーザー名/ }).fill('shop')
  await page
    .getByLabel(/^パスワード/)
    .last()
    .fill('wrong')
  await page.getByRole('button', { name: '確かめる' }).click()
  await page.getByText('サインインできません。').waitFor()
  await page
    .getByLabel(/^パスワード/)
    .last()
    .fill('geheim')
  writeFileSync(join(folder, 'sales.csv'), `${header}\n${sale}\n`)
  await page.getByRole('button', { name: '確かめる' }).click()
  await page.getByText('開けました。取り込むファイルは次の1件です。').waitFor()
  const key = await page
    .getByText(/SHA256:/)
    .first()
    .innerText()
  await page.getByRole('button', { name: '追加', exact: true }).click()

  await page.getByRole('heading', { level: 1, name: '基幹システム' }).waitFor()
  await page.getByRole('region', { name: '設定' }).getByText(key).waitFor()
  await page.getByText('届きはじめると、その数と問題をここに表示します。').waitFor()
  await page.getByRole('button', { name: '今すぐ見る' }).click()
  await page.getByRole('row', { name: /sales\.csv.*取り込み済み/ }).waitFor({ timeout: 30_000 })
  await page.getByRole('region', { name: 'データの到着' }).waitFor()
  expect(
    await page
      .getByLabel(/^パスワード/)
      .last()
      .inputValue(),
  ).toBe('')

  const { port } = sftp
  await sftp.close()
  sftp = await startSftp(folder, { port })
  await page.getByRole('button', { name: '今すぐ見る' }).click()
  await page.getByText('サーバーの鍵が、前に覚えた鍵と違います。パスワードは送っていません。').first().waitFor()
  expect(sftp.signIns).toEqual([])
})
