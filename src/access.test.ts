import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../test/database.ts'
import { testServer } from '../test/server.ts'
import { house, routesOf } from './house.ts'
import { permissions, roleMay, roles } from './platform/access.ts'

const endpoints = routesOf(house).map((one) => one.endpoint)
let server: Awaited<ReturnType<typeof testServer>>

beforeAll(async () => {
  server = await testServer((await freshDatabase()).pool)
})
afterAll(() => server.close())

test('every route states a rule that exists, and no two routes share an address', () => {
  const known = new Set([...Object.keys(permissions), 'signed-in', 'open'])
  for (const { access, path } of endpoints) expect(known, path).toContain(access)
  const addresses = endpoints.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`)
  expect(addresses).toEqual([...new Set(addresses)])
  expect(endpoints.length).toBeGreaterThan(0)
})

// Missing ids and empty bodies: whoever may gets some other answer than 401 or 403, whoever may not gets exactly that.
describe.each(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  '%s',
  (_, endpoint) => {
    const ask = (role?: string) =>
      server.inject({
        method: endpoint.method,
        url: endpoint.path.replace(/:\w+/g, '999999999'),
        headers: {
          ...(role ? { 'x-test-role': role } : {}),
          ...(endpoint.raw === 'upload' ? { 'content-type': 'application/octet-stream' } : {}),
        },
        ...(endpoint.method === 'GET' ? {} : { payload: endpoint.raw === 'upload' ? Buffer.from('x') : {} }),
      })

    test('nobody', async () => {
      const { statusCode } = await ask()
      if (endpoint.access === 'open') expect(statusCode).not.toBe(403)
      else expect(statusCode).toBe(401)
    })

    test.each(roles)('%s', async (role) => {
      const { statusCode, body } = await ask(role)
      const allowed = endpoint.access === 'open' || endpoint.access === 'signed-in' || roleMay(role, endpoint.access)
      if (allowed) expect(body).not.toContain('"permission"')
      else expect(statusCode).toBe(403)
      expect(statusCode, body).not.toBe(500)
    })
  },
)
