import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findChromium } from '../../test/chromium.ts'
import { compose, confirmComposition, pressInputMethodKey } from '../../test/primitives/composition.ts'
import { servePrimitives } from '../../test/primitives/serve.ts'

let served: Awaited<ReturnType<typeof servePrimitives>>
let browser: Browser
let page: Page
const faults: string[] = []

beforeAll(async () => {
  served = await servePrimitives()
  browser = await chromium.launch({ executablePath: findChromium() as string, args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser.close()
  served.close()
})
beforeEach(async () => {
  const context = await browser.newContext({
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1440, height: 900 },
  })
  page = await context.newPage()
  page.setDefaultTimeout(8000)
  faults.length = 0
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(served.url)
  await page.getByRole('heading', { name: '部品' }).waitFor()
})
afterEach(async () => {
  await page.context().close()
  expect(faults).toEqual([])
})

const log = () => page.getByTestId('log').locator('li').allTextContents()
const field = (name: string, role: 'textbox' | 'combobox' | 'searchbox' = 'textbox') =>
  page.getByRole(role, { name, exact: true })

describe('Japanese input', () => {
  /** Both ways an input method tells its confirming Enter: while composing (Chromium), and just after (Safari). */
  async function typeAndConfirm(input: Locator, text: string): Promise<void> {
    await input.click()
    await compose(page, text)
    await confirmComposition(page, text)
    await pressInputMethodKey(page, 'Enter')
  }

  test.each([
    ['氏名', 'textbox'],
    ['メール', 'textbox'],
    ['金額', 'textbox'],
    ['メモ', 'textbox'],
    ['取引先', 'combobox'],
  ] as const)('the confirming Enter in %s neither submits nor picks', async (name, role) => {
    await typeAndConfirm(field(name, role), 'たかはし')
    expect(await log()).toEqual([])
  })

  test('a plain Enter submits as ever', async () => {
    await field('氏名').fill('髙橋')
    await field('氏名').press('Enter')
    expect(await log()).toEqual(['submit'])
  })

  test('the search box waits for the conversion, then searches for what it became', async () => {
    await field('顧客を検索', 'searchbox').click()
    await compose(page, 'たかはし')
    await page.waitForTimeout(400)
    expect(await log()).toEqual([])
    await confirmComposition(page, '髙橋')
    await expect.poll(log).toEqual(['search 髙橋'])
  })

  test('a mouse pick while composing shows what was picked', async () => {
    const box = field('取引先', 'combobox')
    await box.click()
    await compose(page, '高')
    await page.getByRole('option', { name: '高橋薬局' }).click()
    await expect.poll(() => box.inputValue()).toBe('高橋薬局')
    expect((await log()).at(-1)).toBe('pick 3')
  })

  test('in a dialog the confirming Enter and Escape leave it open', async () => {
    await page.getByRole('button', { name: '顧客を追加' }).click()
    await typeAndConfirm(field('姓'), 'かしわぎ')
    await pressInputMethodKey(page, 'Escape')
    await page.waitForTimeout(100)
    expect(await page.getByRole('dialog', { name: '顧客の追加' }).isVisible()).toBe(true)
    expect(await log()).toEqual([])
    await field('姓').press('Enter')
    expect(await log()).toEqual(['dialog'])
  })

  test('editing in place saves by Enter only when no conversion is open', async () => {
    await page.getByRole('button', { name: /電話を編集/ }).click()
    await typeAndConfirm(field('電話'), '〇九〇')
    expect(await log()).toEqual([])
    await page.keyboard.press('Enter')
    await expect.poll(log).toEqual(['saved 070-0000-5513〇九〇'])
    expect(await page.getByText('保存しました').isVisible()).toBe(true)
  })
})

describe('editing in place', () => {
  test('Escape gives the former value back and the focus stays', async () => {
    await page.getByRole('button', { name: /電話を編集/ }).click()
    await field('電話').fill('1')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('070-0000-5513')
    expect(await log()).toEqual([])
  })

  test('a refusal keeps what was typed and says why', async () => {
    await page.getByRole('button', { name: /電話を編集/ }).click()
    await field('電話').fill('09x')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: '使えない文字' }).waitFor()
    expect(await field('電話').inputValue()).toBe('09x')
  })
})

