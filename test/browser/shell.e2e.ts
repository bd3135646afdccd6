import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { compose, confirmComposition } from '../primitives/composition.ts'
import { type App, openApp } from './app.ts'

let app: App
let page: Page
const foreign: string[] = []
const complaints: string[] = []

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  page = await app.ownerPage()
  page.setDefaultTimeout(10_000)
  page.on('request', (request) => {
    const url = request.url()
    if (!/^(data|blob):/.test(url) && !url.startsWith(app.origin)) foreign.push(url)
  })
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
})
afterAll(() => app.close())
beforeEach(async () => {
  await page.goto('/jobs')
  await page.getByRole('heading', { level: 1, name: '処理の状況' }).waitFor()
})

const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true })
const rooms = () => page.getByRole('navigation', { name: '部屋' })

test('a room opens with its title, said to screen readers, the focus at its start', async () => {
  await rooms().getByRole('link', { name: '顧客' }).click()
  await heading('顧客').waitFor()
  expect(await page.title()).toBe('顧客｜Tokui')
  await page.getByRole('status').filter({ hasText: '顧客を開きました' }).waitFor({ state: 'attached' })
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  expect(await rooms().getByRole('link', { name: '顧客' }).getAttribute('aria-current')).toBe('page')
})

test('the palette finds people and places; Enter that confirms a conversion opens nobody', async () => {
  await page.keyboard.press('Control+K')
  const box = page.getByRole('searchbox', { name: '顧客と画面を探す' })
  await box.waitFor()
  const name = await firstCustomer()
  await compose(page, name)
  await confirmComposition(page, name)
  const found = page.getByRole('menuitem', { name: new RegExp(name) }).first()
  await found.waitFor()
  expect(new URL(page.url()).pathname).toBe('/jobs')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/customers\/\d+$/)
  await page.keyboard.press('Control+K')
  await box.fill('商品')
  await page.getByRole('menuitem', { name: '商品' }).click()
  await heading('商品').waitFor()
})

async function firstCustomer(): Promise<string> {
  const { rows } = await app.pool.query(
    'select family_name from customers where family_name <> $1 order by id limit 1',
    [''],
  )
  return rows[0].family_name
}

test('G and a letter goes, ? lists the keys, and one can do without them', async () => {
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await heading('顧客').waitFor()
  await page.keyboard.press('/')
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).type)).toBe('search')
  await page.keyboard.type('gj?')
  expect(await heading('顧客').isVisible()).toBe(true)
  await page.goto('/jobs')
  await heading('処理の状況').waitFor()
  await page.keyboard.press('Shift+Slash')
  const keys = page.getByRole('dialog', { name: 'キーボードの操作' })
  await keys.getByText('1文字のキー操作を使う').click()
  await page.keyboard.press('Escape')
  await keys.waitFor({ state: 'detached' })
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await page.waitForTimeout(300)
  expect(await heading('処理の状況').isVisible()).toBe(true)
  await page.evaluate(() => localStorage.removeItem('tokui.shortcuts'))
})

async function account(item: string, role: 'menuitem' | 'menuitemradio' = 'menuitemradio'): Promise<void> {
  await rooms()
    .or(page.getByRole('navigation', { name: 'Rooms' }))
    .getByRole('button')
    .filter({ hasText: '暦' })
    .click()
  await page.getByRole(role, { name: item }).click()
}

test('dark stays dark from the first paint on, whatever the device says', async () => {
  await account('暗い')
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () =>
      document.documentElement.setAttribute('data-first', document.documentElement.dataset.theme ?? ''),
    )
  })
  await page.reload()
  await heading('処理の状況').waitFor()
  expect(await page.evaluate(() => document.documentElement.dataset.first)).toBe('dark')
  await page.keyboard.press('Escape')
  await account('端末に合わせる')
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light')
})

test('the language goes with the account', async () => {
  await account('English')
  await heading('Background work').waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
  await expect
    .poll(async () => (await app.pool.query('select locale from staff order by id limit 1')).rows[0].locale)
    .toBe('en')
  const elsewhere = await app.ownerPage()
  await elsewhere.goto('/jobs')
  await elsewhere.getByRole('heading', { name: 'Background work' }).waitFor()
  await elsewhere.context().close()
  await page.keyboard.press('Escape')
  await account('日本語')
  await heading('処理の状況').waitFor()
})

test('going back to a list finds its scroll and its row again', async () => {
  await page.goto('/customers')
  const table = page.getByRole('table')
  await table.getByRole('row').nth(30).focus()
  await page.keyboard.press('j')
  const place = () => table.evaluate((one) => one.parentElement?.scrollTop ?? 0)
  const former = { row: await page.evaluate(() => document.activeElement?.getAttribute('data-row')), at: await place() }
  expect(former.at).toBeGreaterThan(100)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/customers\/\d+/)
  await page.goBack()
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-row')), { timeout: 10_000 })
    .toBe(former.row)
  expect(Math.abs((await place()) - former.at)).toBeLessThanOrEqual(4)
})

test('a mistyped address says so; unknown parameters break nothing', async () => {
  await page.goto('/no-such-place')
  await heading('ページが見つかりません').waitFor()
  expect(await page.title()).toBe('ページが見つかりません｜Tokui')
  await page.goto('/customers?colour=red&sort=nonsense&cursor=')
  await heading('顧客').waitFor()
})

test('a lost connection is said, and said to be over', async () => {
  await page.context().setOffline(true)
  const bar = page.getByText('サーバーにつながりません。保存は、つながってから行ってください。')
  await bar.waitFor()
  await page.context().setOffline(false)
  await bar.waitFor({ state: 'detached' })
})

test('a phone has its places at the foot, 44 px and more', async () => {
  const phone = await app.ownerPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  await phone.goto('/customers')
  const tabs = phone.getByRole('navigation', { name: '主な部屋' })
  await tabs.getByRole('link', { name: '顧客' }).waitFor()
  for (const tab of await tabs.locator('a, button').all()) {
    const box = await tab.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
  }
  await tabs.getByRole('button', { name: 'その他' }).click()
  await phone.getByRole('menuitem', { name: '処理の状況' }).click()
  await phone.getByRole('heading', { name: '処理の状況' }).waitFor()
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await phone.context().close()
})

test('a write lost on the way is tried again under the same key; then one is out and must come back in', async () => {
  const leaving = await app.ownerPage()
  await leaving.goto('/jobs')
  const keys: (string | undefined)[] = []
  await leaving.route('**/api/session', async (route) => {
    if (route.request().method() !== 'DELETE') return route.continue()
    keys.push(route.request().headers()['idempotency-key'])
    return keys.length === 1 ? route.abort() : route.continue()
  })
  await leaving.getByRole('navigation', { name: '部屋' }).getByRole('button').filter({ hasText: '暦' }).click()
  await leaving.getByRole('menuitem', { name: 'サインアウト' }).click()
  await leaving.waitForURL(/\/sign-in/)
  expect(keys).toHaveLength(2)
  expect(keys[1]).toBe(keys[0])
  await leaving.goto('/customers?q=x')
  await leaving.waitForURL(
    (address) => address.pathname === '/sign-in' && address.searchParams.get('next') === '/customers?q=x',
  )
  await leaving.context().close()
})

test('nothing was asked of another server, and nothing broke the content security policy', () => {
  expect(foreign).toEqual([])
  expect(complaints).toEqual([])
})
