import { transaction } from '../../platform/db/db.ts'
import type { Door } from '../../platform/http/door.ts'
import { connectionKeyed, noteArrivals, noteTrouble, readSecrets } from '../connections/store.ts'
import { takeInSoon } from '../hooks/door.ts'
import { readJson, Unreadable } from '../hooks/json.ts'
import { header } from '../hooks/sender.ts'
import { isBodySigned } from '../hooks/signatures.ts'
import { keepMessage } from '../hooks/store.ts'
import { type LineEvent, readEvents } from './events.ts'
import { lineKind } from './kind.ts'

const signatureHeader = 'x-line-signature'

export function webhookPath(key: string): string {
  return `/hooks/line/${key}`
}

/**
 * Where LINE sends what happens. Nothing is believed before the signature over the very bytes holds. A body may hold many
 * events: each is kept under its own id before LINE is answered, so that what comes again is known.
 */
export const lineDoor: Door = {
  method: 'POST',
  path: webhookPath(':key'),
  mostBytes: 1_048_576,
  async admit({ pool, now }, { params, headers }) {
    const connection = await connectionKeyed(pool, lineKind, params.key ?? '')
    if (!connection) return { status: 404 }
    if (header(headers, signatureHeader) !== '') return undefined
    await noteTrouble(pool, connection.id, now, { code: 'missing-signature' })
    return { status: 401 }
  },
  async handle(ctx, { params, headers, body }) {
    const connection = await connectionKeyed(ctx.pool, lineKind, params.key ?? '')
    if (!connection) return { status: 404 }
    const { channelSecret } = await readSecrets(ctx, lineKind, connection.id)
    if (!isBodySigned(channelSecret, header(headers, signatureHeader), 'base64', body)) {
      await noteTrouble(ctx.pool, connection.id, ctx.now, { code: 'bad-signature' })
      return { status: 401 }
    }
    const read = readEvents(jsonOf(body))
    if (!read) return { status: 400 }
    await transaction(ctx.pool, async (tx) => {
      let kept = 0
      for (const event of read.events) if (await keepMessage(tx, messageOf(connection.id, event, ctx.now))) kept++
      const { events, unreadable } = read
      if (events.length + unreadable === 0) return
      await noteArrivals(tx, connection.id, ctx.now, {
        received: events.length + unreadable,
        duplicate: events.length - kept,
        failed: unreadable,
        lastEventAt: newest(events),
      })
      if (kept > 0) await takeInSoon(ctx, tx, connection.id)
    })
    return { status: 200 }
  },
}

function messageOf(connectionId: number, event: LineEvent, now: Date) {
  return {
    connectionId,
    messageId: event.webhookEventId,
    topic: event.type,
    body: Buffer.from(JSON.stringify(event)),
    now,
  }
}

function newest(events: readonly LineEvent[]): Date | null {
  const times = events.map(({ timestamp }) => timestamp)
  return times.length > 0 ? new Date(Math.max(...times)) : null
}

function jsonOf(body: Buffer): unknown {
  try {
    return readJson(body)
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}
