/** What kind of machine a browser says it runs on: all that is kept of it. */
export function deviceOf(userAgent: string | undefined): 'phone' | 'tablet' | 'computer' | 'program' {
  const text = userAgent ?? ''
  if (/ipad|tablet|android(?!.*mobile)/i.test(text)) return 'tablet'
  if (/mobile|iphone/i.test(text)) return 'phone'
  return /mozilla/i.test(text) && !/bot|crawl|spider|headless/i.test(text) ? 'computer' : 'program'
}
