import type { Context } from '../../platform/context.ts'
import { fetchOutside } from '../../platform/outgoing.ts'
import { textAt, valueAt } from '../hooks/paths.ts'
import { PullError } from './puller.ts'

/** Asks a GraphQL server; `data` of its answer. What it said of an error is not kept: it may quote what was asked for. */
export async function askGraphql(
  ctx: Pick<Context, 'config'>,
  address: string,
  headers: Record<string, string>,
  query: string,
  variables: Record<string, unknown>,
): Promise<unknown> {
  const answer = await fetchOutside(ctx.config, address, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
    timeoutMs: 30_000,
    mostBytes: 20_000_000,
  })
  const waits = Number(answer.headers['retry-after'] ?? 0) || 0
  if (answer.status === 401 || answer.status === 403) throw new PullError('not-authorised', answer.status)
  if (answer.status !== 200) throw new PullError('bad-status', answer.status, waits)
  const said = parse(answer.body)
  if (textAt(said, 'errors[0].extensions.code') === 'THROTTLED') throw new PullError('slow-down', 200, 5)
  const errors = valueAt(said, ['errors'])
  if (Array.isArray(errors) && errors.length > 0) throw new PullError('query-refused', 200)
  return valueAt(said, ['data'])
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new PullError('not-json', 200)
  }
}
