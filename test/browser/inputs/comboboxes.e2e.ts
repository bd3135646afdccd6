import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../src/platform/db/db.ts'
import { compose } from '../../primitives/composition.ts'
import { type App, openApp } from '../app.ts'
import { componentsWithInputs } from './places.ts'

// A choice made with the mouse while a conversion is open wins over the conversion, on every combobox of the screens.
let app: App
let page: Page

beforeAll(async () => {
  app = await openApp({ demo: 200, isLearned: true })
  page = await app.ownerPage()
  page.setDefaultTimeout(20_000)
})
afterAll(() => app.close())

test('these are all there are', () => {
  expect(componentsWithInputs(/<(?:ComboBox|Autocomplete)\b/)).toEqual([
    'analysis/offers/pickers.tsx CustomerPicker',
    'analysis/offers/pickers.tsx ProductPicker',
    'customers/facts/Memory.tsx TagDialog',
    'shell/Palette.tsx Palette',
    'staff/SetupPage.tsx CompanyStep',
  ])
})

test('the tag of a customer', async () => {
  const { rows } = await app.pool.query<{ id: number; name: string }>(
    sql`select customer.id, tags.name from customers customer, tags
        where not exists (select from customer_tags where customer_id = customer.id) order by customer.id, tags.id limit 1`,
  )
  const { id = 0, name = '' } = rows[0] ?? {}
  await page.goto(`/customers/${id}`)
  const tags = page.getByRole('region', { name: 'タグ', exact: true })
  await tags.getByRole('button', { name: 'タグを付ける' }).click()
  const box = page.getByRole('combobox', { name: '今あるタグ' })
  await box.focus()
  await compose(page, name.slice(0, 1))
  await page.getByRole('option', { name, exact: true }).click()
  await expect.poll(() => box.inputValue()).toBe(name)
  await page.getByRole('dialog').getByRole('button', { name: '付ける' }).click()
  await tags.getByText(name, { exact: true }).waitFor()
})

test('whom to recommend to', async () => {
  const { rows } = await app.pool.query<{ id: number; name: string }>(
    sql`select id, family_name || ' ' || given_name as name from customers where given_name <> '' order by id limit 1`,
  )
  const { name = '' } = rows[0] ?? {}
  await page.goto('/analysis/offers')
  const box = page.getByRole('main').getByRole('combobox', { name: 'お客様' })
  await box.focus()
  await compose(page, name.split(' ')[0] ?? '')
  await page
    .getByRole('option', { name: new RegExp(`^${name}`) })
    .first()
    .click()
  await page.waitForURL(/customer=\d+/)
  await page.getByRole('heading', { level: 2, name }).waitFor()
})

test('a product and what is bought with it', async () => {
  const { rows } = await app.pool.query<{ id: number; name: string }>(
    sql`select id, name from products where discontinued_at is null order by id limit 1`,
  )
  const { id, name = '' } = rows[0] ?? {}
  await page.goto('/analysis/affinity')
  const box = page.getByRole('main').getByRole('combobox', { name: '商品' })
  await box.focus()
  await compose(page, name.slice(0, 2))
  await page
    .getByRole('option', { name: new RegExp(`^${name}`) })
    .first()
    .click()
  await page.waitForURL(new RegExp(`product=${id}$`))
  await expect.poll(() => box.inputValue()).toBe(name)
})

test('the palette: a person, a place', async () => {
  const { rows } = await app.pool.query<{ id: number; name: string }>(
    sql`select id, family_name as name from customers where family_name <> '' order by id limit 1`,
  )
  await page.goto('/jobs')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const name = rows[0]?.name ?? ''
  await page.keyboard.press('Control+K')
  const box = page.getByRole('searchbox', { name: '顧客と画面を探す' })
  await box.focus()
  await compose(page, name)
  const found = page.getByRole('menuitem', { name: new RegExp(`^${name}`) }).first()
  const text = await found.innerText()
  await found.click()
  await page.waitForURL(/\/customers\/\d+$/)
  const heading = await page.getByRole('heading', { level: 1 }).innerText()
  expect(text.startsWith(heading.split('\n')[0] ?? '?')).toBe(true)

  await page.keyboard.press('Control+K')
  await box.focus()
  await compose(page, '商')
  await page.getByRole('menuitem', { name: '商品' }).click()
  await page.getByRole('heading', { level: 1, name: '商品' }).waitFor()
})

test('the time zone of the first visit', async () => {
  const first = await openApp()
  const visitor = await first.newPage()
  visitor.setDefaultTimeout(20_000)
  await visitor.goto('/setup')
  await visitor.getByRole('textbox', { name: '名前' }).fill('椿 陽子')
  await visitor.getByRole('textbox', { name: 'メールアドレス' }).fill('yoko@tsubaki.example')
  await visitor.getByRole('textbox', { name: 'パスワード' }).fill('つばき油は毎朝つかう2026')
  await visitor.getByRole('button', { name: '次へ' }).click()
  const box = visitor.getByRole('combobox', { name: 'タイムゾーン' })
  await box.fill('')
  await compose(visitor, 'Asia/Se')
  await visitor.getByRole('option', { name: 'Asia/Seoul' }).click()
  await expect.poll(() => box.inputValue()).toBe('Asia/Seoul')
  await visitor.getByRole('textbox', { name: '会社名' }).fill('椿堂')
  await visitor.getByRole('button', { name: '登録してはじめる' }).click()
  await expect
    .poll(async () => (await first.pool.query(sql`select time_zone as zone from company`)).rows)
    .toEqual([{ zone: 'Asia/Seoul' }])
  await first.close()
})
