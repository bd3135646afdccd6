import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../../test/browser/app.ts'
import { testNow } from '../../../test/context.ts'
import { channelSecret, type LineServer, lineEvent, lineWebhook, openLineServer } from '../../../test/line.ts'

let line: LineServer
let app: App
let page: Page

beforeAll(async () => {
  line = await openLineServer()
  app = await openApp({ demo: 200, reach: [line.host], lineApi: line.origin })
  page = await app.ownerPage()
  page.setDefaultTimeout(20_000)
})
afterAll(async () => {
  await app.close()
  await line.close()
})

test('an official account is set up and checked, and a friend with a message stands on the timeline of a record', async () => {
  await page.goto('/connections/new?kind=line')
  await page.getByRole('textbox', { name: /^チャネルID/ }).fill('1234567890')
  await page.getByRole('textbox', { name: /^チャネルシークレット/ }).fill('まちがい')
  await page.getByRole('textbox', { name: /^チャネルアクセストークン/ }).fill(line.token)
  await page.getByRole('button', { name: '接続を作る' }).click()
  await page.getByText('形式が違います').first().waitFor()
  await page.getByRole('textbox', { name: /^チャネルシークレット/ }).fill(channelSecret)
  await page.getByRole('button', { name: '接続を作る' }).click()

  const setUp = page.getByRole('region', { name: 'LINEの設定' })
  const webhookUrl = setUp.getByLabel('Webhook URL')
  await setUp.getByText('/hooks/line/line_').waitFor()
  await setUp.getByRole('button', { name: 'LINEに確かめる' }).click()
  await setUp.getByText('登録されていません').waitFor()
  line.state.endpoint = await webhookUrl.innerText()
  await setUp.getByRole('button', { name: 'LINEに確かめる' }).click()
  await setUp.getByText('「椿堂」（@tsubaki）につながりました').waitFor()
  await setUp.getByText('届きました', { exact: true }).waitFor()

  const user = `U${'0123456789abcdef'.repeat(2)}`
  line.state.names.set(user, 'はなちゃん')
  const { payload, headers } = lineWebhook([
    lineEvent('follow', user, testNow, { replyToken: 'r' }),
    lineEvent('message', user, testNow, { message: { id: '1', type: 'text', text: '営業時間を教えてください' } }),
  ])
  const reply = await fetch(line.state.endpoint, { method: 'POST', body: payload, headers })
  expect(reply.status).toBe(200)
  const inbox = page.getByRole('region', { name: '届いた知らせ' })
  await inbox.getByRole('row', { name: /友だち追加.*取り込んだ/ }).waitFor()
  await inbox.getByRole('row', { name: /メッセージ.*取り込んだ/ }).waitFor()
  await page.getByText('友だち 1人').waitFor()

  const { id } = (
    await app.pool.query('select customer_id as id from line_friends join customer_refs on external_id = user_id')
  ).rows[0] as { id: number }
  await page.goto(`/customers/${id}`)
  await page.getByText('LINEの友だちになった').waitFor()
  await page.getByText('営業時間を教えてください').waitFor()
  await page.getByText('はなちゃん').first().waitFor()
})
