import * as z from 'zod'
import type { Context } from '../../platform/context.ts'
import { fetchOutside, OutsideError, type OutsideReason } from '../../platform/outgoing.ts'
import { readSecrets } from '../connections/store.ts'
import { lineKind } from './kind.ts'

/** Why LINE did not do what was asked. */
export class LineError extends Error {
  readonly reason: OutsideReason | 'refused' | 'not-understood'
  readonly status: number | null
  constructor(reason: LineError['reason'], status: number | null = null) {
    super(reason)
    this.reason = reason
    this.status = status
  }
}

export type Line = ReturnType<typeof lineOf>

/** The Messaging API with one access token. */
export function lineOf({ config }: Pick<Context, 'config'>, accessToken: string) {
  async function ask<S extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    reply: S,
    body?: object,
  ): Promise<z.output<S>> {
    const answer = await fetchOutside(config, `${config.lineApi ?? 'https://api.line.me'}${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
      timeoutMs: 10_000,
      mostBytes: 100_000,
    }).catch((error: unknown) => {
      throw error instanceof OutsideError ? new LineError(error.reason) : error
    })
    if (answer.status >= 300) throw new LineError('refused', answer.status)
    const read = reply.safeParse(parseJson(answer.body.toString('utf8')))
    if (!read.success) throw new LineError('not-understood', answer.status)
    return read.data
  }
  return {
    account: () => ask('GET', '/v2/bot/info', z.object({ displayName: z.string(), basicId: z.string() })),
    webhook: () =>
      ask('GET', '/v2/bot/channel/webhook/endpoint', z.object({ endpoint: z.string(), active: z.boolean() })),
    testWebhook: (endpoint: string) =>
      ask(
        'POST',
        '/v2/bot/channel/webhook/test',
        z.object({ success: z.boolean(), reason: z.string().optional(), detail: z.string().optional() }),
        { endpoint },
      ),
    profile: (userId: string) => ask('GET', `/v2/bot/profile/${userId}`, z.object({ displayName: z.string() })),
    linkToken: (userId: string) =>
      ask('POST', `/v2/bot/user/${userId}/linkToken`, z.object({ linkToken: z.string() }), {}),
    reply: (replyToken: string, text: string) =>
      ask('POST', '/v2/bot/message/reply', z.unknown(), { replyToken, messages: [{ type: 'text', text }] }),
  }
}

export async function openLine(ctx: Pick<Context, 'pool' | 'config'>, connectionId: number): Promise<Line> {
  const { accessToken } = await readSecrets(ctx, lineKind, connectionId)
  return lineOf(ctx, accessToken)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text || '{}')
  } catch {
    return undefined
  }
}
