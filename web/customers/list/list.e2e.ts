import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../src/platform/db/db.ts'
import { type App, openApp } from '../../../test/browser/app.ts'
import { compose, confirmComposition, pressInputMethodKey } from '../../../test/primitives/composition.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 400 })
  page = await app.ownerPage()
  page.setDefaultTimeout(15_000)
})
afterAll(() => app.close())

const table = () => page.getByRole('table', { name: '顧客の表' })
const rows = () => table().locator('tbody tr[data-row]')
const ids = () => rows().evaluateAll((all) => all.map((row) => Number(row.getAttribute('data-row'))))
const box = () => page.locator('input[type=search]')
/** the label is what a mouse hits */
const tick = (checkbox: Locator) => checkbox.locator('xpath=ancestor::label').click()
const shownCount = async () =>
  Number((await page.getByRole('status').filter({ hasText: /\d人$/ }).innerText()).replace(/\D/g, ''))

async function open(address = '/customers'): Promise<void> {
  await page.goto(address)
  await rows().first().waitFor()
  await page.waitForLoadState('networkidle')
}

/** Waits until the rows are those of the address, not the former ones shown meanwhile. */
async function settled(): Promise<void> {
  await page.waitForLoadState('networkidle')
  await table().and(page.locator('[aria-busy=false]')).waitFor()
}

test('one person is found by name in any variant, reading in any width, phone, its last digits, and mail', async () => {
  await open()
  const created = await page.request.post('/api/customers', {
    data: { familyName: '髙橋', givenName: '麗華', familyKana: 'タカハシ', givenKana: 'レイカ' },
    headers: { 'idempotency-key': 'search-variants', origin: app.origin },
  })
  const { id } = (await created.json()) as { id: number }
  for (const [kind, value] of [
    ['phone', '090-1234-5698'],
    ['email', 'reika.t@example.jp'],
  ]) {
    await page.request.post(`/api/customers/${id}/contact-points`, {
      data: { kind, value },
      headers: { 'idempotency-key': `search-${kind}`, origin: app.origin },
    })
  }
  const spellings = [
    '髙橋',
    '高橋',
    'たかはし',
    'ﾀｶﾊｼ',
    '髙橋 麗華',
    '高橋麗華',
    'たかはし れいか',
    '090-1234-5698',
    '09012345698',
    '5698',
    'reika.t@example.jp',
  ]
  for (const spelling of spellings) {
    await box().fill(spelling)
    await box().press('Enter')
    await page.waitForURL((address) => address.searchParams.get('q') === spelling)
    await settled()
    expect(await ids(), spelling).toContain(id)
  }
})

test('Enter that confirms a conversion neither searches half a word nor leaves the page', async () => {
  await open()
  await box().focus()
  await compose(page, 'さとう')
  await pressInputMethodKey(page, 'Enter')
  expect(new URL(page.url()).searchParams.get('q')).toBeNull()
  await confirmComposition(page, '佐藤')
  await page.waitForURL((address) => address.searchParams.get('q') === '佐藤')
  await settled()
  const names = await rows().getByRole('link').allInnerTexts()
  expect(names.length).toBeGreaterThan(0)
  expect(names.every((name) => name.startsWith('佐藤'))).toBe(true)
})

test('filter and sort stand in the address: reload, back and another window show the same', async () => {
  await open()
  await page.getByRole('button', { name: '条件', exact: true }).click()
  await page.getByRole('button', { name: 'ランク', exact: true }).click()
  await tick(page.getByRole('checkbox', { name: '上得意' }))
  await tick(page.getByRole('checkbox', { name: 'なじみ' }))
  await page.getByRole('button', { name: '絞り込む' }).click()
  await page.waitForURL(/rank=S,B/)
  await table()
    .getByRole('button', { name: /最終購入/ })
    .click()
  await page.waitForURL(/sort=-lastOn/)
  await settled()
  const [shown, count] = [await ids(), await shownCount()]
  await page.reload()
  await settled()
  expect([await ids(), await shownCount()]).toEqual([shown, count])

  const other = await app.ownerPage()
  await other.goto(page.url())
  await other.locator('tr[data-row]').first().waitFor()
  await other.waitForLoadState('networkidle')
  const theirs = await other
    .locator('tr[data-row]')
    .evaluateAll((all) => all.map((row) => Number(row.getAttribute('data-row'))))
  expect(theirs).toEqual(shown)
  await other.context().close()

  await page.getByRole('button', { name: '条件「ランク」を外す' }).click()
  await page.waitForURL((address) => !address.searchParams.has('rank'))
  await page.goBack()
  await page.waitForURL(/rank=S,B/)
  await settled()
  expect(await ids()).toEqual(shown)
})

