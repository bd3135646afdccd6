import { createHmac } from 'node:crypto'
import { openReceiver } from './receiver.ts'

/** LINE's Messaging API on this machine, as far as Tokui asks it; `url` of the webhook is what the account has. */
export async function openLineServer() {
  const receiver = await openReceiver()
  const state = { token: 't'.repeat(40), endpoint: '', names: new Map<string, string>(), replies: [] as string[] }
  receiver.answer(({ method, path, headers, body }, response) => {
    const say = (status: number, reply: object) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
    if (headers.authorization !== `Bearer ${state.token}`) return say(401, { message: 'invalid token' })
    const user = /^\/v2\/bot\/(?:profile|user)\/(U[0-9a-f]{32})/.exec(path)?.[1] ?? ''
    if (path === '/v2/bot/info') return say(200, { userId: 'Ubot', basicId: '@tsubaki', displayName: '椿堂' })
    if (path === '/v2/bot/channel/webhook/endpoint') return say(200, { endpoint: state.endpoint, active: true })
    if (path === '/v2/bot/channel/webhook/test') {
      return say(200, { success: true, statusCode: 200, reason: 'OK', detail: '200' })
    }
    if (path.endsWith('/linkToken')) return say(200, { linkToken: `link-${user.slice(1, 5)}` })
    if (path === '/v2/bot/message/reply' && method === 'POST') {
      state.replies.push(body)
      return say(200, {})
    }
    const displayName = state.names.get(user)
    return displayName === undefined ? say(404, { message: 'not found' }) : say(200, { userId: user, displayName })
  })
  return { ...receiver, ...state, state }
}
export type LineServer = Awaited<ReturnType<typeof openLineServer>>

export const channelSecret = '0123456789abcdef0123456789abcdef'

/** A body and the header that LINE sends with it. */
export function lineWebhook(
  events: object[],
  secret = channelSecret,
): { payload: string; headers: Record<string, string> } {
  const payload = JSON.stringify({ destination: 'U'.padEnd(33, '0'), events })
  const signature = createHmac('sha256', secret).update(payload).digest('base64')
  return { payload, headers: { 'content-type': 'application/json; charset=utf-8', 'x-line-signature': signature } }
}

let lastId = 0
/** An event as LINE sends it, of somebody alone with the account. */
export function lineEvent(type: string, userId: string, at: Date, more: object = {}): object {
  return {
    type,
    mode: 'active',
    timestamp: at.getTime(),
    source: { type: 'user', userId },
    webhookEventId: `01J${String(++lastId).padStart(23, '0')}`,
    deliveryContext: { isRedelivery: false },
    ...more,
  }
}
