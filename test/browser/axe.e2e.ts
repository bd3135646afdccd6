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
  app = await openApp({ demo: 300, isLearned: true })
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

/** Headings and labels whose text is cut without a sign of it; buttons, links and fields that something else lies over. */
async function cutOrCovered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const say = (element: Element) =>
      `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 30)}`
    const shown = (element: Element) => {
      const { width, height } = element.getBoundingClientRect()
      return width > 2 && height > 2 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    }
    const isCut = (element: Element) => {
      const { overflowX, textOverflow } = getComputedStyle(element)
      return overflowX !== 'visible' && textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1
    }
    const isCovered = (element: Element) => {
      element.scrollIntoView({ block: 'center', inline: 'center' })
      const { left, top, width, height } = element.getBoundingClientRect()
      const there = document.elementFromPoint(left + width / 2, top + height / 2)
      // a field is pressed through its label or the words beside it; what lies outside the window is not looked at
      const around = element.closest('label') ?? element
      return there !== null && !around.contains(there) && !there.contains(element)
    }
    const texts = [...document.querySelectorAll('h1, h2, h3, th, label, button, legend')].filter(shown)
    const targets = [...document.querySelectorAll('#main :is(button, a[href], input, textarea)')].filter(shown)
    return [
      ...texts.filter(isCut).map((element) => `cut: ${say(element)}`),
      ...targets.filter(isCovered).map((element) => `covered: ${say(element)}`),
    ]
  })
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

  test('200 % zoom: nothing is cut off, and nothing lies over what one presses', async () => {
    const page = isDoor ? stranger : pages.light
    await page.setViewportSize({ width: 640, height: 900 })
    await open(page, addressOf(path))
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    const faults = await cutOrCovered(page)
    await page.setViewportSize({ width: 1440, height: 900 })
    expect(overflow).toBeLessThanOrEqual(0)
    expect(faults).toEqual([])
  })
})
