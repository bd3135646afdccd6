import * as z from 'zod'

/** An event of a webhook, as far as we read it. LINE may add kinds and fields at any time. */
const event = z.object({
  type: z.string().max(50),
  /** `standby`: another module of the account answers people */
  mode: z.string().optional(),
  timestamp: z.number().int().min(0).max(8_640_000_000_000_000),
  webhookEventId: z.string().min(1).max(100),
  deliveryContext: z.object({ isRedelivery: z.boolean() }).optional(),
  source: z.object({ type: z.string(), userId: z.string().optional() }).optional(),
  replyToken: z.string().max(200).optional(),
  follow: z.object({ isUnblocked: z.boolean() }).optional(),
  message: z.object({ type: z.string().max(50), text: z.string().optional() }).optional(),
  postback: z.object({ data: z.string() }).optional(),
  link: z.object({ result: z.string(), nonce: z.string() }).optional(),
})
export type LineEvent = z.output<typeof event>

const webhook = z.object({ destination: z.string(), events: z.array(z.unknown()).max(1000) })

/** The events of a body whose signature held; undefined: it is no webhook of LINE. */
export function readEvents(body: unknown): { events: LineEvent[]; unreadable: number } | undefined {
  const read = webhook.safeParse(body)
  if (!read.success) return undefined
  const events = read.data.events.flatMap((one) => {
    const found = event.safeParse(one)
    return found.success ? [found.data] : []
  })
  return { events, unreadable: read.data.events.length - events.length }
}

export function readEvent(body: unknown): LineEvent | undefined {
  const read = event.safeParse(body)
  return read.success ? read.data : undefined
}

const userId = /^U[0-9a-f]{32}$/

/** Who did it: people alone with the account; groups and rooms are nobody's record. */
export function userOf({ source }: LineEvent): string | undefined {
  const found = source?.type === 'user' ? source.userId : undefined
  return found !== undefined && userId.test(found) ? found : undefined
}

/** What a friend who wants to be joined presses. */
export const linkPostback = 'tokui:link'

const mostText = 5000

/** What stands on the timeline for it; undefined: nothing does. */
export function entryOf(one: LineEvent): { kind: string; data: Record<string, unknown> } | undefined {
  switch (one.type) {
    case 'follow':
      return { kind: 'line-follow', data: one.follow?.isUnblocked ? { isBack: true } : {} }
    case 'unfollow':
      return { kind: 'line-unfollow', data: {} }
    case 'message':
      return { kind: 'line-message', data: { type: one.message?.type ?? '', ...textOf(one.message?.text) } }
    case 'postback':
      return { kind: 'line-postback', data: textOf(one.postback?.data, 'data') }
    case 'accountLink':
      return one.link?.result === 'ok' ? { kind: 'line-link', data: {} } : undefined
    default:
      return undefined
  }
}

/** As the database can keep it. */
function textOf(text: string | undefined, name = 'text'): Record<string, string> {
  return text === undefined ? {} : { [name]: text.replaceAll('\0', '').toWellFormed().slice(0, mostText) }
}
