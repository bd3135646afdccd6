import type { Locator, Page } from 'playwright-core'

/** When the Enter that confirms a composition arrives: inside it (Chrome), or just after it with key code 229 (Safari). */
export type Confirming = 'inside' | 'after'

/**
 * Types `text` into a field the way a Japanese input method does and confirms it with Enter. Playwright has no words for
 * this, so it goes through the browser's own protocol.
 */
export async function compose(
  page: Page,
  field: Locator,
  text: string,
  confirming: Confirming = 'inside',
): Promise<void> {
  await field.focus()
  const browser = await page.context().newCDPSession(page)
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 }
  for (let end = 1; end <= text.length; end++) {
    await browser.send('Input.imeSetComposition', { text: text.slice(0, end), selectionStart: end, selectionEnd: end })
  }
  if (confirming === 'inside') await browser.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter })
  await browser.send('Input.insertText', { text })
  if (confirming === 'after') await browser.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter })
  await browser.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter })
  await browser.detach()
}
