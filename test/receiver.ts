import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Heard {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

type Answering = (heard: Heard, response: ServerResponse) => void

/** Another system on this machine: hears requests and answers as it is told, 204 by itself. */
export async function openReceiver() {
  const heard: Heard[] = []
  let answering: Answering = (_heard, response) => void response.writeHead(204).end()
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    const one = { method, path, headers, body: await text(request) }
    heard.push(one)
    answering(one, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    /** for `reach` of the configuration */
    host: `127.0.0.1:${port}`,
    heard,
    answer(how: Answering | number) {
      answering = typeof how === 'number' ? (_heard, response) => void response.writeHead(how).end() : how
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
export type Receiver = Awaited<ReturnType<typeof openReceiver>>
