import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, openApp } from './app.ts'

// A list under way, one that never had anything, one where nothing matches and one that could not be read look different.
let full: App
let empty: App
let owner: Page
let newcomer: Page

beforeAll(async () => {
  full = await openApp({ demo: 200 })
  owner = await full.ownerPage()
  empty = await openApp()
  newcomer = await empty.newPage()
  const setUp = await newcomer.request.post('/api/setup', {
    data: {
      owner: { name: '椿 陽子', email: 'yoko@tsubaki.example', password: 'つばき油は毎朝つかう2026', locale: 'ja' },
      company: { name: '椿堂', timeZone: 'Asia/Tokyo', fiscalYearStartMonth: 4, currency: 'JPY' },
    },
    headers: { origin: empty.origin },
  })
  expect(setUp.ok()).toBe(true)
  for (const page of [owner, newcomer]) page.setDefaultTimeout(20_000)
})
afterAll(async () => {
  await full.close()
  await empty.close()
})

const lists = [
  {
    list: '顧客の表',
    at: '/customers',
    asks: '/api/customers',
    never: '顧客はまだいません。',
    next: '取り込む',
    unmatched: '/customers?q=どこにもいない人',
    noMatch: '該当する顧客はいません。',
  },
  {
    list: '注文',
    at: '/orders',
    asks: '/api/orders',
    never: '注文はまだありません。',
    next: '取り込む',
    unmatched: '/orders?number=XX-0',
    noMatch: '該当する注文はありません。',
  },
  {
    list: '商品',
    at: '/products',
    asks: '/api/products',
    never: '商品はまだありません。',
    next: '取り込む',
    unmatched: '/products?q=どこにもない品',
    noMatch: '該当する商品はありません。',
  },
]

describe.each(lists)('$list', ({ list, at, asks, never, next, unmatched, noMatch }) => {
  const table = (page: Page) => page.getByRole('table', { name: list, exact: true })
  const shown = (page: Page) => table(page).locator('tbody tr[data-row]').first()
  const skeleton = (page: Page) => table(page).locator('tbody tr[aria-hidden=true]')
  const ofList = (url: URL) => url.pathname === asks
  const retry = (page: Page) => page.getByRole('alert').getByRole('button', { name: 'もう一度試す' })

  test('under way: grey lines, said to be busy; then the rows', async () => {
    let go: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      go = resolve
    })
    await owner.route(ofList, async (route) => {
      await held
      await route.continue()
    })
    await owner.goto(at)
    await skeleton(owner).first().waitFor()
    expect(await table(owner).getAttribute('aria-busy')).toBe('true')
    expect(await shown(owner).count()).toBe(0)
    go()
    await shown(owner).waitFor()
    expect(await table(owner).getAttribute('aria-busy')).toBe('false')
    expect(await skeleton(owner).count()).toBe(0)
    await owner.unroute(ofList)
  })

  test('never any: what it is for, and one way to begin', async () => {
    await newcomer.goto(at)
    await newcomer.getByText(never).waitFor()
    await newcomer.getByRole('main').getByRole('link', { name: next }).last().waitFor()
    expect(await newcomer.getByText(noMatch).count()).toBe(0)
  })

  test('no match: what to loosen, and doing so brings the rows back', async () => {
    await owner.goto(unmatched)
    await owner.getByText(noMatch).waitFor()
    expect(await owner.getByText(never).count()).toBe(0)
    await owner.getByRole('main').getByRole('button', { name: '条件を解除' }).last().click()
    await shown(owner).waitFor()
  })

  test('failed: said, and tried again', async () => {
    await owner.route(ofList, (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'about:blank', title: 'x', status: 500, code: 'internal-error' }),
      }),
    )
    await owner.goto(at)
    await retry(owner).waitFor()
    expect(await owner.getByText(never).or(owner.getByText(noMatch)).count()).toBe(0)
    expect(await skeleton(owner).count()).toBe(0)
    await owner.unroute(ofList)
    await retry(owner).click()
    await shown(owner).waitFor()
  })
})
