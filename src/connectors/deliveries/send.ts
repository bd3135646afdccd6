import type { Context } from '../../platform/context.ts'
import { fetchOutside, OutsideError } from '../../platform/outgoing.ts'
import { type Connection, readSecrets } from '../connections/store.ts'
import { webhookOut } from './kind.ts'
import { readRetryAfter, verdictOf } from './pace.ts'
import { bodyOf } from './payload.ts'
import { signedHeaders } from './signature.ts'
import type { Delivery, Try } from './store.ts'

export interface Endpoint {
  connection: Connection<{ url: string; withContacts: boolean }>
  /** those that sign now */
  secrets: string[]
}

export interface Sent extends Try {
  verdict: ReturnType<typeof verdictOf>
  retryAfter: Date | null
}

const timeoutMs = 15_000
/** An answer is read so far; what is kept of it is shorter still. */
const mostBytes = 64 * 1024
const excerptLength = 1000

export async function openEndpoint(
  ctx: Pick<Context, 'pool' | 'config'>,
  connection: Endpoint['connection'],
  now: Date,
) {
  const { signing, former, formerUntil } = await readSecrets(ctx, webhookOut, connection.id)
  const stillSigns = former !== undefined && formerUntil !== undefined && new Date(formerUntil) > now
  return { connection, secrets: stillSigns ? [signing, former] : [signing] }
}

/** Sends a message once and says what came of it. Throws only what is a bug. */
export async function send(
  { pool, config }: Pick<Context, 'pool' | 'config'>,
  { connection, secrets }: Endpoint,
  delivery: Delivery,
  now: Date,
): Promise<Sent> {
  const { url, withContacts } = connection.settings
  const body = await bodyOf(pool, delivery, { withContacts })
  const headers = {
    'content-type': 'application/json',
    ...signedHeaders(secrets, { id: delivery.messageId, at: now, body }),
  }
  const began = performance.now()
  const took = () => Math.round(performance.now() - began)
  try {
    const answer = await fetchOutside(config, url, { method: 'POST', headers, body, timeoutMs, mostBytes, cut: true })
    const retryAfter = readRetryAfter(answer.headers['retry-after'], now)
    const excerpt = excerptOf(answer.body)
    const { status } = answer
    return { at: now, status, problem: null, milliseconds: took(), excerpt, verdict: verdictOf(status), retryAfter }
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    const failed = { at: now, status: null, problem: error.reason, milliseconds: took(), excerpt: '' }
    return { ...failed, verdict: 'failed', retryAfter: null }
  }
}

/** The beginning of an answer as text. What PostgreSQL cannot keep is left out. */
function excerptOf(body: Buffer): string {
  const text = body.subarray(0, 4 * excerptLength).toString('utf8')
  return text.replaceAll('\0', '').toWellFormed().slice(0, excerptLength)
}
