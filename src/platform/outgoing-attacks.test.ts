import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { fetchOutside, OutsideError, readAddress } from './outgoing.ts'

/** What the resolver says, in turn; the last answer stays. */
const resolved: string[][] = []
let lookups = 0
vi.mock('node:dns', () => ({
  lookup: (_name: string, _options: object, done: (error: null, found: object[]) => void) => {
    lookups++
    const found = (resolved.length > 1 ? resolved.shift() : resolved[0]) ?? []
    setImmediate(
      done,
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  },
}))
afterEach(() => {
  resolved.length = 0
  lookups = 0
})

async function listening(server: Server): Promise<{ port: number; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, sockets }
}
const web = (answer: RequestListener) => listening(createServer(answer))

async function reasonOf(work: Promise<unknown> | (() => unknown)): Promise<string | undefined> {
  try {
    await (typeof work === 'function' ? work() : work)
    return undefined
  } catch (error) {
    return error instanceof OutsideError ? error.reason : String(error)
  }
}

test.each([
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b:1::1]/',
  'https://[2002:7f00:1::]/',
  'https://[2001::1]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://[100::1]/',
  'https://[fd00:ec2::254]/',
  'https://127.0.0.1./',
  'https://１２７.０.０.１/',
  'https://①②⑦.⓪.⓪.①/',
  'https://127.000.000.001/',
  'https://0x7f000001/',
  'https://017700000001/',
  'https://0/',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://shop.localhost/',
  'https://metadata.google.internal/',
  'https://printer.local/',
  'https://intranet/',
])('%s is refused before anything is asked of a resolver', async (address) => {
  expect(await reasonOf(() => readAddress({}, address))).toBe('inner-address')
  expect(await reasonOf(fetchOutside({}, address))).toBe('inner-address')
  expect(lookups).toBe(0)
})

test.each([
  'https://shop.example@127.0.0.1/',
  'https://:secret@shop.example/',
  'data:text/html,x',
  'javascript:alert(1)',
  'ws://shop.example/',
  'https://',
  'https://shop.example:99999/',
  'https://exa mple.com/',
  ...[22, 25, 5432, 6379, 11211].map((port) => `https://shop.example:${port}/`),
])('%s is no address to call', async (address) => {
  expect(await reasonOf(() => readAddress({}, address))).toBe('bad-address')
})

test('a name that was outside when it was saved and is inside when it is called is not connected to', async () => {
  const { port, sockets } = await web((_request, response) => void response.end('inner'))
  resolved.push(['127.0.0.1'])
  const address = `https://rebinding.example:${port}/`
  expect(await reasonOf(() => readAddress({}, address))).toBeUndefined()
  expect(await reasonOf(fetchOutside({}, address))).toBe('inner-address')
  expect(sockets.size).toBe(0)
})

test('the address that was checked is the one connected to: the resolver is asked once', async () => {
  const { port } = await web((_request, response) => void response.end('here'))
  resolved.push(['127.0.0.1'], ['127.0.0.2'])
  const reach = [`known.example:${port}`]
  expect((await fetchOutside({ reach }, `http://known.example:${port}/`)).body.toString()).toBe('here')
  expect(lookups).toBe(1)
})

test.each([[['8.8.8.8', '127.0.0.1']], [['2606:4700::1111', '::1']], [['8.8.8.8', '::ffff:10.0.0.1']]])(
  'of several addresses one inside is enough to refuse: %j',
  async (addresses) => {
    resolved.push(addresses)
    expect(await reasonOf(fetchOutside({}, 'https://several.example/'))).toBe('inner-address')
  },
)

test('an open port and a closed one cannot be told apart', async () => {
  const { port } = await web((_request, response) => void response.end())
  const answers = [port, 1].map((one) => reasonOf(fetchOutside({}, `https://127.0.0.1:${one}/`)))
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['inner-address']))
})

test('redirects are answers: neither followed nor given what was sent', async () => {
  const inner = await web((_request, response) => void response.end('secret'))
  for (const status of [301, 302, 303, 307, 308]) {
    const { port } = await web((_request, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${inner.port}/` }).end()
    })
    const headers = { authorization: 'Bearer x' }
    const answer = await fetchOutside({ reach: [`127.0.0.1:${port}`] }, `http://127.0.0.1:${port}/`, { headers })
    expect(answer.status).toBe(status)
  }
  expect(inner.sockets.size).toBe(0)
})

test('a packed answer is never unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000))
  const { port } = await web((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
  })
  const reach = [`127.0.0.1:${port}`]
  const { body } = await fetchOutside({ reach }, `http://127.0.0.1:${port}/`, { mostBytes: 1_000_000 })
  expect(body).toEqual(bomb)
})

test('an endless answer is cut: refused, or enough when only its beginning matters', async () => {
  const { port, sockets } = await web((_request, response) => {
    const write = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 120)));
    }
    response.on('drain', write)
    write()
  })
  const reach = [`127.0.0.1:${port}`]
  const address = `http://127.0.0.1:${port}/`
  expect(await reasonOf(fetchOutside({ reach }, address, { mostBytes: 65_536 }))).toBe('too-large')
  const { status, body } = await fetchOutside({ reach }, address, { mostBytes: 65_536, cut: true })
  expect([status, body.length]).toEqual([200, 65_536])
  await vi.waitFor(() => expect([...sockets].every((socket) => socket.destroyed)).toBe(true), 10_000)
})

test('headers without end, a byte at a time, and silence are given up', async () => {
  const endless = createSocketServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const timer = setInterval(() => socket.write(`x-${'a'.repeat(4000)}: ${'b'.repeat(4000)}\r\n`), 1)
    socket.on('close', () => clearInterval(timer))
  })
  const dribbling = createSocketServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
    const timer = setInterval(() => socket.write('x'), 20)
    socket.on('close', () => clearInterval(timer))
  })
  const silent = createSocketServer(() => {})
  const results = [endless, dribbling, silent].map(async (server) => {
    const { port } = await listening(server)
    const reach = [`127.0.0.1:${port}`]
    return reasonOf(fetchOutside({ reach }, `http://127.0.0.1:${port}/`, { timeoutMs: 300 }))
  })
  expect(await Promise.all(results)).toEqual(['no-connection', 'timed-out', 'timed-out'])
})

test('an error never says where the call went', async () => {
  const error = await fetchOutside({}, 'https://127.0.0.1/?token=secret').catch((thrown: Error) => thrown)
  expect(JSON.stringify(error) + String(error)).not.toMatch(/secret|127/)
})
