import { afterEach, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { endpoint, idParams } from '../src/platform/http/contract.ts'
import { addressOf, call, ProblemError } from './api.ts'

const read = endpoint({
  method: 'GET',
  path: '/api/things/:id',
  access: 'signed-in',
  summary: 'One thing.',
  params: idParams,
  query: z.strictObject({ q: z.string().optional(), on: z.string().optional() }),
  reply: z.object({ ok: z.boolean() }),
})
const write = endpoint({
  method: 'POST',
  path: '/api/things',
  access: 'signed-in',
  summary: 'Make a thing.',
  body: z.strictObject({ name: z.string() }),
  reply: z.object({ ok: z.boolean() }),
})

function serve(answer: () => Promise<Response>) {
  const fetch = vi.fn(answer)
  vi.stubGlobal('fetch', fetch)
  return fetch as unknown as { mock: { calls: [string, RequestInit & { headers: Record<string, string> }][] } }
}
const json = (body: unknown, status = 200, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } })

afterEach(() => vi.unstubAllGlobals())

test('addresses carry parameters and leave out what is not asked', () => {
  expect(addressOf(read, { params: { id: 7 }, query: { q: '佐 藤', on: undefined } })).toBe(
    '/api/things/7?q=%E4%BD%90+%E8%97%A4',
  )
  expect(addressOf(read, { params: { id: 7 } })).toBe('/api/things/7')
})

test('a read sends no key, a write a new one unless its own is given', async () => {
  const { mock } = serve(async () => json({ ok: true }))
  await call(read, { params: { id: 7 } })
  await call(write, { body: { name: 'x' } })
  await call(write, { body: { name: 'x' } })
  await call(write, { body: { name: 'x' } }, { idempotencyKey: 'mine' })
  const keys = mock.calls.map(([, { headers }]) => headers['idempotency-key'])
  expect(keys[0]).toBeUndefined()
  expect(keys[1]).toMatch(/^[0-9a-f]{32}$/)
  expect(keys[2]).not.toBe(keys[1])
  expect(keys[3]).toBe('mine')
})

test('a problem keeps its code, fields and detail', async () => {
  const fields = [{ field: 'name', code: 'required' }]
  serve(async () =>
    json(
      { type: '', title: '', status: 422, code: 'invalid-request', detail: { where: 'body' }, fields },
      422,
      'application/problem+json',
    ),
  )
  const error = await call(write, { body: { name: '' } }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ProblemError)
  expect(error).toMatchObject({ code: 'invalid-request', status: 422, fields, detail: { where: 'body' } })
})

test.each([
  ['no answer at all', () => Promise.reject(new TypeError('Failed to fetch')), 'unreachable'],
  ['a proxy without a server', async () => new Response('<html>', { status: 502 }), 'unreachable'],
  ['a fault without words', async () => new Response('', { status: 500 }), 'internal-error'],
])('%s', async (_name, answer, code) => {
  serve(answer)
  await expect(call(read, { params: { id: 1 } })).rejects.toMatchObject({ code })
})