test('coming back from a customer finds the same place and row', async () => {
  await open('/customers?sort=kana')
  const scroller = table().locator('xpath=..')
  const id = (await ids())[60] as number
  const row = table().locator(`[data-row="${id}"]`)
  await row.scrollIntoViewIfNeeded()
  await row.focus()
  const before = await scroller.evaluate((element) => element.scrollTop)
  expect(before).toBeGreaterThan(500)
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`/customers/${id}`))
  await page.getByText('61 / ').waitFor()
  await page.goBack()
  await row.waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-row'))).toBe(String(id))
  const after = await scroller.evaluate((element) => element.scrollTop)
  expect(Math.abs(after - before)).toBeLessThanOrEqual(4)
})

test('J and K walk from record to record over the ends of the pages of the list', async () => {
  await open('/customers?sort=kana')
  const first = await ids()
  await page.getByRole('button', { name: '次へ' }).click()
  await page.waitForURL(/page=2/)
  await settled()
  const second = await ids()
  await page.goBack()
  await page.waitForURL((address) => !address.searchParams.has('page'))
  await settled()
  await table()
    .locator(`[data-row="${first.at(-1)}"]`)
    .focus()
  await page.keyboard.press('Enter')
  await page.getByText(/^100 \/ \d+人目/).waitFor()
  await page.getByRole('button', { name: '次', exact: true }).and(page.locator(':enabled')).waitFor()
  await page.keyboard.press('j')
  await page.waitForURL(`**/customers/${second[0]}`)
  await page.getByText(/^101 \/ \d+人目/).waitFor()
  const crumb = page.getByRole('main').getByRole('link', { name: '顧客', exact: true })
  expect(await crumb.getAttribute('href')).toMatch(/sort=kana&after=.*&page=2/)
  await page.keyboard.press('k')
  await page.waitForURL(`**/customers/${first.at(-1)}`)
  // straight into the second page: the one before it was passed, so K leads back into it
  await open('/customers?sort=kana')
  await page.getByRole('button', { name: '次へ' }).click()
  await page.waitForURL(/page=2/)
  await settled()
  await table().locator(`[data-row="${second[0]}"]`).focus()
  await page.keyboard.press('Enter')
  await page.getByText(/^101 \/ \d+人目/).waitFor()
  await page.getByRole('button', { name: '前', exact: true }).and(page.locator(':enabled')).waitFor()
  await page.keyboard.press('k')
  await page.waitForURL(`**/customers/${first.at(-1)}`)
  await page.getByText(/^100 \/ \d+人目/).waitFor()
})

