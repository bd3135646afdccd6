import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type App, openApp } from '../../../test/browser/app.ts'
import { openReceiver, type Receiver } from '../../../test/receiver.ts'

let receiver: Receiver
let app: App
let page: Page

beforeAll(async () => {
  receiver = await openReceiver()
  app = await openApp({ demo: 200, reach: [receiver.host] })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
})
afterAll(async () => {
  await app.close()
  await receiver.close()
})

test('an endpoint is set up, tried, told what happens, and sent again what it refused', async () => {
  await page.goto('/connections/new?kind=webhook-out')
  await page.getByRole('textbox', { name: /^名前/ }).fill('基幹システム')
  const address = page.getByRole('textbox', { name: /^送り先のアドレス/ })
  await address.fill('https://169.254.169.254/')
  await page.getByRole('button', { name: '接続を作る' }).click()
  await page.getByText('社内やサーバー自身を指すアドレスは使えません').waitFor()
  await address.fill(`${receiver.origin}/hook`)
  await page.getByRole('button', { name: '接続を作る' }).click()
  const key = page.getByRole('dialog', { name: '署名の鍵' })
  expect(await key.getByLabel('署名の鍵').last().innerText()).toMatch(/^whsec_/)
  await key.getByRole('button', { name: '閉じる' }).last().click()

  await page.getByRole('heading', { name: '基幹システム' }).waitFor()
  const log = page.getByRole('region', { name: '送信の記録' })
  await log.getByText('まだ何も送っていません').waitFor()
  await log.getByRole('button', { name: '試しに送る' }).click()
  await page.getByText(/届きました。相手は204/).waitFor()
  await log.getByRole('row', { name: /試験送信.*届いた.*204/ }).waitFor()

  receiver.answer(410)
  await page.request.patch('/api/customers/1', {
    data: { version: await versionOf(1), change: { givenName: '花' } },
    headers: { origin: app.origin },
  })
  await vi.waitFor(() => expect(receiver.heard).toHaveLength(2), 20_000)
  await page.reload()
  const told = log.getByRole('row', { name: /顧客の内容が変わった.*410/ })
  await told.waitFor()
  await page.getByText('送り先が「もうここにはない」（410）と答えたため、オフにしました。').waitFor()
  receiver.answer(200)
  await page.getByRole('button', { name: 'オンにする' }).click()
  await told.getByRole('button', { name: '内容' }).click()
  const details = page.getByRole('dialog', { name: '知らせの内容' })
  await details.getByText('"customer.updated"').waitFor()
  await details.getByRole('button', { name: '閉じる' }).last().click()
  await log.getByRole('button', { name: '失敗を送り直す' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '送り直す' }).click()
  await log.getByRole('row', { name: /顧客の内容が変わった.*届いた.*200/ }).waitFor()
  const ids = receiver.heard.slice(1).map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBe(1)
  expect(ids.length).toBeGreaterThan(1)
})

async function versionOf(id: number): Promise<number> {
  const reply = await page.request.get(`/api/customers/${id}`)
  return ((await reply.json()) as { version: number }).version
}
