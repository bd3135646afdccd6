import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { createServer } from 'node:net'
import { json } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { setup } from './visitor.ts'

export interface Answer {
  status: number
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

export type Write = (method: string, path: string, body: object) => Promise<Answer>

/** Whoever asks does not wait for ever: milliseconds. */
const patience = 10_000

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

/** Sends a write again under the same key until it is answered; `doubts` counts the times nobody knew what became of it. */
export function writer(origin: string, cookie: string, doubts: { count: number }): Write {
  return async (method, path, body) => {
    const headers = { 'content-type': 'application/json', cookie, 'idempotency-key': randomUUID() }
    for (;;) {
      try {
        const signal = AbortSignal.timeout(patience)
        const reply = await fetch(origin + path, { method, headers, body: JSON.stringify(body), signal })
        if (reply.status < 500) return { status: reply.status, body: await reply.json() }
      } catch {
        doubts.count++
      }
      await sleep(100)
    }
  }
}

/** Sets the installation up and returns the administrator's cookie. */
export async function firstVisit(origin: string): Promise<string> {
  for (;;) {
    const reply = await fetch(`${origin}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(setup),
      signal: AbortSignal.timeout(patience),
    }).catch(() => null)
    if (reply?.ok) return (reply.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
    await sleep(100)
  }
}

export interface Caller {
  origin: string
  cookie: string
  write: Write
}

/** Asks until there is an answer. */
export async function read({ origin, cookie }: Caller, path: string): Promise<Answer['body']> {
  for (;;) {
    try {
      const reply = await fetch(origin + path, { headers: { cookie }, signal: AbortSignal.timeout(patience) })
      if (reply.ok) return await reply.json()
    } catch {
      // the program is being started again
    }
    await sleep(50)
  }
}

/** Hands in a file piece by piece, once; throws when the connection breaks. */
export async function sendFile({ origin, cookie }: Caller, path: string, body: AsyncIterable<Buffer>): Promise<Answer> {
  const headers = { 'content-type': 'application/octet-stream', cookie }
  const sending = request(origin + path, { method: 'POST', headers, signal: AbortSignal.timeout(6 * patience) })
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>
  const [[reply]] = await Promise.all([answered, pipeline(body, sending)])
  return { status: reply.statusCode ?? 0, body: await json(reply) }
}