test('saving as a new view leaves the one it came from as it was', async () => {
  await open('/customers?rank=S')
  const save = async (name: string) => {
    await page.getByRole('textbox', { name: '名前' }).fill(name)
    await page.getByRole('dialog').getByRole('button', { name: 'この条件を保存' }).click()
    await page.getByRole('link', { name: new RegExp(name) }).waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await page.getByRole('button', { name: 'この条件を保存' }).click()
  await save('上得意だけ')
  const stored = () =>
    page.request
      .get('/api/views?list=customers')
      .then((reply) => reply.json() as Promise<{ items: { name: string }[] }>)
  const [former] = (await stored()).items
  await page.getByRole('button', { name: '条件「ランク」を外す' }).click()
  await page.getByRole('img', { name: '変更あり' }).waitFor()
  await page.getByRole('button', { name: '保存した条件の操作' }).click()
  await page.getByRole('menuitem', { name: '別名で保存' }).click()
  await save('みんな')
  expect((await stored()).items.find(({ name }) => name === '上得意だけ')).toEqual(former)
})

test('all who match less two: the count, the tag and the file hold exactly those', async () => {
  await open('/customers?orderCount=1..')
  const total = await shownCount()
  await tick(table().getByRole('checkbox').first())
  await page.getByRole('button', { name: /この条件の.*人すべてを選択/ }).click()
  const dropped = (await ids()).slice(1, 3)
  for (const id of dropped) await tick(table().locator(`[data-row="${id}"]`).getByRole('checkbox'))
  await page.getByText(`${(total - 2).toLocaleString('ja-JP')}人を選択中`).waitFor()
  const bar = page.getByRole('region', { name: '選択中の顧客' })

  await bar.getByRole('button', { name: '書き出す' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /書き出す理由/ }).fill('お歳暮の案内')
  await dialog.getByRole('button', { name: '書き出す' }).click()
  const download = page.waitForEvent('download')
  await dialog.getByRole('link', { name: 'ファイルを受け取る' }).click()
  const bytes = await readFile(await (await download).path())
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const lines = bytes.toString('utf8').split('\r\n')
  expect(lines.at(-1)).toBe('')
  expect(lines[0]).toContain('会員番号')
  expect(lines).toHaveLength(total - 2 + 2)
  await dialog.getByRole('button', { name: '閉じる' }).last().click()

  await bar.getByRole('button', { name: 'タグを付ける' }).click()
  await dialog.getByRole('textbox', { name: '新しいタグの名前' }).fill('年末のはがき')
  await dialog.getByRole('button', { name: '付ける' }).click()
  await dialog.waitFor({ state: 'detached' })
  const tagged = () =>
    app.pool
      .query<{ id: number }>(
        sql`select ct.customer_id as id from customer_tags ct join tags t on t.id = ct.tag_id where t.name = '年末のはがき'`,
      )
      .then(({ rows: found }) => found.map(({ id }) => id))
  await expect.poll(async () => (await tagged()).length, { timeout: 20_000 }).toBe(total - 2)
  expect((await tagged()).filter((id) => dropped.includes(id))).toEqual([])
})

test('no match and never any look different and say what to do', async () => {
  await page.goto('/customers?q=存在しない名前の人')
  await page.getByText('該当する顧客はいません。').waitFor()
  await page.getByRole('main').getByRole('button', { name: '条件を解除' }).click()
  await rows().first().waitFor()
})

test('the rank filter offers the ranks the shop has painted, by its names', async () => {
  const rules = await page.request.get('/api/analysis/rules').then((reply) => reply.json())
  const list = rules.rules.ranks.list.map((rank: { key: string; label: string }) =>
    rank.key === 'S' ? { key: 'V', label: '特別会員' } : rank,
  )
  await page.request.post('/api/analysis/rules', {
    data: { rules: { ...rules.rules, ranks: { ...rules.rules.ranks, list } }, basedOn: rules.id },
    headers: { 'idempotency-key': 'own-ranks', origin: app.origin },
  })
  const ranked = sql`select count(*) as count from customer_metrics where rank = 'V'`
  const best = async () => (await app.pool.query<{ count: number }>(ranked)).rows[0]?.count ?? 0
  await expect.poll(best, { timeout: 30_000 }).toBeGreaterThan(0)
  await open()
  await page.getByRole('button', { name: '条件', exact: true }).click()
  await page.getByRole('button', { name: 'ランク', exact: true }).click()
  expect(await page.getByRole('dialog').getByRole('checkbox').count()).toBe(list.length)
  await tick(page.getByRole('checkbox', { name: '特別会員' }))
  await page.getByRole('button', { name: '絞り込む' }).click()
  await page.waitForURL(/rank=V/)
  await settled()
  // the heading says the former count until the new one is known
  await expect.poll(async () => (await shownCount()) === (await best())).toBe(true)
  await rows().first().getByText('特別会員').waitFor()
})
