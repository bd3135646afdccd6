import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { join, joinPassword, ownerPassword, realServer, type TestBrowser } from '../../../test/visitor.ts'
import { type Role, roles } from '../../platform/access.ts'
import { many, one, sql } from '../../platform/db/db.ts'

let server: Awaited<ReturnType<typeof realServer>>
let owner: TestBrowser
let administrator: TestBrowser
const idOf = async (email: string) => {
  const row = await one<{ id: number; version: number }>(
    server.pool,
    sql`select id, version from staff where email = ${email}`,
  )
  return row!
}

beforeAll(async () => {
  server = await realServer()
  owner = await server.settled()
  administrator = await join(server, owner, { email: 'admin@tsubaki.example', role: 'administrator' })
  await server.pool.query(
    sql`insert into stores (code, name, created_at) values ('ginza', '銀座店', now()), ('kyoto', '京都店', now())`,
  )
})
afterAll(() => server.close())

describe('invitations', () => {
  const accept = (token: string, browser = server.browser()) =>
    browser.post('/api/links/invitation', { token, name: '山本', password: joinPassword, locale: 'ja' })
  const tokenOf = (answer: { body: { url: string } }) => answer.body.url.split('#')[1] ?? ''

  test('give exactly the role and stores they name, once', async () => {
    const stores = await many<{ id: number }>(server.pool, sql`select id from stores order by id`)
    const storeIds = [stores[0]!.id]
    const token = tokenOf(
      await owner.post('/api/invitations', { email: 'ginza@tsubaki.example', role: 'store', storeIds }),
    )
    const browser = server.browser()
    const more = { token, name: 'x', password: joinPassword, locale: 'ja', role: 'owner' }
    expect((await browser.post('/api/links/invitation', more)).status).toBe(422)
    expect((await accept(token, browser)).status).toBe(200)
    expect((await browser.get('/api/session')).body.person).toMatchObject({ role: 'store', storeIds })
    const again = await accept(token)
    expect([again.status, again.body.code]).toEqual([410, 'gone'])
  })

  test('twenty at once make one account', async () => {
    const token = tokenOf(await owner.post('/api/invitations', { email: 'many@tsubaki.example', role: 'sales' }))
    const replies = await Promise.all(Array.from({ length: 20 }, () => accept(token)))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('are refused for somebody here, a role beyond reach and unknown stores', async () => {
    const ask = (by: TestBrowser, body: object) => by.post('/api/invitations', body)
    expect((await ask(owner, { email: 'ADMIN@tsubaki.example', role: 'sales' })).status).toBe(409)
    expect((await ask(administrator, { email: 'boss@tsubaki.example', role: 'owner' })).status).toBe(403)
    expect((await ask(owner, { email: 'x@tsubaki.example', role: 'store', storeIds: [9999] })).status).toBe(422)
    expect((await ask(owner, { email: 'x@tsubaki.example', role: 'administrator', storeIds: [1] })).status).toBe(422)
    expect((await ask(owner, { email: 'no address', role: 'sales' })).status).toBe(422)
  })

  test('stop when withdrawn, replaced, expired, or their writer may no longer give them', async () => {
    const invite = async (by: TestBrowser, email: string) =>
      tokenOf(await by.post('/api/invitations', { email, role: 'sales' }))
    const first = await invite(owner, 'new@tsubaki.example')
    const second = await invite(owner, 'new@tsubaki.example')
    expect((await accept(first)).status).toBe(410)
    const { invitations } = (await owner.get('/api/staff')).body
    expect(invitations).toHaveLength(1)
    expect((await owner.delete(`/api/invitations/${invitations[0].id}`)).status).toBe(200)
    expect((await accept(second)).status).toBe(410)

    const helper = await join(server, owner, { email: 'helper@tsubaki.example', role: 'administrator' })
    const third = await invite(helper, 'later@tsubaki.example')
    const { id, version } = await idOf('helper@tsubaki.example')
    expect((await owner.patch(`/api/staff/${id}`, { role: 'operator', version })).status).toBe(200)
    expect((await accept(third)).status).toBe(410)
  })
})

describe('guards', () => {
  test('the last owner stays', async () => {
    const { id, version } = await idOf('hanako@tsubaki.example')
    const demoted = await owner.patch(`/api/staff/${id}`, { role: 'administrator', version })
    expect([demoted.status, demoted.body.code]).toEqual([409, 'last-owner'])
    expect((await owner.post(`/api/staff/${id}/deactivation`)).body.code).toBe('last-owner')
  })

  test('two owners who remove each other at once leave one', async () => {
    const second = await join(server, owner, { email: 'second@tsubaki.example', role: 'owner' })
    const [a, b] = [await idOf('hanako@tsubaki.example'), await idOf('second@tsubaki.example')]
    const replies = await Promise.all([
      owner.patch(`/api/staff/${b.id}`, { role: 'sales', version: b.version }),
      second.patch(`/api/staff/${a.id}`, { role: 'sales', version: a.version }),
    ])
    const statuses = replies.map(({ status }) => status).sort()
    expect(statuses[0]).toBe(200)
    expect([401, 403, 409]).toContain(statuses[1])
    const left = await many(server.pool, sql`select id from staff where role = 'owner'`)
    expect(left).toHaveLength(1)
    await server.pool.query(sql`update staff set role = 'owner' where id = ${a.id}`)
    await server.pool.query(sql`update staff set role = 'sales' where id = ${b.id}`)
    await owner.signIn('hanako@tsubaki.example', ownerPassword)
  })

  test('an administrator neither touches nor becomes an owner', async () => {
    const boss = await idOf('hanako@tsubaki.example')
    const self = await idOf('admin@tsubaki.example')
    const tries = [
      administrator.patch(`/api/staff/${boss.id}`, { name: 'x', version: boss.version }),
      administrator.post(`/api/staff/${boss.id}/reset-link`),
      administrator.post(`/api/staff/${boss.id}/deactivation`),
      administrator.delete(`/api/staff/${boss.id}/second-factors`),
      administrator.patch(`/api/staff/${self.id}`, { role: 'owner', version: self.version }),
    ]
    for (const { status } of await Promise.all(tries)) expect(status).toBe(403)
    expect(await idOf('hanako@tsubaki.example')).toEqual(boss)
  })

  test('nobody assigns what the contract does not name', async () => {
    const sales = await join(server, owner, { email: 'mass@tsubaki.example', role: 'sales' })
    const own = (await sales.get('/api/me')).body
    for (const extra of [{ role: 'owner' }, { id: 1 }, { passwordHash: 'x' }, { storeIds: [] }, { totpSecret: 'x' }]) {
      const refused = await sales.patch('/api/me', { name: 'x', version: own.version, ...extra })
      expect([refused.status, refused.body.code]).toEqual([422, 'unknown-field'])
    }
    expect((await sales.get('/api/me')).body).toMatchObject({ name: own.name, role: 'sales', version: own.version })
  })

  test('the second of two writers is told', async () => {
    const { id, version } = await idOf('mass@tsubaki.example')
    expect((await owner.patch(`/api/staff/${id}`, { name: '一人目', version })).body).toEqual({ version: version + 1 })
    const late = await owner.patch(`/api/staff/${id}`, { name: '二人目', version })
    expect([late.status, late.body.detail]).toEqual([409, { version: version + 1 }])
  })

  test('who left and comes back has their role, and no secret ever leaves', async () => {
    const { id } = await idOf('mass@tsubaki.example')
    await owner.post(`/api/staff/${id}/deactivation`)
    expect((await owner.delete(`/api/staff/${id}/deactivation`)).status).toBe(200)
    const browser = server.browser('192.0.2.77')
    expect((await browser.signIn('mass@tsubaki.example', joinPassword)).status).toBe(200)
    const { body } = await owner.get('/api/staff')
    expect(JSON.stringify(body)).not.toMatch(/argon2|password|secret/i)
  })

  test('a sign-in that races a deactivation leaves no living session', async () => {
    const { id } = await idOf('mass@tsubaki.example')
    for (let round = 0; round < 5; round++) {
      const browsers = Array.from({ length: 6 }, (_, n) => server.browser(`203.0.113.${round * 6 + n}`))
      await Promise.all([
        ...browsers.map((browser) => browser.signIn('mass@tsubaki.example', joinPassword)),
        owner.post(`/api/staff/${id}/deactivation`),
      ])
      for (const browser of browsers) expect((await browser.get('/api/me')).status).toBe(401)
      await owner.delete(`/api/staff/${id}/deactivation`)
      for (const browser of browsers) expect((await browser.get('/api/me')).status).toBe(401)
    }
  })
})

describe('reading', () => {
  test('the matrix says what each role sees', async () => {
    const { body } = await owner.get('/api/roles')
    expect(body.roles).toEqual([...roles])
    const holders = (name: string) =>
      body.permissions.find((one: { name: string }) => one.name === name).roles as Role[]
    expect(holders('staff.write')).toEqual(['owner', 'administrator'])
    expect(holders('contacts.read')).not.toContain('read-only')
  })

  test('the audit log tells who did what, pages without gaps, filters, and holds no personal data', async () => {
    const all: { id: number; action: string }[] = []
    for (let cursor = ''; ; ) {
      const { body } = await owner.get(`/api/audit?limit=7${cursor && `&cursor=${cursor}`}`)
      all.push(...body.items)
      if (!body.next) break
      cursor = body.next
    }
    expect(all.length).toBeGreaterThan(20)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(await one(server.pool, sql`select count(*) as n from audit_log`)).toEqual({ n: all.length })
    const changed = (await owner.get('/api/audit?action=changed-role')).body.items
    expect(changed[0]).toMatchObject({ subject: 'staff', detail: { role: { before: expect.any(String) } } })
    expect(JSON.stringify(all)).not.toContain('@tsubaki.example')
    expect((await owner.get('/api/audit?cursor=nonsense')).status).toBe(422)
    expect((await owner.get("/api/audit?action=x';--")).status).toBe(422)
    expect((await owner.get('/api/audit/words')).body.actions).toContain('signed-in')
  })

  test('the audit log of some days: both included, from midnight to midnight in the company’s zone, page by page', async () => {
    const zone = await one<{ zone: string }>(server.pool, sql`select time_zone as zone from company`)
    expect(zone).toEqual({ zone: 'Asia/Tokyo' })
    const at = ['2025-03-31T14:59:59Z', '2025-03-31T15:00:00Z', '2025-04-01T03:00:00Z', '2025-04-02T14:59:59Z']
    for (const one of [...at, '2025-04-02T15:00:00Z']) {
      await server.pool.query(
        sql`insert into audit_log (at, action, subject, subject_id) values (${one}, 'exported', 'customers', ${one})`,
      )
    }
    const found: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await owner.get(
        `/api/audit?from=2025-04-01&to=2025-04-02&limit=2${cursor && `&cursor=${cursor}`}`,
      )
      found.push(...body.items.map(({ subjectId }: { subjectId: string }) => subjectId))
      if (!body.next) break
      cursor = body.next
    }
    expect(found).toEqual(at.slice(1).toReversed())
    expect((await owner.get('/api/audit?from=1.4.2025')).status).toBe(422)
  })
})
