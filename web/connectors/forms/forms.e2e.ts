import { once } from 'node:events'
import { createServer } from 'node:http'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../../test/browser/app.ts'
import { testNow } from '../../../test/context.ts'
import { openMailbox } from '../../../test/mailbox.ts'

let app: App
let owner: Page
let box: Awaited<ReturnType<typeof openMailbox>>
let now = testNow

beforeAll(async () => {
  box = await openMailbox()
  app = await openApp({ demo: 200, clock: () => now, reach: [`127.0.0.1:${box.port}`] })
  owner = await app.ownerPage()
  owner.setDefaultTimeout(15_000)
})
afterAll(async () => {
  await app.close()
  await box.close()
})

/** What axe finds wrong with a page, of whatever weight. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
}

const choose = async (label: string, option: string) => {
  await owner.getByRole('button', { name: label }).click()
  await owner.getByRole('option', { name: option, exact: true }).click()
}

test('the mail server is set, and a mail to oneself shows that it works', async () => {
  await owner.goto('/settings/mail')
  await owner.getByText('まだ設定されていません').waitFor()
  await owner.getByLabel('サーバー名').fill('127.0.0.1')
  await choose('暗号化', '暗号化しない（同じ機械のサーバーだけ）')
  await owner.getByRole('textbox', { name: 'ポート' }).fill(String(box.port))
  await owner.getByLabel('差出人の名前').fill('椿堂')
  await owner.getByLabel('差出人のアドレス').fill('hello@tsubaki.example')
  await owner.getByRole('button', { name: '保存' }).click()
  await owner.getByRole('button', { name: '自分にテストメールを送る' }).click()
  await owner.getByText('届いたことを確かめてください').waitFor()
  expect((await box.mail(1)).header('from')).toBe('椿堂 <hello@tsubaki.example>')
})

test('a form is built, a visitor without scripts signs up, presses the button behind the link, and is a customer', async () => {
  await owner.goto('/forms')
  await owner.getByRole('button', { name: 'フォームを作る' }).click()
  await owner.getByRole('dialog').getByRole('textbox', { name: '名前' }).fill('椿の会')
  await owner.getByRole('dialog').getByRole('button', { name: 'フォームを作る' }).click()
  await owner.getByRole('heading', { name: '椿の会', level: 1 }).waitFor()
  await choose('項目を追加', '電話番号')
  const preview = owner.frameLocator('iframe[title="見本"]')
  await preview.getByLabel('電話番号').waitFor({ state: 'attached' })
  await owner.getByLabel('お礼の言葉').fill('椿の会へようこそ。')
  await owner.getByRole('button', { name: '保存' }).click()
  await owner.getByText('保存しました').waitFor()
  await owner.getByRole('button', { name: '公開する' }).click()
  const address = owner.locator('code[aria-label=フォームのアドレス]')
  await address.waitFor()
  const url = (await address.textContent()) ?? ''

  const visitor = await app.newPage({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
  await visitor.goto(url)
  await visitor.getByLabel('姓').fill('髙橋')
  await visitor.getByLabel('名', { exact: true }).fill('花子')
  await visitor.getByLabel('メールアドレス').fill('hanako@mail.example')
  await visitor.getByLabel('電話番号').fill('090-1234-5678')
  await visitor.getByLabel('新しい商品や催しのお知らせを').check()
  now = new Date(now.getTime() + 30_000)
  await visitor.getByRole('button', { name: '登録する' }).click()
  await visitor.getByRole('heading', { name: '確認メールを送りました' }).waitFor()
  const mail = await box.mail(2)
  expect([mail.to, mail.header('subject')]).toEqual([
    ['hanako@mail.example'],
    expect.stringContaining('「椿の会」の確認'),
  ])
  await visitor.goto(/http\S+\/c\/\S+/.exec(mail.text)?.[0] ?? '')
  await visitor.getByText('新しい商品や催しのお知らせを').waitFor()
  await visitor.getByRole('button', { name: '確認する' }).click()
  await visitor.getByText('椿の会へようこそ。').waitFor()

  await owner.getByRole('navigation', { name: 'フォーム' }).getByRole('link', { name: /回答/ }).click()
  const link = owner.getByRole('link', { name: '髙橋 花子' })
  for (let tries = 0; tries < 50 && !(await link.isVisible()); tries++) {
    await owner.reload()
    await owner.getByRole('row', { name: /髙橋 花子.*hanako@mail.example/ }).waitFor()
  }
  await link.click()
  await owner.getByRole('heading', { name: '髙橋 花子', level: 1 }).waitFor()
  const contacts = owner.getByRole('region', { name: '連絡先' })
  await contacts.getByText('hanako@mail.example').waitFor()
  await contacts.getByText('確認済み').waitFor()
  const consent = owner.getByRole('region', { name: '連絡の同意' })
  await consent
    .getByRole('listitem')
    .filter({ hasText: 'メール' })
    .first()
    .getByText('受け取る', { exact: true })
    .waitFor()
  await owner.getByText('会員登録').first().waitFor()
})

test('pages of a form: nothing for axe, light and dark, at 390 px nothing runs over, mistakes are said', async () => {
  await owner.goto('/forms')
  await owner.getByRole('link', { name: '椿の会' }).click()
  const url = (await owner.locator('code[aria-label=フォームのアドレス]').textContent()) ?? ''
  const visitor = await app.newPage({ viewport: { width: 390, height: 844 } })
  visitor.setDefaultTimeout(15_000)
  await visitor.goto(url)
  await visitor.locator('form').evaluate((form) => ((form as unknown as { noValidate: boolean }).noValidate = true))
  await visitor.getByLabel('メールアドレス').fill('hanako')
  now = new Date(now.getTime() + 30_000)
  await visitor.getByRole('button', { name: '登録する' }).click()
  const alert = visitor.getByRole('alert')
  await alert.getByText('形式が違います').waitFor()
  await alert.getByRole('link', { name: 'メールアドレス' }).click()
  expect(await visitor.evaluate(() => document.activeElement?.id ?? location.hash)).toMatch(/f-email|^$/)
  for (const colorScheme of ['light', 'dark'] as const) {
    await visitor.emulateMedia({ colorScheme })
    expect(await findings(visitor), colorScheme).toEqual([])
  }
  expect(await visitor.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})

test('in a page of the shop it is as high as what is in it; a page that is not listed shows nothing', async () => {
  let tag = ''
  const shop = createServer((_request, reply) => {
    reply.setHeader('content-type', 'text/html; charset=utf-8')
    reply.end(`<!doctype html><html lang="ja"><title>お店</title><h1>お店</h1>${tag}`)
  }).listen(0, '127.0.0.1')
  await once(shop, 'listening')
  const { port } = shop.address() as { port: number }
  await owner.goto('/forms')
  await owner.getByRole('link', { name: '椿の会' }).click()
  await owner.getByLabel('埋め込むページの場所').fill(`http://localhost:${port}`)
  await owner.getByRole('button', { name: '保存' }).click()
  const code = owner.locator('code[aria-label=ページに貼るタグ]')
  await code.waitFor()
  tag = (await code.textContent()) ?? ''
  const visitor = await app.newPage({ viewport: { width: 390, height: 844 } })
  await visitor.goto(`http://localhost:${port}`)
  const frame = visitor.frameLocator('iframe')
  await frame.getByRole('button', { name: '登録する' }).waitFor()
  // more than the least height of the tag: nothing of the form has to be scrolled for
  await visitor.waitForFunction(() => (document.querySelector('iframe')?.clientHeight ?? 0) > 500)
  await visitor.goto(`http://127.0.0.1:${port}`)
  await visitor.waitForLoadState('networkidle')
  expect(await frame.getByRole('button', { name: '登録する' }).count()).toBe(0)
  shop.close()
})
