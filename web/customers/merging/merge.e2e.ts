import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../src/platform/db/db.ts'
import { type App, openApp } from '../../../test/browser/app.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
})
afterAll(() => app.close())

test('another record is merged, its old address leads on, and the merge is taken back', async () => {
  const { rows } = await app.pool.query<{ into: number; from: number }>(
    sql`with made as (
          insert into customers (number, family_name, given_name, company_name, birth_on, name_key, kana_key, created_at, updated_at)
          values ('T-1', '統合', '残子', '', null, '統合残子', '統合残子', now(), now()),
            ('T-2', '統合', '元子', '旧店', '1980-01-02', '統合元子', '統合元子', now(), now()) returning id)
        select min(id) as into, max(id) as from from made`,
  )
  const { into, from } = rows[0] as { into: number; from: number }
  await app.pool.query(
    sql`insert into notes (customer_id, body, created_at, updated_at) values (${from}, '元の記録のメモ', now(), now())`,
  )
  await page.goto(`/customers/${into}`)
  const card = page.getByRole('region', { name: '記録の統合' })
  await card.getByRole('button', { name: '統合する' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox').fill('統合元子')
  await page.getByRole('option', { name: /元子/ }).click()
  await dialog.getByRole('radio', { name: '元子' }).press('Space')
  await dialog.getByText('メモ 1件').waitFor()
  await dialog.getByLabel('統合した理由').fill('電話で確認')
  await dialog.getByRole('button', { name: '統合する', exact: true }).press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1, name: '統合 元子' }).waitFor()
  await card.getByText('電話で確認').waitFor()
  await page.getByRole('region', { name: 'これまで' }).getByText('元の記録のメモ').waitFor()

  await page.goto(`/customers/${from}`)
  await page.waitForURL(`**/customers/${into}`)
  await page.getByRole('heading', { level: 1, name: '統合 元子' }).waitFor()

  await card.getByRole('button', { name: '元に戻す' }).press('Enter')
  await dialog.getByText('統合 元子の記録が、元の顧客に戻ります。').waitFor()
  await dialog.getByRole('button', { name: '元に戻す' }).press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1, name: '統合 残子' }).waitFor()
  await card.getByText(/元に戻しました/).waitFor()
  await page.goto(`/customers/${from}`)
  await page.getByRole('heading', { level: 1, name: '統合 元子' }).waitFor()
  await page.getByRole('region', { name: 'これまで' }).getByText('元の記録のメモ').waitFor()
  expect(new URL(page.url()).pathname).toBe(`/customers/${from}`)
})
