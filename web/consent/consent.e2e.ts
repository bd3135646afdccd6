import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../test/browser/app.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
})
afterAll(() => app.close())

test('what a customer says is recorded by keys alone, stands in the record, and a change of mind stands above it', async () => {
  await page.goto('/customers/1')
  const card = page.getByRole('region', { name: '連絡の同意' })
  const mail = card.getByRole('listitem').filter({ hasText: 'メール' }).first()
  await mail.getByText('未確認').waitFor()
  for (const answer of ['受け取る', '受け取らない']) {
    await card.getByRole('button', { name: '記録する' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: answer, exact: true }).press('Space')
    await dialog.getByLabel('証拠となる控え').fill(`申込書 ${answer}`)
    await dialog.getByRole('button', { name: '記録する' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await mail.getByText(answer, { exact: true }).waitFor()
  }
  await card.getByText('これまでの2件').press('Enter')
  expect(await card.getByRole('listitem').filter({ hasText: '申込書' }).allInnerTexts()).toHaveLength(2)
})

test('those who refused are a list', async () => {
  await page.goto('/customers?consentMail=refused')
  await page.getByRole('status').filter({ hasText: '1人' }).waitFor()
})
