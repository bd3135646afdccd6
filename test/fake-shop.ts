import { createServer, type Server } from 'node:http'

export interface Asked {
  path: string
  headers: Record<string, unknown>
  body: string
  query: string
  variables: Record<string, unknown>
}
export interface Answer {
  status?: number
  headers?: Record<string, string>
  json?: unknown
}

/** A shop's server that answers as the test says, and remembers what it was asked. */
export async function fakeShop() {
  const shop = { asked: [] as Asked[], answer: (_asked: Asked): Answer => ({}), port: 0, close: () => close(server) }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const said = body.startsWith('{') ? JSON.parse(body) : {}
      const { query = '', variables = {} } = said as Partial<Asked>
      const asked = { path: request.url ?? '', headers: request.headers, body, query, variables }
      shop.asked.push(asked)
      const { status = 200, headers = {}, json = {} } = shop.answer(asked)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  shop.port = (server.address() as { port: number }).port
  return shop
}

function close(server: Server): Promise<void> {
  return new Promise((done) => void server.close(() => done()))
}
