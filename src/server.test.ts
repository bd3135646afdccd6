import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { freshDatabase } from '../test/database.ts'
import { testServer } from '../test/server.ts'
import type { Room } from './house.ts'
import { sql } from './platform/db/db.ts'
import { endpoint, idParams } from './platform/http/contract.ts'
import { Refusal } from './platform/http/refusal.ts'
import { route } from './platform/http/route.ts'

const addTag = endpoint({
  method: 'POST',
  path: '/api/test-tags',
  access: 'customers.write',
  summary: 'Add a tag',
  body: z.strictObject({ name: z.string().min(1).max(20), fail: z.boolean().optional() }),
  reply: z.object({ id: z.number() }),
})
const getTag = endpoint({
  method: 'GET',
  path: '/api/test-tags/:id',
  access: 'customers.read',
  summary: 'One tag',
  params: idParams,
  reply: z.object({ name: z.string() }),
})

const room: Room = {
  name: 'test',
  routes: [
    route(addTag, async (ctx, { body }) => {
      const { rows } = await ctx.db.query<{ id: number }>(
        sql`insert into tags (name, created_at) values (${body.name}, ${ctx.now}) returning id`,
      )
      if (body.fail) throw new Refusal('conflict', { why: 'asked for' })
      return { id: rows[0]!.id }
    }),
    route(getTag, async (ctx, { params }) => {
      const { rows } = await ctx.db.query<{ name: string }>(sql`select name, id from tags where id = ${params.id}`)
      if (!rows[0]) throw new Refusal('not-found')
      return rows[0]
    }),
  ],
}

let server: Awaited<ReturnType<typeof testServer>>
let port: number
let database: Awaited<ReturnType<typeof freshDatabase>>

beforeAll(async () => {
  database = await freshDatabase()
  server = await testServer(database.pool, { house: [room] })
  port = Number(new URL(await server.address()).port)
})
afterAll(() => server.close())

const owner = { 'x-test-role': 'owner' }
const post = (body: unknown, headers: Record<string, string> = {}) =>
  server.inject({ method: 'POST', url: '/api/test-tags', headers: { ...owner, ...headers }, payload: body as object })
const tagCount = async () =>
  (await database.pool.query<{ n: number }>(sql`select count(*)::int as n from tags`)).rows[0]!.n

test('a write and a read go through, and nothing undeclared leaves', async () => {
  const made = await post({ name: 'お得意' })
  expect(made.statusCode).toBe(200)
  const read = await server.inject({ url: `/api/test-tags/${made.json().id}`, headers: owner })
  expect(read.json()).toEqual({ name: 'お得意' })
  expect(read.headers['cache-control']).toBe('no-store')
})

test('who may not is refused before anything is read', async () => {
  expect((await server.inject({ method: 'POST', url: '/api/test-tags', payload: {} })).statusCode).toBe(401)
  const refused = await post({ nonsense: 1 }, { 'x-test-role': 'read-only' })
  expect(refused.statusCode).toBe(403)
  expect(refused.json()).toMatchObject({ code: 'not-allowed', status: 403 })
})

test('bad input names its fields and keeps values to itself', async () => {
  const unknown = await post({ name: 'x', role: 'owner' })
  expect([unknown.statusCode, unknown.json().code]).toEqual([422, 'unknown-field'])
  expect(unknown.json().fields).toEqual([{ field: 'role', code: 'unknown-field' }])
  const wrong = await post({ name: 5 })
  expect(wrong.json().fields).toEqual([{ field: 'name', code: 'wrong-type', detail: { expected: 'string' } }])
  expect((await post({})).json().fields).toEqual([{ field: 'name', code: 'required' }])
  const query = await server.inject({ url: '/api/test-tags/1?sort=password', headers: owner })
  expect(query.statusCode).toBe(422)
  const noId = await server.inject({ url: '/api/test-tags/1%20or%201=1', headers: owner })
  expect(noId.statusCode).toBe(404)
})