describe('the list', () => {
  const row = (name: string) => page.getByRole('table', { name: '顧客' }).getByRole('row', { name: new RegExp(name) })
  const chosen = () => page.getByTestId('chosen').textContent()

  test('keys walk, open, peek and select', async () => {
    await row('日下部').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Space')
    expect(await log()).toEqual(['open 2', 'peek 2'])
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Shift+X')
    expect(await chosen()).toBe('2,3,4')
    await page.keyboard.press('x')
    expect(await chosen()).toBe('2,3')
  })

  test('a tick with Shift takes the rows between', async () => {
    await page.getByText('日下部 修', { exact: true }).waitFor()
    const tick = (name: string) => row(name).getByRole('cell').first()
    await tick('日下部').locator('label').click()
    await tick('鵜飼')
      .locator('label')
      .click({ modifiers: ['Shift'] })
    expect(await chosen()).toBe('1,2,3,4')
  })

  test('a press on the row opens it, on the name follows the link, headings sort', async () => {
    await row('楠本').getByText('得意').click()
    expect(await log()).toEqual(['open 3'])
    await row('深町').getByRole('link').click()
    expect(await log()).toEqual(['open 3'])
    const sum = page.getByRole('table', { name: '顧客' }).getByRole('columnheader', { name: /累計/ })
    expect(await sum.getAttribute('aria-sort')).toBe('descending')
    await sum.getByRole('button').click()
    expect(await sum.getAttribute('aria-sort')).toBe('ascending')
  })

  test('figures and their heading stand right', async () => {
    const align = (locator: Locator) => locator.evaluate((cell) => getComputedStyle(cell).textAlign)
    const table = page.getByRole('table', { name: '顧客' })
    expect(await align(table.getByRole('columnheader', { name: /累計/ }))).toBe('right')
    expect(await align(row('日下部').getByRole('cell').last())).toBe('right')
  })

  test('loading, none, no match and failed differ', async () => {
    expect(await page.getByRole('table', { name: '注文' }).getAttribute('aria-busy')).toBe('true')
    expect(await page.getByText('該当する商品はありません。').isVisible()).toBe(true)
    await page.getByRole('button', { name: 'もう一度試す' }).first().click()
    expect(await log()).toEqual(['retry'])
  })
})

describe('surfaces', () => {
  test('the danger dialog wants its tick, keeps 削除 right, Escape leaves and gives the focus back', async () => {
    const opener = page.getByRole('button', { name: '顧客を削除' })
    await opener.click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByRole('button', { name: '削除' }).click()
    expect(await dialog.getByRole('alert').isVisible()).toBe(true)
    expect(await dialog.getByRole('button').last().textContent()).toBe('削除')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true)
    await opener.click()
    await dialog.locator('label').click()
    await dialog.getByRole('button', { name: '削除' }).click()
    expect(await log()).toEqual(['deleted'])
  })

  test('what can be undone is done, and undone from its toast', async () => {
    await page.getByRole('button', { name: 'タグを付ける' }).click()
    await page.getByRole('button', { name: '元に戻す' }).click()
    expect(await log()).toEqual(['undo'])
  })

  test('a chip is changed by its words and loosened by its ×', async () => {
    await page.getByRole('button', { name: /^ランク/ }).click()
    expect(await page.getByRole('dialog', { name: 'ランクの条件' }).isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '条件「ランク」を外す' }).click()
    expect(await page.getByText('上得意、得意').count()).toBe(0)
  })

  test('a birthday shows 和暦 beside 西暦', async () => {
    expect(await page.getByText('昭和43年').isVisible()).toBe(true)
  })
})

describe('charts', () => {
  test('the table has the numbers of the chart, CSV and PNG are files', async () => {
    await page.locator('figure svg').waitFor()
    const save = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()])
      return readFileSync(await download.path())
    }
    expect((await save('PNG')).subarray(1, 4).toString()).toBe('PNG')
    expect((await save('CSV')).toString()).toBe('\uFEFF月,人数\r\n2026/09,602\r\n2026/10,641\r\n2026/11,318\r\n')
    await page.getByRole('button', { name: '表で見る' }).click()
    const cells = page.getByRole('table', { name: '新しいお客様' }).getByRole('cell')
    expect(await cells.allTextContents()).toEqual(['602', '641', '318'])
  })
})

describe('for everyone', () => {
  test.each(['light', 'dark'])('axe finds nothing in %s', async (theme) => {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name
    }, theme)
    await page.locator('figure svg').waitFor()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
  })

  test('every stop of the keyboard shows where it is', async () => {
    const hidden: string[] = []
    for (let stop = 0; stop < 60; stop++) {
      await page.keyboard.press('Tab')
      const bare = await page.evaluate(() => {
        const here = document.activeElement
        if (!here || here === document.body) return null
        // a ring on the element itself, on its surroundings, or on the box drawn for a hidden input
        const drawn = [
          here,
          here.parentElement,
          ...here.querySelectorAll('td'),
          ...(here.closest('label')?.querySelectorAll('*') ?? []),
        ]
        const shown = drawn.some(
          (one) =>
            one &&
            (getComputedStyle(one).boxShadow !== 'none' ||
              getComputedStyle(one).backgroundColor === 'rgb(11, 92, 173)'),
        )
        return shown ? null : here.outerHTML.slice(0, 120)
      })
      if (bare) hidden.push(bare)
    }
    expect(hidden).toEqual([])
  })

  test('targets are 24 px at least', async () => {
    const small = await page
      .locator('button:visible, [role="option"]:visible, label:visible:has(input[type="checkbox"])')
      .evaluateAll((all) =>
        all
          .filter((one) => !one.closest('[aria-hidden="true"], [hidden], .sr-only'))
          .map((one) => ({ box: one.getBoundingClientRect(), html: one.outerHTML.slice(0, 100) }))
          .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
          .map(({ html }) => html),
      )
    expect(small).toEqual([])
  })

  test('at 200 % nothing is cut off sideways', async () => {
    await page.setViewportSize({ width: 640, height: 450 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640)
  })
})
