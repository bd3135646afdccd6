import type { Context } from '../../platform/context.ts'
import type { Door, DoorReply, DoorRequest } from '../../platform/http/door.ts'
import { problemOf } from '../../platform/http/problem.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { mostBatchBytes, mostMessageBytes, readBody } from './body.ts'
import { intakeOf, openIntake } from './intake.ts'
import { type MessageProblem, type MessageType, messageKey, readMessage } from './message.ts'
import { originHeaders, preflight } from './origin.ts'
import { noteRecent } from './recent.ts'
import { type Site, sitesByKey } from './site.ts'
import { type Arriving, writePieces } from './write.ts'

/** About a second's worth at the pace of a shop's busiest hour; more would be answered too late to be of use. */
const limits = { mostWaiting: 6000, mostTogether: 1500 }

const intake = intakeOf<Arriving>((pool) =>
  openIntake(async (pieces) => noteRecent(pool, await writePieces(pool, pieces)), isOwnFault, limits),
)

/** Values the database does not take, against it being away or busy. */
function isOwnFault(error: unknown): boolean {
  return /^(22|23|54)/.test((error as { code?: string }).code ?? '')
}

type Asked = Omit<DoorRequest, 'body'>
type Type = MessageType | 'batch'

/** The protocol's addresses, in full and as browsers say them. */
const addresses: [name: string, type: Type][] = [
  ...(['identify', 'track', 'page', 'screen', 'group', 'alias', 'batch'] as const).flatMap((type): [string, Type][] => [
    [type, type],
    [type.slice(0, 1), type],
  ]),
  ['import', 'batch'],
]

export const doors: Door[] = [
  ...addresses.flatMap(([name, type]) => [preflight(`/v1/${name}`), messageDoor(`/v1/${name}`, type)]),
  preflight('/v1/m'),
  {
    // how the library itself is doing: of no use here, but it would not stop asking
    method: 'POST',
    path: '/v1/m',
    mostBytes: mostMessageBytes,
    handle: async (ctx, { headers }) => ({
      status: 200,
      headers: { ...(await originHeaders(ctx, headers)), 'content-type': 'application/json' },
      body: '{"success":true}',
    }),
  },
  {
    method: 'GET',
    path: '/v1/projects/:key/settings',
    mostBytes: 1024,
    async handle(ctx, { params, headers }) {
      const site = (await sitesByKey(ctx)).get(params.key ?? '')
      const named = await originHeaders(ctx, headers)
      if (!site) return problem(new Refusal('not-found'), named)
      return json(200, librarySettings(params.key ?? '', ctx.config.origin), named)
    },
  },
]

function messageDoor(path: string, type: Type): Door {
  return {
    method: 'POST',
    path,
    // what is too long is told so below, in words that a page may read
    mostBytes: 2 * mostBatchBytes,
    async admit(ctx, asked) {
      const seconds = intake(ctx.pool).fullSeconds()
      const { authorization } = asked.headers
      if (seconds === 0 && authorization === undefined) return undefined
      const named = await originHeaders(ctx, asked.headers)
      if (seconds > 0) return busy(seconds, named)
      return refusing(named, async () => void (await siteOf(ctx, asked, undefined)))
    },
    async handle(ctx, asked) {
      const named = await originHeaders(ctx, asked.headers)
      let site: Site | undefined
      const refused = await refusing(named, async () => {
        const bytes = type === 'batch' ? mostBatchBytes : mostMessageBytes
        // whose key came with the request is told of what was wrong with its body
        if (asked.headers.authorization !== undefined) site = await siteOf(ctx, asked, undefined)
        const { value, length } = await readBody(asked.body, asked.headers['content-encoding'], bytes)
        site = await siteOf(ctx, asked, value.writeKey)
        return takeIn(ctx, site, type, value, length, named)
      })
      if (site && refused && [400, 413, 415].includes(refused.status)) noteUnreadable(ctx, site)
      return refused ?? json(200, { success: true }, named)
    },
  }
}

/** Whose key came, in the header, the body or the address, from a page it may come from. */
async function siteOf(ctx: Context, { headers, query }: Asked, told: unknown): Promise<Site> {
  const key = basicKey(headers.authorization) ?? told ?? query.writeKey
  const site = typeof key === 'string' ? (await sitesByKey(ctx)).get(key) : undefined
  if (!site) throw new Refusal('wrong-credentials')
  const { origin } = headers
  if (origin !== undefined && !site.settings.origins.includes(origin)) throw new Refusal('foreign-origin')
  return site
}

