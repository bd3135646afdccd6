import { readFile } from 'node:fs/promises'
import iconv from 'iconv-lite'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/platform/db/db.ts'
import { type App, openApp } from '../../test/browser/app.ts'

let app: App
let page: Page
const tick = (checkbox: Locator) => checkbox.locator('xpath=ancestor::label').click()

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
})
afterAll(() => app.close())

const table = () => page.getByRole('table', { name: '顧客の表' })
const state = (text: string) => page.getByRole('status').getByText(text, { exact: true })

async function saved(link: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  return readFile(await download.path())
}

test('a bulk job: 処理中, then 一部失敗 with whom it left out, why, what helps, and the same as a file', async () => {
  const ids: number[] = []
  for (const givenName of ['一', '二', '三', '四']) {
    const reply = await page.request.post('/api/customers', {
      data: { familyName: '冬木', givenName },
      headers: { origin: app.origin },
    })
    ids.push(((await reply.json()) as { id: number }).id)
  }
  await page.goto('/customers?q=冬木')
  for (const id of ids) await tick(table().locator(`[data-row="${id}"]`).getByRole('checkbox'))
  const [gone, refused] = ids as [number, number]
  // one customer is gone meanwhile, another the database will not take, and the job has to wait for its table
  const other = await app.pool.connect()
  await other.query(sql`delete from customers where id = ${gone}`)
  await other.query(`alter table customer_tags add constraint never check (customer_id <> ${refused}) not valid`)
  await other.query('begin')
  await other.query('lock table customer_tags in share mode')

  await page.getByRole('region', { name: '選択中の顧客' }).getByRole('button', { name: 'タグを付ける' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: '新しいタグの名前' }).fill('冬の案内')
  await page.getByRole('dialog').getByRole('button', { name: '付ける' }).click()
  await page.getByRole('button', { name: '処理の状況を見る' }).click()
  await page.waitForURL(/\/jobs\/\d+$/)
  await page.getByRole('heading', { level: 1, name: 'タグの一括変更' }).waitFor()
  await state('処理中').waitFor()
  expect(await page.getByRole('progressbar').isVisible()).toBe(true)

  await other.query('commit')
  other.release()
  await state('一部失敗').waitFor({ timeout: 30_000 })
  await page.getByText('選択した4人のうち、2人のタグを変えました。').waitFor()
  const failures = page.getByRole('table', { name: '処理できなかった顧客' }).locator('tbody tr[data-row]')
  await failures.nth(1).waitFor()
  const told = await failures.allInnerTexts()
  expect(told).toHaveLength(2)
  expect(told.find((row) => row.includes(`ID ${gone}`))).toContain('顧客が見つかりません')
  expect(told.find((row) => row.includes('保存できませんでした'))).toContain('この顧客だけを選んで')

  const utf8 = (await saved(page.getByRole('link', { name: '一覧を書き出す（UTF-8）' }))).toString('utf8')
  expect(utf8.startsWith('\uFEFF行,ID,会員番号,姓,名,会社名,理由,直し方\r\n')).toBe(true)
  const rows = utf8.trimEnd().split('\r\n').slice(1)
  expect(rows.map((row) => row.split(',').slice(0, 2).map(Number))).toEqual([
    [1, gone],
    [2, refused],
  ])
  expect(rows[0]).toMatch(/顧客が見つかりません。.*,顧客の一覧で探し直してください。/)
  expect(rows[1]).toMatch(/保存できませんでした。,この顧客だけを選んで、もう一度実行してください。/)
  const cp932 = await saved(page.getByRole('link', { name: '一覧を書き出す（Shift_JIS）' }))
  expect(iconv.decode(cp932, 'cp932')).toBe(utf8.slice(1))

  const tagged = await app.pool.query<{ id: number }>(
    sql`select ct.customer_id as id from customer_tags ct join tags t on t.id = ct.tag_id where t.name = '冬の案内'`,
  )
  expect(tagged.rows.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(ids.slice(2))
})

test('every job has its page, found from the list of them', async () => {
  await page.goto('/jobs')
  await page.getByRole('link', { name: 'タグの一括変更' }).click()
  await state('一部失敗').waitFor()
  await page.goto('/jobs/999')
  await page.getByText('この処理は見つかりません。').waitFor()
})
