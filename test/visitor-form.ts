import type { openShop } from './shop.ts'

type Shop = Awaited<ReturnType<typeof openShop>>

export interface PageReply {
  status: number
  headers: Record<string, unknown>
  body: string
  location: string
}

/** Somebody outside, with a browser that runs no script: pages are asked for and sent as they stand. */
export function openVisitor(shop: Shop) {
  async function ask(method: 'GET' | 'POST', url: string, body?: string, headers: Record<string, string> = {}) {
    const type = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
    const reply = await shop.server.inject({
      method,
      url,
      headers: { 'user-agent': 'Mozilla/5.0 (iPhone)', ...type, ...headers },
      ...(body === undefined ? {} : { payload: body }),
    })
    const location = reply.headers.location ?? ''
    return { status: reply.statusCode, headers: reply.headers, body: reply.body, location } as PageReply
  }
  const hidden = (body: string) => /name="page" value="([^"]*)"/.exec(body)?.[1] ?? ''

  return {
    ask,
    hidden,
    get: (url: string) => ask('GET', url),
    post: (url: string, fields: Record<string, string | string[]> = {}, headers?: Record<string, string>) =>
      ask('POST', url, encode(fields), headers),
    /** opens the form, reads it for as long as a person does, and sends it */
    async send(
      key: string,
      fields: Record<string, string | string[]>,
      how: { after?: number; page?: string; headers?: Record<string, string> } = {},
    ): Promise<PageReply> {
      const page = how.page ?? hidden((await ask('GET', `/f/${key}`)).body)
      shop.clock.now = new Date(shop.clock.now.getTime() + (how.after ?? 20_000))
      return ask('POST', `/f/${key}`, encode({ ...fields, page }), how.headers)
    },
  }
}

function encode(fields: Record<string, string | string[]>): string {
  const sent = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) sent.append(name, one)
  }
  return sent.toString()
}
