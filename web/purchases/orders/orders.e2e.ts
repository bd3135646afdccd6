import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { one, sql } from '../../../src/platform/db/db.ts'
import { type App, openApp } from '../../../test/browser/app.ts'
import { paths } from '../../paths.ts'

let app: App
let page: Page
let order: { customerId: number; id: number; netSales: number }

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  page = await app.ownerPage()
  page.setDefaultTimeout(12_000)
  const found = await one<typeof order>(
    app.pool,
    sql`select customer_id as "customerId", id, net_sales as "netSales" from orders
        where customer_id > 0 and status = 'confirmed' and net_sales > 0 order by id limit 1`,
  )
  if (!found) throw new Error('the demo shop sold nothing')
  order = found
})
afterAll(() => app.close())

const button = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true })
const shown = (state: string) => page.getByRole('main').getByText(state, { exact: true }).first().waitFor()

const stored = () =>
  one(
    app.pool,
    sql`select o.net_sales as "netSales", (select m.net_sales from customer_metrics m where m.customer_id = o.customer_id) as whole
        from orders o where o.customer_id = ${order.customerId} and o.id = ${order.id}`,
  )

test('a cancellation and a return are undone, at once and later', async () => {
  const before = await stored()
  await page.goto(paths.order(order.customerId, order.id))
  await button('注文を取り消す').click()
  await shown('取り消し済み')
  expect(await stored()).not.toEqual(before)
  await page.getByText('注文を取り消しました。').first().waitFor()
  await page.getByRole('button', { name: '元に戻す', exact: true }).click()
  await page.getByText('取り消しを元に戻しました。').first().waitFor()
  await shown('確定')
  expect(await stored()).toEqual(before)

  await button('返品を受け付ける').click()
  await shown('返品済み')
  expect(await button('注文を取り消す').count()).toBe(0)
  await page.reload()
  await shown('返品済み')
  await button('返品を元に戻す').press('Enter')
  await shown('確定')
  expect(await stored()).toEqual(before)
  // whoever worked by keyboard goes on where they were
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('返品を受け付ける')
})
