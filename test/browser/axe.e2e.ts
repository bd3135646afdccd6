import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sitemap } from '../../web/routes.tsx'
import { realAddresses } from './addresses.ts'
import { type App, openApp } from './app.ts'
import { surfaces } from './inputs/surfaces.ts'
import { surfacesOf } from './inputs/writing.ts'

let app: App
let pages: Record<'light' | 'dark', Page>
let stranger: Page
let addressOf: (path: string) => string

beforeAll(async () => {
  app = await openApp({ demo: 300 })
  pages = { light: await app.ownerPage(), dark: await app.ownerPage({ colorScheme: 'dark' }) }
  addressOf = await realAddresses(app, pages.light)
  stranger = await app.newPage()
})
afterAll(() => app.close())

/** What axe calls serious or critical, as `rule: element`. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`))
}

async function open(page: Page, path: string): Promise<void> {
  const failures: string[] = []
  page.on('pageerror', (error) => failures.push(error.message))
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('networkidle')
  expect(failures, path).toEqual([])
}

const themes = ['light', 'dark'] as const

describe.each(surfaces)('$name ($at)', ({ at, open: openSurface, inPlace }) => {
  test.each(themes)('%s: nothing serious for axe', async (theme) => {
    const page = pages[theme]
    await open(page, addressOf(at))
    await openSurface(page)
    if (!inPlace) await surfacesOf(page).last().waitFor()
    expect(await findings(page)).toEqual([])
  })
})

describe.each([...sitemap, { path: '/imports/$rejected', isDoor: false }])('$path', ({ path, isDoor }) => {
  test.each(themes)('%s: nothing serious for axe', async (theme) => {
    const page = isDoor ? stranger : pages[theme]
    if (isDoor) await page.emulateMedia({ colorScheme: theme })
    await open(page, addressOf(path))
    expect(await findings(page)).toEqual([])
  })

  test('200 % zoom: nothing is cut off sideways', async () => {
    const page = isDoor ? stranger : pages.light
    await page.setViewportSize({ width: 640, height: 900 })
    await open(page, addressOf(path))
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    await page.setViewportSize({ width: 1440, height: 900 })
    expect(overflow).toBeLessThanOrEqual(0)
  })
})
