import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sitemap } from '../../web/routes.tsx'
import { realAddresses } from './addresses.ts'
import { type App, openApp } from './app.ts'
import { surfaces } from './inputs/surfaces.ts'
import { surfacesOf } from './inputs/writing.ts'
import { openQuietly } from './quiet.ts'

let app: App
let insider: Page
let stranger: Page
let addressOf: (path: string) => string

beforeAll(async () => {
  app = await openApp({ demo: 300, isLearned: true })
  insider = await app.ownerPage()
  addressOf = await realAddresses(app, insider)
  stranger = await app.newPage()
})
afterAll(() => app.close())

/**
 * What axe calls serious or critical, as `rule: element`; of the whole page, or of what lies over it. In dark only colours
 * differ from what light was found to be.
 */
async function findings(page: Page, theme: 'light' | 'dark', within?: string): Promise<string[]> {
  // everything of ours stands in one document: no second page has to gather findings of frames
  const axe = new AxeBuilder({ page }).setLegacyMode()
  if (within) axe.include(within)
  if (theme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block'])
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`))
}

async function open(page: Page, path: string): Promise<void> {
  const failures: string[] = []
  page.on('pageerror', (error) => failures.push(error.message))
  await openQuietly(page, path)
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

/** Looks in light and in dark, without loading anew: what people see when they change their mind. */
async function expectNothingSerious(page: Page, within?: string): Promise<void> {
  // what is being counted anew is dimmed until the new figures are there
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.locator(`html[data-theme=${theme}]`).waitFor()
    expect(await findings(page, theme, within), theme).toEqual([])
  }
}

test.each(surfaces)(
  '$name ($at): nothing serious for axe, light and dark',
  async ({ at, open: openSurface, inPlace }) => {
    await open(insider, addressOf(at))
    await openSurface(insider)
    if (!inPlace) await surfacesOf(insider).last().waitFor()
    await expectNothingSerious(insider, inPlace ? undefined : '[role=dialog], [role=alertdialog]')
  },
)

test.each([...sitemap, { path: '/imports/$rejected', isDoor: false }])(
  '$path: nothing serious for axe, light and dark; at 200 % nothing is cut off, and nothing lies over what one presses',
  async ({ path, isDoor }) => {
    const page = isDoor ? stranger : insider
    await page.setViewportSize({ width: 1440, height: 900 })
    await open(page, addressOf(path))
    await expectNothingSerious(page)
    await page.setViewportSize({ width: 640, height: 900 })
    // charts are drawn anew once the browser has told them their new width
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBeLessThanOrEqual(0)
    const faults = await cutOrCovered(page)
    expect(faults).toEqual([])
  },
)
