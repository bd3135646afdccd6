import type { CDPSession, Page } from 'playwright-core'

const sessions = new WeakMap<Page, Promise<CDPSession>>()

function devtools(page: Page): Promise<CDPSession> {
  const known = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, known)
  return known
}

/** Types with a Japanese input method, one character after another, and leaves the conversion open. */
export async function compose(page: Page, text: string): Promise<void> {
  const session = await devtools(page)
  for (let end = 1; end <= text.length; end++) {
    await session.send('Input.imeSetComposition', { text: text.slice(0, end), selectionStart: end, selectionEnd: end })
  }
}

/** The Enter that confirms a conversion: heard as key 229 while composing, and the text is put in. */
export async function confirmComposition(page: Page, text: string): Promise<void> {
  await pressInputMethodKey(page, 'Enter')
  const session = await devtools(page)
  await session.send('Input.insertText', { text })
}

/** A key the input method keeps for itself; after the conversion this is how Safari tells the confirming Enter. */
export async function pressInputMethodKey(page: Page, key: 'Enter' | 'Escape'): Promise<void> {
  const session = await devtools(page)
  const code = { key, code: key, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 }
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...code })
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...code })
}
