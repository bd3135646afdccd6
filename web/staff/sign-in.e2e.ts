import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../test/browser/app.ts'

const email = 'hanako@tsubaki.example'
const password = 'つばき油は毎朝つかう2026'
let app: App
let page: Page

beforeAll(async () => {
  app = await openApp()
  page = await app.newPage()
})
afterAll(() => app.close())

const button = (name: string, on: Page = page) => on.getByRole('button', { name, exact: true })
const field = (name: string, on: Page = page) => on.getByRole('textbox', { name })

async function signIn(on: Page): Promise<void> {
  await field('メールアドレス', on).fill(email)
  await field('パスワード', on).fill(password)
  await button('サインイン', on).click()
}

test('first visit: every place leads to the set-up, a weak password is named, then one is inside', async () => {
  await page.goto('/profile')
  await page.waitForURL('**/setup')
  await button('次へ').click()
  expect(await page.getByText('入力してください。').count()).toBe(3)
  await field('名前').fill('佐藤 花子')
  await field('メールアドレス').fill(email)
  await field('パスワード').fill('password123')
  await button('次へ').click()
  await field('会社名').fill('椿堂')
  await button('登録してはじめる').click()
  await page.getByText('推測されやすいパスワードです。').waitFor()
  await button('戻る').click()
  await field('パスワード').fill(password)
  await button('次へ').click()
  await field('会社名').fill('椿堂')
  await button('登録してはじめる').click()
  await page.getByRole('heading', { name: 'お客様のデータを入れましょう' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'お客様のデータを入れましょう' }).waitFor()
  const stranger = await app.newPage()
  await stranger.goto('/setup')
  await stranger.getByText('初期設定は済んでいます。').waitFor()
})

test('a passkey is registered and opens the door without a password', async () => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto('/profile')
  await button('パスキーを追加').click()
  await page.getByRole('dialog').getByRole('button', { name: 'パスキーを追加' }).click()
  await page.getByRole('listitem').filter({ hasText: 'LinuxのChromeのパスキー' }).waitFor()
  const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId })
  expect(credentials).toHaveLength(1)
  expect(credentials[0]).toMatchObject({ rpId: 'localhost', isResidentCredential: true })

  await page.context().clearCookies()
  await page.goto('/profile')
  await page.waitForURL('**/sign-in**')
  await button('パスキーでサインイン').click()
  await page.waitForURL('**/profile')

  // the finger is not recognised: the person stays outside and is told what to do
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await button('パスキーでサインイン').click()
  await page.getByRole('alert').filter({ hasText: 'パスキーを確かめられませんでした' }).waitFor()
})

test('settings are found by other words for them', async () => {
  await page.goto('/sign-in?next=/settings')
  await signIn(page)
  await page.waitForURL('**/settings')
  await page.getByRole('searchbox', { name: '設定を探す' }).fill('だーく')
  await page.getByRole('link', { name: '表示' }).waitFor()
  await page.getByRole('link', { name: '担当者' }).waitFor({ state: 'hidden' })
  await page.getByRole('searchbox', { name: '設定を探す' }).fill('退職')
  await page.getByRole('link', { name: '担当者' }).waitFor()
})
