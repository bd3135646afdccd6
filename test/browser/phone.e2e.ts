import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sitemap } from '../../web/routes.tsx'
import { realAddresses } from './addresses.ts'
import { type App, openApp } from './app.ts'
import { openQuietly } from './quiet.ts'

let app: App
let owner: Page
let stranger: Page
let addressOf: (path: string) => string

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  owner = await app.ownerPage(phone)
  addressOf = await realAddresses(app, owner)
  stranger = await app.newPage(phone)
})
afterAll(() => app.close())

test.each(sitemap)('$path: text of 12 px and more, inputs of 16, targets of 24', async ({ path, isDoor }) => {
  const page = isDoor ? stranger : owner
  await openQuietly(page, addressOf(path))
  const small = await page.evaluate(() => {
    const shown = (element: Element) => {
      const { width, height } = element.getBoundingClientRect()
      // what only screen readers get is one pixel wide
      return width > 1 && height > 1 && element.checkVisibility()
    }
    const say = (element: Element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 30)}`
    const sizeOf = (element: Element) => Number.parseFloat(getComputedStyle(element).fontSize)
    const own = (element: Element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
    const text = [...document.querySelectorAll('body *')].filter((element) => shown(element) && own(element))
    const inputs = [...document.querySelectorAll('input:not([type=checkbox], [type=radio]), textarea')].filter(shown)
    const targets = [...document.querySelectorAll('button, [role=button], [role=tab], input[type=checkbox]')]
    return [
      ...text.filter((element) => !element.closest('svg') && sizeOf(element) < 12).map((one) => `text ${say(one)}`),
      ...inputs.filter((element) => sizeOf(element) < 16).map((one) => `input ${say(one)}`),
      ...targets
        .filter(shown)
        .filter((one) => one.getBoundingClientRect().height < 24 && !one.closest('label, p'))
        .map((one) => `target ${say(one)}`),
    ]
  })
  expect([...new Set(small)]).toEqual([])
})
