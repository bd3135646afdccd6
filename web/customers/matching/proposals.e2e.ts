import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { matchBaseNow } from '../../../src/customers/index.ts'
import { merging } from '../../../src/house.ts'
import { many, sql } from '../../../src/platform/db/db.ts'
import { type App, openApp } from '../../../test/browser/app.ts'
import { testContext } from '../../../test/context.ts'

let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 400 })
  await matchBaseNow(testContext(app.pool), merging, { learns: true })
  page = await app.ownerPage()
  page.setDefaultTimeout(20_000)
})
afterAll(() => app.close())

const count = async (query = sql`select from match_proposals where not is_later`) =>
  (await many(app.pool, query)).length
const decided = () =>
  many<{ decision: string; isUndone: boolean }>(
    app.pool,
    sql`select decision, undone_at is not null as "isUndone" from match_decisions order by id`,
  )
/** The pair on screen, by the ids its column heads name. */
const shown = async () =>
  (await page.getByRole('columnheader').getByRole('link').allInnerTexts()).map((text) =>
    Number(text.replace(/\D/g, '')),
  )
const patience = { timeout: 30_000 }
const arrived = (decisions: number) => expect.poll(async () => (await decided()).length, patience).toBe(decisions)

test('the queue by keys: joined, two people, one household, later; the last one undone', async () => {
  await page.goto('/')
  const all = await count()
  // the menu says how many wait
  await page.getByRole('link', { name: new RegExp(`^名寄せの確認\\s*${all}$`) }).click()
  await page.getByRole('region', { name: '2件の記録' }).getByRole('table').waitFor()
  const seen: number[][] = []
  for (const [at, key] of ['j', 'n', 'h', 'l'].entries()) {
    const pair = await shown()
    expect(pair).toHaveLength(2)
    expect(seen).not.toContainEqual(pair)
    seen.push(pair)
    await page.keyboard.press(key)
    await expect.poll(shown, patience).not.toEqual(pair)
    await arrived(at + 1)
  }
  expect((await decided()).map(({ decision }) => decision)).toEqual(['join', 'apart', 'household', 'later'])
  const customers = sql`select from customers where id = any(${seen[0]})`
  expect(await count(customers)).toBe(1)

  await page.keyboard.press('z')
  await expect.poll(shown, patience).toEqual(seen[3])
  await page.getByText('判断を取り消しました。').first().waitFor()
  for (const pair of [seen[2], seen[1], seen[0]]) {
    await page.keyboard.press('z')
    await expect.poll(shown, patience).toEqual(pair)
  }
  await expect.poll(async () => (await decided()).every(({ isUndone }) => isUndone), patience).toBe(true)
  expect(await count(customers)).toBe(2)
})

test('a button that is pressed keeps the focus, says what it did, and what somebody else did first is said by name', async () => {
  const pair = await shown()
  const [one = 0, other = 0] = pair
  await app.pool.query(
    sql`insert into never_same (record_a, record_b, at) values (${Math.min(one, other)}, ${Math.max(one, other)}, now())`,
  )
  await app.pool.query(
    sql`delete from match_proposals where least(customer_id, other_id) = ${Math.min(one, other)} and greatest(customer_id, other_id) = ${Math.max(one, other)}`,
  )
  const before = (await decided()).length
  await page.getByRole('button', { name: '統合する' }).press('Enter')
  await page
    .getByText(new RegExp(`（${one}）.*（${other}）は、ほかの人が先に判断したか`))
    .first()
    .waitFor()
  await expect.poll(shown, patience).not.toEqual(pair)
  expect(await decided()).toHaveLength(before)
  await page.getByRole('button', { name: 'あとで', exact: true }).press('Enter')
  await page.getByRole('status').getByText('に移しました。').waitFor()
  await arrived(before + 1)
  const focused = await page.evaluate(() => document.activeElement?.textContent)
  expect(focused).toMatch(/^あとで/)
  await page.keyboard.press('z')
  await expect.poll(async () => (await decided()).at(-1)?.isUndone, patience).toBe(true)
})

test('nothing serious for axe, light and dark', async () => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor()
    const { violations } = await new AxeBuilder({ page }).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  }
})

test('letters typed into a box are no decisions, nor is a place after G', async () => {
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await page.waitForURL((address) => address.pathname === '/')
  await page.goBack()
  await page.getByRole('region', { name: '2件の記録' }).getByRole('table').waitFor()
  await page.keyboard.press('Control+k')
  const box = page.getByRole('dialog').getByRole('combobox').or(page.getByRole('dialog').getByRole('searchbox')).first()
  await box.pressSequentially('jn')
  expect(await box.inputValue()).toBe('jn')
  expect(await decided()).toHaveLength(5)
})

