import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sitemap } from '../../web/routes.tsx'
import { compose, confirmComposition, pressInputMethodKey } from '../primitives/composition.ts'
import { type App, openApp } from './app.ts'

// Every screen, every text input on it: an input method's Enter writes, and does nothing else.
let app: App
let owner: Page
let stranger: Page
let phones: { owner: Page; stranger: Page }

beforeAll(async () => {
  app = await openApp({ demo: 200 })
  owner = await app.ownerPage()
  stranger = await app.newPage()
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  phones = { owner: await app.ownerPage(phone), stranger: await app.newPage(phone) }
})
afterAll(() => app.close())

const written = '髙橋さくら'

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path.replace(/\$\w+/g, '1'))
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('networkidle')
}

describe.each(sitemap)('$path', ({ path, isDoor }) => {
  test('the Enter of an input method neither sends, selects, closes nor leaves', async () => {
    const page = isDoor ? stranger : owner
    await open(page, path)
    const inputs = page.locator(
      'input:is([type=text],[type=search],:not([type])):visible:enabled:not([readonly]), textarea:visible:enabled',
    )
    for (let nth = 0; nth < (await inputs.count()); nth++) {
      const writes: string[] = []
      const onRequest = (request: { method(): string; url(): string }) => {
        if (request.method() !== 'GET') writes.push(`${request.method()} ${request.url()}`)
      }
      const input = inputs.nth(nth)
      const name = await input.evaluate((element) => element.getAttribute('aria-label') ?? element.id)
      await input.fill('')
      await input.focus()
      const { pathname } = new URL(page.url())
      page.on('request', onRequest)
      await compose(page, written)
      await confirmComposition(page, written)
      await pressInputMethodKey(page, 'Enter')
      page.off('request', onRequest)
      // figures take figures only, keys a letter or two: they leave what they had
      const mode = (await input.getAttribute('inputmode')) ?? ''
      const room = Number((await input.getAttribute('maxlength')) ?? written.length)
      if (!/numeric|decimal/.test(mode) && room >= written.length) expect(await input.inputValue(), name).toBe(written)
      expect(writes, name).toEqual([])
      expect(new URL(page.url()).pathname, name).toBe(pathname)
      await input.fill('')
    }
  })

  test('on a phone: text of 12 px and more, inputs of 16, targets of 24', async () => {
    const page = isDoor ? phones.stranger : phones.owner
    await open(page, path)
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
})
