import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../test/browser/app.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 600 })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
})
afterAll(() => app.close())

const said = (text: string) => Number(/([\d,]+)[人件]/.exec(text)?.[1]?.replaceAll(',', ''))

test('every number of today is the count of the list it opens', async () => {
  await page.goto('/')
  await page.getByRole('heading', { level: 2, name: /今日やること/ }).waitFor()
  await page
    .getByRole('link', { name: /顧客 .*人を見る/ })
    .first()
    .waitFor()
  await page.waitForLoadState('networkidle')
  const links = page
    .getByRole('main')
    .getByRole('link', { name: /を見る$/ })
    .filter({ hasText: /\d/ })
  const found = await links.evaluateAll((all) =>
    all.map((link) => [link.textContent ?? '', link.getAttribute('href') ?? ''] as const),
  )
  expect(found.length).toBeGreaterThanOrEqual(5)
  for (const [text, href] of found) {
    await page.goto(href)
    const count = page.getByRole('status').filter({ hasText: /\d(人|件)$/ })
    await count.waitFor()
    expect(said(await count.innerText()), `${text} ${href}`).toBe(said(text))
  }
})
