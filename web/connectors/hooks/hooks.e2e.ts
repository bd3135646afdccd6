import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../../test/browser/app.ts'
import { testNow } from '../../../test/context.ts'
import { standardHeaders } from '../../../test/hooks.ts'

let app: App
let page: Page
beforeAll(async () => {
  app = await openApp({ demo: 300 })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
})
afterAll(() => app.close())

const order = JSON.stringify({
  type: 'order.paid',
  timestamp: '2026-11-22T02:00:00Z',
  data: {
    no: 'K-2001',
    bought: '2026-11-21T10:00:00+09:00',
    state: 'paid',
    buyer: { id: 'M-77', name: '鶴見 千景', mail: 'chikage@example.jp' },
    items: [
      { sku: 'S-1', title: '石けん', price: 1200, count: 2 },
      { sku: 'S-2', title: '化粧水', price: 3000, count: 1 },
    ],
  },
})

test('a system is connected, what it sent is mapped, and the customer and the order are there', async () => {
  await page.goto('/connections/new?kind=webhook')
  await page.getByRole('textbox', { name: /^名前/ }).fill('予約サイト')
  await page.getByRole('button', { name: '接続を作る' }).click()
  const key = page.getByRole('dialog', { name: '署名の鍵' })
  const secret = await key.getByLabel('署名の鍵').last().innerText()
  await key.getByRole('button', { name: '閉じる' }).last().click()
  await page.getByRole('heading', { name: '予約サイト' }).waitFor()
  const address = await page.getByLabel('送り先のアドレス').innerText()

  const sent = await fetch(address, { method: 'POST', body: order, headers: standardHeaders(secret, order, testNow) })
  expect(sent.status).toBe(200)
  const inbox = page.getByRole('region', { name: '届いた知らせ' })
  await inbox.getByRole('row', { name: /取り込まず.*取り込み方を決めていません/ }).waitFor()

  const mapping = page.getByRole('region', { name: '取り込み方', exact: true })
  await mapping.getByRole('button', { name: '最後に届いたものを使う' }).click()
  await mapping.getByText('項目の名前から9か所を選びました。').waitFor()
  const meaningOf = (path: string) => mapping.getByRole('button', { name: `Tokuiの項目: ${path}` })
  await meaningOf('data.buyer.id').filter({ hasText: '会員番号' }).waitFor()
  await meaningOf('data.bought').click()
  await page.getByRole('option', { name: '注文日時', exact: true }).click()
  await mapping.getByRole('button', { name: '確かめる' }).click()
  await mapping.getByText('このまま取り込めます。').waitFor()
  await mapping.getByText('明細2行').waitFor()
  await mapping.getByRole('button', { name: '取り込み方を保存' }).click()
  await page.getByText('取り込み方を保存しました').waitFor()
  await inbox.getByRole('button', { name: '取り込めなかったものをもう一度' }).click()
  await inbox.getByRole('row', { name: /取り込んだ/ }).waitFor()

  await page.goto('/customers?q=鶴見 千景')
  await page
    .getByRole('link', { name: /鶴見 千景/ })
    .first()
    .click()
  await page.getByText('K-2001').first().waitFor()
  await page.getByText(/5,400/).first().waitFor()
})