test.each([
  ['application/json\ta', '{}', 415],
  ['text/plain', '{}', 415],
  ['application/json; charset=utf-7', '{}', 415],
  ['multipart/form-data; boundary=x', '--x', 415],
  ['application/json', '{"name":', 400],
  ['application/json', '{"__proto__":{"admin":true},"name":"x"}', 400],
  ['application/json', '{"constructor":{"prototype":{"admin":true}},"name":"x"}', 400],
  ['application/json', `{"name":"${'x'.repeat(1_100_000)}"}`, 413],
  ['Application/JSON;charset=UTF-8', '{"name":""}', 422],
])('body of type %j starting %.20j → %i', async (type, payload, status) => {
  const reply = await server.inject({
    method: 'POST',
    url: '/api/test-tags',
    headers: { ...owner, 'content-type': type },
    payload,
  })
  expect(reply.statusCode).toBe(status)
  expect(reply.headers['content-type']).toContain('application/problem+json')
  expect(({} as Record<string, unknown>).admin).toBeUndefined()
})

test('a refused write leaves nothing', async () => {
  const before = await tagCount()
  expect((await post({ name: 'gone', fail: true })).json()).toMatchObject({
    code: 'conflict',
    detail: { why: 'asked for' },
  })
  expect(await tagCount()).toBe(before)
})

test('the same key gives the same reply once, in parallel too, and another body is refused', async () => {
  const before = await tagCount()
  const key = { 'idempotency-key': 'k-1' }
  const replies = await Promise.all(Array.from({ length: 8 }, () => post({ name: 'once' }, key)))
  expect(new Set(replies.map((reply) => reply.body)).size).toBe(1)
  expect(await tagCount()).toBe(before + 1)
  expect((await post({ name: 'other' }, key)).json()).toMatchObject({ code: 'key-reused' })
})

test('writes from another site are refused; a program with a key is not asked', async () => {
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'evil.example' },
  ]
  for (const headers of foreign) {
    const reply = await post({ name: 'evil' }, headers)
    expect([reply.statusCode, reply.json().code]).toEqual([403, 'foreign-origin'])
  }
  expect((await post({ name: 'own origin' }, { origin: 'http://localhost:3000' })).statusCode).toBe(200)
})

test('addresses that look like others are not found', async () => {
  for (const url of [
    '/api//test-tags/1',
    '/api/test-tags/1/',
    '/API/test-tags/1',
    '/api/%2e%2e/test-tags',
    '/api/nothing',
  ]) {
    expect((await server.inject({ url, headers: owner })).statusCode, url).toBe(404)
  }
})

test('every reply, also a refusal, tells the browser what not to do', async () => {
  for (const url of ['/api/health', '/api/nowhere', '/api/test-tags/1']) {
    const { headers } = await server.inject({ url })
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' })
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['strict-transport-security']).toBeUndefined()
  }
})

test('the API describes itself', async () => {
  const document = (await server.inject({ url: '/api/openapi.json' })).json()
  expect(document.openapi).toBe('3.1.0')
  expect(document.paths['/api/test-tags'].post.requestBody.content['application/json'].schema).toMatchObject({
    required: ['name'],
    additionalProperties: false,
  })
  const page = await server.inject({ url: '/api/docs' })
  expect(page.body).toContain('/api/test-tags/:id')
  expect(page.headers['content-security-policy']).toContain("default-src 'self'")
})

test.each([
  'POST /api/test-tags HTTP/1.1\r\nHost: localhost:3000\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
  'POST /api/test-tags HTTP/1.1\r\nHost: localhost:3000\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'GET /api/health HTTP/1.1\nHost: localhost:3000\n\n',
])('a request that two readers could read differently is closed: %#', async (bytes) => {
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString()
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
  expect(answer).toMatch(/^HTTP\/1\.1 400/)
})
