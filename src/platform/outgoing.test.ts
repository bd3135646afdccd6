import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { fetchOutside, isInner, OutsideError, type OutsideReason, readAddress } from './outgoing.ts'

async function inside(answer: RequestListener): Promise<{ origin: string; reach: string[] }> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, reach: [`127.0.0.1:${port}`] }
}

async function reasonOf(work: Promise<unknown>): Promise<OutsideReason | undefined> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof OutsideError ? error.reason : undefined
}

test.each([
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://0.0.0.0/',
  'https://10.1.2.3/',
  'https://172.31.0.1/',
  'https://192.168.0.1/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:a00:1]/',
  'https://[64:ff9b::a00:1]/',
  'https://[fc00::1]/',
  'https://[fe80::1]/',
  'https://[2002:7f00:1::]/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
])('%s is inside, however it is written', async (address) => {
  expect(await reasonOf(fetchOutside({}, address))).toBe('inner-address')
})

test.each([
  'http://shop.example/',
  'ftp://shop.example/',
  'file:///etc/passwd',
  'https://a:b@shop.example/',
  'gopher://x/',
  '',
  '//x',
])('"%s" is no address to call', (address) => {
  expect(() => readAddress({}, address)).toThrow(OutsideError)
})

test.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '2400:cb00::1'])('%s is outside', (address) => {
  expect(isInner(address)).toBe(false)
})

test('a name that resolves to this machine is refused when the connection is made, whatever it was before', async () => {
  expect(await reasonOf(fetchOutside({}, 'https://localhost:9/'))).toBe('inner-address')
  expect(await reasonOf(fetchOutside({}, 'https://nowhere.invalid/'))).toBe('unknown-host')
})

test('an inner host that was listed is reached, on its port alone; redirects are answers', async () => {
  const { origin, reach } = await inside((request, response) => {
    response.writeHead(request.url === '/away' ? 302 : 200, { location: 'http://127.0.0.1:1/' }).end(request.method)
  })
  const { status, body } = await fetchOutside({ reach }, `${origin}/`, { method: 'POST', body: 'x' })
  expect([status, body.toString()]).toEqual([200, 'POST'])
  expect((await fetchOutside({ reach }, `${origin}/away`)).status).toBe(302)
  expect(await reasonOf(fetchOutside({ reach: ['127.0.0.1:1'] }, origin))).toBe('bad-address')
})

test('answers that never end, are too long or are cut off', async () => {
  const slow = await inside((_request, response) => void response.writeHead(200).write('x'))
  expect(await reasonOf(fetchOutside(slow, slow.origin, { timeoutMs: 100 }))).toBe('timed-out')
  const long = await inside((_request, response) => void response.end(Buffer.alloc(2000)))
  expect(await reasonOf(fetchOutside(long, long.origin, { mostBytes: 1000 }))).toBe('too-large')
  const cut = await inside((_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('x')
    setTimeout(() => response.destroy(), 20)
  })
  expect(await reasonOf(fetchOutside(cut, cut.origin))).toBe('no-connection')
})
