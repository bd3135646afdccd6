import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { compose, confirmComposition, pressInputMethodKey } from '../../primitives/composition.ts'
import { type Place, placeOf } from './places.ts'

const written = '髙橋さくら'
const fields = [
  'input:not([type=checkbox],[type=radio],[type=file],[type=hidden],[type=submit]):visible:enabled',
  'textarea:visible:enabled',
  '[role=spinbutton][contenteditable]:visible',
].join(', ')

export const surfacesOf = (page: Page) => page.locator('[role=dialog]:visible, [role=alertdialog]:visible')

/** Where one can type: in the dialog or popover that is open, else on the whole page. */
async function inputsShown(page: Page): Promise<Locator> {
  const surfaces = surfacesOf(page)
  return (await surfaces.count()) > 0 ? surfaces.last().locator(fields) : page.locator(fields)
}

/** What an Enter must leave as it is. */
async function stateOf(page: Page) {
  return {
    path: new URL(page.url()).pathname,
    surfaces: await surfacesOf(page).count(),
    inputs: await (await inputsShown(page)).count(),
  }
}

/** ask what would be, as one types; write nothing */
const asking = '/preview'

const soon = (page: Page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 40)))

/**
 * Writes into every field shown with a Japanese input method and presses its Enter in both ways it is told of: while
 * composing, and with key 229 after the text is in (Safari). Neither may send, choose, close, leave or clear anything;
 * nor may the Escape that gives up a conversion. Returns the components whose fields were written into.
 */
export async function writeEverywhere(page: Page): Promise<Set<Place>> {
  const places = new Set<Place>()
  const inputs = await inputsShown(page)
  await inputs.first().waitFor()
  const count = await inputs.count()
  for (let nth = 0; nth < count; nth++) {
    const field = inputs.nth(nth)
    const place = await placeOf(field)
    await writeInto(page, field, `${place ?? '?'}, field ${nth + 1}`)
    if (place) places.add(place)
  }
  return places
}

async function writeInto(page: Page, field: Locator, name: string): Promise<void> {
  const kind = await kindOf(field)
  const former = kind === 'segment' ? '' : await field.inputValue()
  if (kind === 'text') await field.fill('')
  await field.focus()
  const before = await stateOf(page)
  const writes: string[] = []
  const onRequest = (request: { method(): string; url(): string }) => {
    if (request.method() !== 'GET' && !request.url().endsWith(asking))
      writes.push(`${request.method()} ${request.url()}`)
  }
  const unmoved = async (when: string) => {
    await soon(page)
    expect(writes, `${name}: ${when} sent`).toEqual([])
    expect(await stateOf(page), `${name}: ${when} moved`).toEqual(before)
    if (kind === 'text') expect(await field.inputValue(), `${name}: ${when} changed the text`).toBe(written)
  }
  page.on('request', onRequest)
  await compose(page, written)
  await pressInputMethodKey(page, 'Enter')
  await unmoved('Enter while composing')
  await pressInputMethodKey(page, 'Escape')
  await unmoved('Escape while composing')
  await confirmComposition(page, written)
  await pressInputMethodKey(page, 'Enter')
  await unmoved('Enter after the conversion')
  page.off('request', onRequest)
  // what was written must not be saved when the field is left
  if (kind === 'text' || kind === 'other') await field.fill(former)
}

/** Into `text` anything can be written; the others take figures or dates only, hide what is typed, or are short. */
async function kindOf(field: Locator): Promise<'text' | 'other' | 'read-only' | 'segment'> {
  return field.evaluate((element, room) => {
    if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return 'segment'
    if (element.readOnly) return 'read-only'
    if (/numeric|decimal/.test(element.inputMode)) return 'other'
    if (element.maxLength >= 0 && element.maxLength < room) return 'other'
    return /^(text|search|textarea|tel|url|email)$/.test(element.type) ? 'text' : 'other'
  }, written.length)
}
