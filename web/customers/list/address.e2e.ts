import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../../test/browser/app.ts'

// What is seen stands in the address: it survives a reload and the way back, and shows a colleague the same.
let app: App
let owner: Page
let colleague: Page

beforeAll(async () => {
  app = await openApp({ demo: 400 })
  owner = await app.ownerPage()
  colleague = await app.staffPage('marketer')
  for (const page of [owner, colleague]) page.setDefaultTimeout(20_000)
})
afterAll(() => app.close())

const rows = (page: Page) => page.getByRole('table', { name: '顧客の表' }).locator('tbody tr[data-row]')

/** The rows on screen once they are those of the address, and how many the list says there are. */
async function seen(page: Page): Promise<{ ids: string[]; count: string }> {
  await page.waitForLoadState('networkidle')
  await page.locator('table[aria-label="顧客の表"][aria-busy=false]').waitFor()
  await rows(page).first().waitFor()
  const ids = await rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-row') ?? ''))
  return { ids, count: await page.getByRole('status').filter({ hasText: /\d人$/ }).innerText() }
}

test('filter, sort and page: after a reload, on the way back, and for somebody else', async () => {
  await owner.goto('/customers?orderCount=1..&sort=-lastOn')
  const first = await seen(owner)
  await owner.getByRole('button', { name: '次へ' }).click()
  await owner.waitForURL(/page=2/)
  const second = await seen(owner)
  expect(second.count).toBe(first.count)
  expect(second.ids).not.toEqual(first.ids)

  await owner.reload()
  expect(await seen(owner)).toEqual(second)
  await colleague.goto(owner.url())
  expect(await seen(colleague)).toEqual(second)
  await colleague.getByText(/^101〜\d+人目$/).waitFor()

  await rows(owner).nth(3).getByRole('link').click()
  await owner.waitForURL(/\/customers\/\d+/)
  await owner.goBack()
  expect(await seen(owner)).toEqual(second)
  await owner.goBack()
  expect(await seen(owner)).toEqual(first)
})

test('an open panel: after a reload, on the way back, and for somebody else', async () => {
  await owner.goto('/customers/1')
  const panel = (page: Page) => page.getByRole('complementary', { name: '変更履歴' })
  await owner.getByRole('button', { name: '変更履歴' }).click()
  await panel(owner).waitFor()
  await owner.reload()
  await panel(owner).waitFor()
  await colleague.goto(owner.url())
  await panel(colleague).waitFor()
  await owner.goBack()
  await panel(owner).waitFor({ state: 'detached' })
  await owner.goForward()
  await panel(owner).waitFor()
})
