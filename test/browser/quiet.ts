import type { Page, Request } from 'playwright-core'

const quietMs = 120
const patienceMs = 30_000

/**
 * Opens an address and waits until its screen stands: a heading, and nothing asked of the server that is unanswered. The
 * browser's own "network idle" waits half a second more, on each of hundreds of screens.
 */
export async function openQuietly(page: Page, address: string): Promise<void> {
  const asked = new Set<Request>()
  let changedAt = performance.now()
  const begin = (request: Request) => {
    asked.add(request)
    changedAt = performance.now()
  }
  const end = (request: Request) => {
    asked.delete(request)
    changedAt = performance.now()
  }
  page.on('request', begin).on('requestfinished', end).on('requestfailed', end)
  try {
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    const until = performance.now() + patienceMs
    while (asked.size > 0 || performance.now() - changedAt < quietMs) {
      if (performance.now() > until)
        throw new Error(`${address}: still waiting for ${[...asked].map((one) => one.url()).join(', ')}`)
      await page.waitForTimeout(20)
    }
  } finally {
    page.off('request', begin).off('requestfinished', end).off('requestfailed', end)
  }
}
