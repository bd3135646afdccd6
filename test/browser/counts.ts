import type { Page } from 'playwright-core'

/** So many people as a text says: 「12,345人」. */
export function peopleIn(text: string | null): number {
  return Number(/([\d,]+)\s*人/.exec(text ?? '')?.[1]?.replaceAll(',', ''))
}

/** How many the list of customers says it has, once it stands where its address already is. */
export async function customersListed(page: Page): Promise<number> {
  await page.waitForURL(/\/customers(\?|$)/)
  // the address changes first; the screen one came from may have counts of its own
  await page.getByRole('heading', { level: 1, name: '顧客', exact: true }).waitFor()
  const count = page.getByRole('status').filter({ hasText: /\d人$/ })
  await count.waitFor()
  return peopleIn(await count.textContent())
}
