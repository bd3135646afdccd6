import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { Arrival } from '../arriving/take-in.ts'
import { kind } from '../connections/kind.ts'
import type { Connection } from '../connections/store.ts'
import { textAt } from '../hooks/paths.ts'
import { arrivalAt, instantOf } from '../hooks/read-by-paths.ts'
import { header, type Message, type Reading, type Sender } from '../hooks/sender.ts'
import { isRecent, isStandardSigned } from '../hooks/signatures.ts'
import type { Happening } from '../hooks/take-events.ts'
import { type WebhookRule, type WebhookSettings, webhookSettings } from './shape.ts'

/** After a new secret was made the former one holds for a day: senders change theirs when somebody gets to it. */
const keepsMs = 86_400_000

export const webhookKind = kind({
  name: 'webhook',
  settings: webhookSettings,
  secrets: z.strictObject({
    signing: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/),
    former: z.string().optional(),
    formerUntil: z.string().optional(),
  }),
  makeSecrets: () => ({ signing: `whsec_${randomBytes(32).toString('base64')}` }),
  keepFormer: (former, now) => ({
    former: former.signing,
    formerUntil: new Date(now.getTime() + keepsMs).toISOString(),
  }),
})

/** Any system that signs after Standard Webhooks. */
export const webhookSender: Sender = {
  kind: webhookKind,
  objects(headers, _connection, now) {
    const [id, timestamp] = [header(headers, 'webhook-id'), header(headers, 'webhook-timestamp')]
    if (id === '' || timestamp === '' || header(headers, 'webhook-signature') === '') return 'missing-signature'
    return isRecent(timestamp, now) ? undefined : 'old-timestamp'
  },
  isSigned(headers, body, { signing = '', former = '', formerUntil = '' }, now) {
    const holds = formerUntil !== '' && now < new Date(formerUntil)
    const given = {
      id: header(headers, 'webhook-id'),
      timestamp: header(headers, 'webhook-timestamp'),
      signature: header(headers, 'webhook-signature'),
    }
    return isStandardSigned(holds ? [signing, former] : [signing], given, body)
  },
  name: (headers) => ({ messageId: header(headers, 'webhook-id'), topic: header(headers, 'webhook-topic') }),
  read: (message, connection) => readByRules(message, (connection as Connection<WebhookSettings>).settings.rules),
}

/** Every rule that fits the message takes its record out of it. */
export function readByRules({ body, receivedAt }: Message, rules: readonly WebhookRule[]): Reading {
  if (rules.length === 0) return { arrivals: [], ignored: 'no-mapping' }
  const fitting = rules.filter(({ when }) => when === null || textAt(body, when.path) === when.equals)
  if (fitting.length === 0) return { arrivals: [], ignored: 'no-rule' }
  const arrivals: Reading['arrivals'] = []
  const happenings: Happening[] = []
  for (const rule of fitting) {
    if (rule.kind === 'events') happenings.push(happeningAt(body, rule))
    else arrivals.push({ kind: rule.kind, item: recordAt(body, rule, receivedAt) })
  }
  return { arrivals, happenings }
}

function recordAt(body: unknown, rule: WebhookRule, receivedAt: Date): Arrival {
  const said = textAt(body, rule.changedAt === '' ? 'timestamp' : rule.changedAt)
  const item = arrivalAt(body, rule.fields, instantOf(said) ?? receivedAt)
  const [first, ...rest] = item.rows
  const status = first?.status && rule.statuses[first.status]
  return status ? { ...item, rows: [{ ...first, status }, ...rest] } : item
}

function happeningAt(body: unknown, { fields }: WebhookRule): Happening {
  const text = (field: string) => (fields[field] === undefined ? '' : textAt(body, fields[field]).trim())
  const kept = Object.keys(fields).filter((field) => field.startsWith('data:'))
  return {
    number: text('number'),
    email: text('email'),
    name: text('event').slice(0, 200),
    at: instantOf(text('at')) ?? null,
    data: Object.fromEntries(kept.map((field) => [field.slice(5), text(field).slice(0, 1_000)])),
  }
}