test('field by field: the value that is chosen goes on', async () => {
  await page.goto('/customers/proposals')
  const table = page.getByRole('region', { name: '2件の記録' }).getByRole('table')
  await table.waitFor()
  const choice = table.getByRole('radio', { name: /を残す$/ })
  // on to a pair whose names are written differently
  for (let more = 0; more < 30 && (await choice.count()) < 2; more++) {
    const pair = await shown()
    await page.keyboard.press('l')
    await expect.poll(shown, patience).not.toEqual(pair)
    await table.waitFor()
  }
  const [into = 0] = await shown()
  const right = choice.filter({ visible: true }).nth(1)
  const wanted = await right.locator('xpath=..').innerText()
  await right.check()
  await page.keyboard.press('j')
  await expect.poll(async () => (await decided()).at(-1)?.decision, patience).toBe('join')
  await page.goto(`/customers/${into}`)
  await page.getByRole('main').getByText(wanted.trim()).first().waitFor()
})

test('many at once, with how many may be wrong said first; and taken back from the list of decisions', async () => {
  await page.goto('/customers/proposals')
  await page.getByRole('button', { name: 'まとめて統合' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/誤りの見込みは.*組です/).waitFor()
  await dialog.getByRole('button', { name: '統合する', exact: true }).click()
  await dialog.getByRole('alert').getByText('確かめてから').waitFor()
  await dialog.getByRole('checkbox', { name: '誤りの見込みを確かめました' }).press('Space')
  await dialog.getByRole('button', { name: '統合する', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  const bulk = sql`select from match_decisions where via = 'bulk'`
  await expect.poll(() => count(bulk), patience).toBeGreaterThan(2)
  const runs = sql`select from job_runs where kind = 'customers.accept-proposals' and status = 'done'`
  await expect.poll(() => count(runs), patience).toBe(1)
  // the count beside the tab follows once it is done
  const left = await count()
  await page.getByRole('link', { name: new RegExp(`^確認待ち\\s*${left}$`) }).waitFor()
  const merged = await count(sql`select from merged_customers`)
  await page.getByRole('link', { name: '判断の記録' }).click()
  await page
    .getByRole('button', { name: /の判断を取り消す$/ })
    .first()
    .click()
  await page.getByText('取り消し済み').first().waitFor()
  await expect.poll(() => count(sql`select from merged_customers`), patience).toBe(merged - 1)
})

test('what is joined without asking is chosen with its estimate', async () => {
  await page.goto('/settings/matching')
  await page.getByRole('radio', { name: /^99.9%以上/ }).press('Space')
  await page
    .getByText(/誤りの見込みは1,000組あたり/)
    .first()
    .waitFor()
  await page.getByRole('checkbox', { name: /^LINEのIDが同じ/ }).press('Space')
  await page.getByRole('button', { name: '保存' }).press('Enter')
  await page.getByText('名寄せの設定を保存しました。').waitFor()
  const [row] = await many(app.pool, sql`select automatic_from as "from", rules from match_settings`)
  expect(row).toEqual({ from: 0.999, rules: ['line'] })
})

test('a household stands on the record; somebody is added and taken out', async () => {
  const [home] = await many<{ id: number }>(
    app.pool,
    sql`select m.customer_id as id from customer_group_members m where via = 'match' order by 1 limit 1`,
  )
  await page.goto(`/customers/${home?.id}`)
  const card = page.getByRole('region', { name: '家族と会社' })
  await card.getByText('照合で見つかった').first().waitFor()
  const before = await card.getByRole('listitem').count()
  await card
    .getByRole('button', { name: /を外す$/ })
    .first()
    .press('Enter')
  await expect.poll(() => card.getByRole('listitem').count(), patience).toBe(before - 1)
  await card.getByRole('button', { name: '追加' }).press('Enter')
  const dialog = page.getByRole('dialog')
  const [person] = await many<{ name: string }>(
    app.pool,
    sql`select family_name || ' ' || given_name as name from customers c where given_name <> '' and id <> ${home?.id}
          and not exists (select from customer_group_members m where m.customer_id = c.id) order by id desc limit 1`,
  )
  await dialog.getByRole('combobox', { name: 'お客様' }).fill(person?.name.replace(' ', '') ?? '')
  await page
    .getByRole('option', { name: new RegExp(`^${person?.name}`) })
    .first()
    .click()
  // its list closes as one goes on
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: '追加' }).press('Enter')
  await page.getByText('追加しました。').waitFor()
  await expect.poll(() => card.getByRole('listitem').count(), patience).toBe(before)
})
