import { setTimeout as sleep } from 'node:timers/promises'
import { Analytics } from '@segment/analytics-node'

/**
 * `node test/segment/node-sender.ts ORIGIN WRITE_KEY`: a shop's server with the published library, unmodified, that tells
 * something every few milliseconds until it is told to stop; then it flushes and says what it sent.
 */
const [host = '', writeKey = ''] = process.argv.slice(2)
const analytics = new Analytics({ host, writeKey, flushInterval: 200 })
const sent: string[] = []
const failed: string[] = []
let retries = 0
analytics.on('http_request', ({ headers }) => {
  if (headers['X-Retry-Count']) retries++
})
analytics.on('error', ({ ctx }) => {
  failed.push(ctx?.event.messageId ?? '')
})
const note = (_error: unknown, ctx?: { event: { messageId?: string } }) => void sent.push(ctx?.event.messageId ?? '')

let isOver = false
process.once('message', () => {
  isOver = true
})
const userId = 'server-user'
analytics.identify({ userId, traits: { email: 'server@shop.example', lastName: '佐藤' } }, note)
for (let n = 0; !isOver; n++) {
  const product = { sku: `P-${n}`, name: '石けん', price: 1980 }
  if (n % 50 === 7) analytics.page({ userId, name: '案内', properties: { path: '/guide' } }, note)
  else if (n % 50 === 17) analytics.screen({ userId, name: '会員証' }, note)
  else if (n % 50 === 27) analytics.group({ userId, groupId: 'g1', traits: { name: '椿会' } }, note)
  else if (n % 50 === 37) analytics.alias({ userId, previousId: `former-${n}` }, note)
  else analytics.track({ userId, event: 'Product Viewed', properties: product }, note)
  await sleep(30)
}
await analytics.closeAndFlush({ timeout: 60_000 })
process.send?.({ sent, failed, retries })
process.disconnect?.()
