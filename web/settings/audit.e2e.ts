import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/platform/db/db.ts'
import { type App, openApp } from '../../test/browser/app.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
  // 120 entries on three days of spring, the last minute of each day and the first of the next among them
  await app.pool.query(
    sql`insert into audit_log (at, action, subject, subject_id)
        select '2026-04-01T00:00:00+09:00'::timestamptz + n * interval '36 minutes', 'exported', 'customers', 'n' || n
        from generate_series(0, 119) n`,
  )
})
afterAll(() => app.close())

const rows = () => page.getByRole('table', { name: '操作の記録' }).locator('tbody tr[data-row]')

async function type(label: string, figures: string): Promise<void> {
  await page.getByRole('group', { name: label }).getByRole('spinbutton').first().click()
  await page.keyboard.type(figures)
}

test('the days stand in the address; all their entries are there, page by page, and none of other days', async () => {
  await page.goto('/settings/audit')
  await rows().first().waitFor()
  await type('開始日', '20260401')
  await type('終了日', '20260402')
  await page.waitForURL((address) => {
    const { searchParams } = address
    return searchParams.get('from') === '2026-04-01' && searchParams.get('to') === '2026-04-02'
  })
  await rows().filter({ hasText: 'n79' }).waitFor()
  expect(await rows().count()).toBe(50)
  await page.getByRole('button', { name: '続きを見る' }).click()
  await rows().filter({ hasText: 'n0' }).last().waitFor()
  expect(await rows().count()).toBe(80)
  expect(await page.getByRole('button', { name: '続きを見る' }).count()).toBe(0)

  await page.reload()
  await rows().filter({ hasText: 'n79' }).waitFor()
  await page.getByRole('button', { name: '条件を解除' }).first().click()
  await page.waitForURL((address) => !address.searchParams.has('from'))
  await rows().filter({ hasText: 'サインイン' }).first().waitFor()
})