/** The name of HTTP's basic authentication; the password is left empty. */
function basicKey(header: string | undefined): string | undefined {
  const found = /^Basic\s+([\w+/=-]+)$/i.exec(header ?? '')?.[1]
  return found === undefined ? undefined : Buffer.from(found, 'base64').toString('latin1').split(':')[0]
}

/** Reads every message and waits until all of them are kept. What cannot be kept stops none of the others. */
async function takeIn(
  { pool, now }: Context,
  site: Site,
  type: Type,
  body: Record<string, unknown>,
  length: number,
  named: Record<string, string>,
): Promise<DoorReply | undefined> {
  const messages = type === 'batch' ? body.batch : [body]
  if (!Array.isArray(messages)) {
    throw new Refusal('invalid-request', {}, [
      { field: 'batch', code: messages === undefined ? 'required' : 'wrong-type' },
    ])
  }
  const moment = { sentAt: body.sentAt, received: now.getTime(), type: type === 'batch' ? undefined : type }
  const rejected: { index: number; code: MessageProblem }[] = []
  const arriving = messages.map((value, index): Arriving => {
    const read = isTooLarge(value, length) ? 'too-large' : readMessage(withContext(value, body, type), moment)
    if (typeof read !== 'string')
      return { site, message: read, key: messageKey(site.id, read.messageId), receivedAt: now }
    rejected.push({ index, code: read })
    return { site, problem: read, receivedAt: now }
  })
  if (arriving.length > 0) await intake(pool).take(arriving)
  if (rejected.length === 0) return undefined
  if (rejected.length < messages.length) return json(200, { success: true, rejected }, named)
  const fields = rejected.map(({ index, code }) => ({ field: type === 'batch' ? `batch.${index}` : type, code }))
  return problem(new Refusal('malformed-body', {}, fields.slice(0, 20)), named)
}

/** A batch may say once what is true of all its messages. */
function withContext(value: unknown, { context }: Record<string, unknown>, type: Type): unknown {
  if (type !== 'batch' || typeof context !== 'object' || typeof value !== 'object' || value === null) return value
  const own = (value as { context?: object }).context
  return { ...value, context: { ...context, ...own } }
}

function isTooLarge(message: unknown, length: number): boolean {
  if (length <= mostMessageBytes) return false
  try {
    return Buffer.byteLength(JSON.stringify(message) ?? '') > mostMessageBytes
  } catch {
    // more levels than there is room for
    return true
  }
}

/** A body nobody could read is counted, without waiting for it. */
function noteUnreadable({ pool, now, log }: Context, site: Site): void {
  const open = intake(pool)
  if (open.fullSeconds() > 0) return
  open.take([{ site, problem: 'unreadable', receivedAt: now }]).catch((error) => log.warn({ err: error }))
}

async function refusing(
  named: Record<string, string>,
  work: () => Promise<DoorReply | undefined | void>,
): Promise<DoorReply | undefined> {
  try {
    return (await work()) ?? undefined
  } catch (error) {
    return problem(error, named)
  }
}

function problem(error: unknown, headers: Record<string, string>): DoorReply {
  const told = problemOf(error)
  const again: Record<string, string> = told.status === 503 ? { 'retry-after': '2' } : {}
  return json(told.status, told, { ...headers, ...again })
}

function busy(seconds: number, headers: Record<string, string>): DoorReply {
  return json(
    503,
    { status: 503, code: 'overloaded', title: 'overloaded' },
    { ...headers, 'retry-after': String(seconds) },
  )
}

function json(status: number, body: object, headers: Record<string, string>): DoorReply {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** What the browser library asks for before it starts: where to send, and that it shall do nothing else. */
function librarySettings(key: string, origin: string): object {
  const { host, protocol } = new URL(origin)
  return {
    integrations: {
      'Segment.io': {
        apiKey: key,
        apiHost: `${host}/v1`,
        protocol: protocol.replace(':', ''),
        unbundledIntegrations: [],
        addBundledMetadata: false,
        maybeBundledConfigIds: {},
      },
    },
    plan: { track: { __default: { enabled: true, integrations: {} } }, identify: { __default: { enabled: true } } },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  }
}
