import { readFile } from 'node:fs/promises'
import iconv from 'iconv-lite'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../../test/browser/app.ts'

// What Excel gets to see: each byte that decides whether the file opens right.
let app: App
let page: Page

const person = {
  familyName: '𠮷永',
  givenName: '冴子',
  familyKana: 'ヨシナガ',
  givenKana: 'サエコ',
  companyName: '=HYPERLINK("http://x","見る")',
  number: '000451',
}

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
  const headers = { origin: app.origin }
  const created = await page.request.post('/api/customers', { data: person, headers })
  const { id } = (await created.json()) as { id: number }
  for (const [kind, value] of [
    ['phone', '090-0123-4567'],
    ['email', '+sale@yoshinaga.example'],
  ]) {
    await page.request.post(`/api/customers/${id}/contact-points`, { data: { kind, value }, headers })
  }
  await page.request.post(`/api/customers/${id}/contact-points`, {
    data: { kind: 'address', postcode: '0600001', prefecture: '北海道', address1: '札幌市中央区北一条西２−１' },
    headers,
  })
})
afterAll(() => app.close())

async function exported(encoding: 'UTF-8' | 'CP932'): Promise<Buffer> {
  await page.goto('/customers?q=ヨシナガ サエコ&cols=registeredOn,companyName')
  await page.getByRole('status').getByText('1人').waitFor()
  await page.getByRole('button', { name: '書き出す' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /書き出す理由/ }).fill('文字の確認')
  await dialog.getByText(new RegExp(encoding)).click()
  await dialog.getByText('連絡先の列を加える').click()
  await dialog.getByRole('button', { name: '書き出す' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'ファイルを受け取る' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^customers-2026-11-22-\d+\.csv$/)
  return readFile(await download.path())
}

test('UTF-8: mark, CRLF, headings, leading zeros, and nothing that a spreadsheet would run', async () => {
  const bytes = await exported('UTF-8')
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const text = bytes.subarray(3).toString('utf8')
  // every line ends in CRLF, and no line feed stands alone
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const [heading, row, end, ...more] = text.split('\r\n')
  expect([end, more]).toEqual(['', []])
  const columns = 'Tokuiの番号,会員番号,姓,名,セイ,メイ,会社名,登録日,メールアドレス,電話番号,郵便番号,都道府県,住所'
  expect(heading).toBe(columns)
  expect(row).toMatch(
    /^\d+,000451,𠮷永,冴子,ヨシナガ,サエコ,"'=HYPERLINK\(""http:\/\/x"",""見る""\)",.*,'\+sale@yoshinaga\.example,090-0123-4567,0600001,北海道,/,
  )
  expect(await page.getByText('文字コードで表せない文字').count()).toBe(0)
})

test('CP932: no mark, and the characters it does not have are named in the dialog and on the page of the job', async () => {
  const bytes = await exported('CP932')
  // the first bytes are the heading's own: no mark of any Unicode
  expect([...bytes.subarray(0, 3)]).toEqual([0x54, 0x6f, 0x6b])
  const text = iconv.decode(bytes, 'cp932')
  const row = text.split('\r\n')[1]
  expect(row).toContain(',000451,〓永,冴子,')
  expect(row).toContain(`"'=HYPERLINK(""http://x"",""見る"")"`)
  // 〜 and − have twins in CP932 and are not lost
  expect(row).toContain('北一条西２－１')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('文字コードで表せない文字が1種類ありました。').waitFor()
  await dialog.getByText('𠮷').waitFor()

  await page.goto('/jobs')
  await page.getByRole('link', { name: '顧客の書き出し' }).first().click()
  const lost = page.getByRole('region', { name: 'CP932で表せない文字' })
  await lost.getByText('𠮷（U+20BB7）1か所').waitFor()
  const [again] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'ファイルを受け取る' }).click(),
  ])
  expect(await readFile(await again.path())).toEqual(bytes)
})
