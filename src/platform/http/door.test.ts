import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../test/database.ts'
import { testServer } from '../../../test/server.ts'
import type { Door } from './door.ts'

const heard: Buffer[] = []
const door: Door = {
  method: 'POST',
  path: '/test-door/:key',
  mostBytes: 1000,
  admit: async (_ctx, { params }) => (params.key === 'known' ? undefined : { status: 404, body: 'who?' }),
  handle: async (_ctx, { body }) => {
    heard.push(body)
    return { status: 202, headers: { 'content-type': 'text/plain' }, body: String(body.length) }
  },
}
let server: Awaited<ReturnType<typeof testServer>>
let port: number

beforeAll(async () => {
  server = await testServer((await freshDatabase()).pool, { house: [{ name: 'test', doors: [door] }] })
  port = Number(new URL(await server.address()).port)
})
afterAll(() => server.close())

const post = (url: string, payload: Buffer | string, headers: Record<string, string> = {}) =>
  server.inject({ method: 'POST', url, payload, headers })

test('bytes come in as they are, whatever they say they are, from any site', async () => {
  const bytes = gzipSync('a'.repeat(100))
  const headers = {
    'content-type': 'application/x-nonsense',
    'content-encoding': 'gzip',
    origin: 'https://shop.example',
    'sec-fetch-site': 'cross-site',
  }
  const reply = await post('/test-door/known', bytes, headers)
  expect([reply.statusCode, reply.body]).toEqual([202, String(bytes.length)])
  expect(heard.at(-1)).toEqual(bytes)
  expect((await post('/test-door/known', '')).body).toBe('0')
})

test('too much is refused by its announced length, and when it comes in pieces', async () => {
  expect((await post('/test-door/known', Buffer.alloc(1001))).statusCode).toBe(413)
  const answer = await raw(
    'POST /test-door/known HTTP/1.1\r\nHost: localhost:3000\r\nTransfer-Encoding: chunked\r\n\r\n' +
      `400\r\n${'x'.repeat(1024)}\r\n`,
  )
  expect(answer).toMatch(/^HTTP\/1.1 413/)
})

test('whom nobody knows is turned away before the body is there', async () => {
  const answer = await raw('POST /test-door/stranger HTTP/1.1\r\nHost: localhost:3000\r\nContent-Length: 900\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1.1 404/)
  expect(answer).toContain('who?')
})

/** What the server says first to bytes on a socket. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('error', reject)
    socket.on('data', (data) => {
      socket.destroy()
      resolve(data.toString())
    })
  })
}
