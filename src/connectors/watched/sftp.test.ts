import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { inlineJobs, testContext, testNow } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import type { ImportingContext } from '../../../test/importing.ts'
import { runAndKill } from '../../../test/run-and-kill.ts'
import { testServer } from '../../../test/server.ts'
import { newHostKey, newKeyPair, startSftp, type TestSftp } from '../../../test/sftp-server.ts'
import { house, jobsOf } from '../../house.ts'
import { many, one, sql } from '../../platform/db/db.ts'
import { look } from './look.ts'
import { openSftp } from './sftp.ts'

const header = '取引ID,取引日時,取引区分,取消区分,小計,合計,取引明細ID,商品コード,商品名,数量,値引き後計'
const sale = (id: string) => `${id},2026-11-01 10:00:00,1,0,1100,1100,1,S-1,石けん,1,1100`

let ctx: ImportingContext
let url: string
let folder: string
let reach: string[]
let request: (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) => Promise<{ status: number; body: never }>

beforeEach(async () => {
  const database = await freshDatabase()
  url = database.url
  ctx = testContext(database.pool, { jobs: inlineJobs() }) as ImportingContext
  reach = []
  ctx.config.reach = reach
  folder = mkdtempSync(join(tmpdir(), 'tokui-sftp-'))
  await ctx.pool.query(
    sql`insert into staff (email, name, role, created_at, updated_at) values ('o@x.example', 'o', 'owner', ${testNow}, ${testNow})`,
  )
  const server = await testServer(ctx.pool, { config: ctx.config, jobs: ctx.jobs })
  onTestFinished(() => server.close())
  request = async (method, path, body) => {
    const reply = await server.inject({
      method,
      url: path,
      headers: { 'x-test-role': 'owner' },
      ...(body ? { payload: body } : {}),
    })
    return { status: reply.statusCode, body: reply.json() as never }
  }
})

async function serve(options: Parameters<typeof startSftp>[1] = {}): Promise<TestSftp> {
  const server = await startSftp(folder, options)
  onTestFinished(() => server.close())
  reach.splice(0, reach.length, `127.0.0.1:${server.port}`)
  return server
}

const settingsOf = ({ port }: { port: number }) => ({
  host: '127.0.0.1',
  port,
  user: 'shop',
  folder: '.',
  afterwards: 'move',
})

async function connect(server: TestSftp, secrets: object = { password: 'geheim' }): Promise<number> {
  const made = await request('POST', '/api/connections', {
    kind: 'sftp',
    name: 'レジのサーバー',
    settings: settingsOf(server),
    secrets,
  })
  expect(made.status).toBe(200)
  return (made.body as { id: number }).id
}

async function lookAndWork(id: number): Promise<void> {
  await look(ctx, id, async () => {})
  await ctx.jobs.run(
    ctx,
    jobsOf(house).map((job) =>
      job.name === 'connectors.look' ? { ...job, run: () => look(ctx, id, async () => {}) } : job,
    ),
  )
}

const imports = () =>
  many<{ name: string; status: string }>(ctx.pool, sql`select file_name as name, status from imports order by id`)
const openCodes = async () =>
  (
    await many<{ code: string }>(
      ctx.pool,
      sql`select code from connection_troubles where settled_at is null order by 1`,
    )
  ).map(({ code }) => code)
const kept = async (id: number) =>
  (await one<{ settings: { hostKey: string } }>(ctx.pool, sql`select settings from connections where id = ${id}`))
    ?.settings

test('a file of a server comes in and is moved away; the server is known by its key from then on', async () => {
  const hostKey = newHostKey()
  const server = await serve({ hostKey })
  writeFileSync(join(folder, 'sales.csv'), `${header}\n${sale('1')}\n${sale('2')}\n`)
  const tried = await request('POST', '/api/sftp-servers/tries', {
    settings: settingsOf(server),
    secrets: { password: 'geheim' },
  })
  expect(tried.body).toMatchObject({
    problem: null,
    hostKey: expect.stringMatching(/^SHA256:/),
    files: [{ name: 'sales.csv' }],
  })
  const id = await connect(server)
  await lookAndWork(id)
  expect(await imports()).toEqual([{ name: 'sales.csv', status: 'done' }])
  expect(readdirSync(folder)).toEqual(['done'])
  expect((await kept(id))?.hostKey).toBe((tried.body as { hostKey: string }).hostKey)

  // another server stands in its place: it is told no password
  await server.close()
  const stranger = await serve({ port: server.port })
  await lookAndWork(id)
  expect(await openCodes()).toEqual(['host-key-changed'])
  expect(stranger.signIns).toEqual([])
  await stranger.close()
  await serve({ port: server.port, hostKey })
  await lookAndWork(id)
  expect(await openCodes()).toEqual([])
})

test('by key instead of password; a wrong one is told; secrets are never given back', async () => {
  const { private: privateKey, public: publicKey } = newKeyPair()
  const server = await serve({ publicKey })
  writeFileSync(join(folder, 'sales.csv'), `${header}\n${sale('1')}\n`)
  const id = await connect(server, { password: 'falsch' })
  await lookAndWork(id)
  expect(await openCodes()).toEqual(['sign-in-refused'])
  await request('PATCH', `/api/connections/${id}`, { version: 1, secrets: { password: '', privateKey } })
  await lookAndWork(id)
  expect(server.signIns).toContain('publickey')
  expect(await imports()).toMatchObject([{ status: 'done' }])
  expect(await openCodes()).toEqual([])
  expect(JSON.stringify((await request('GET', '/api/connections')).body)).not.toMatch(/PRIVATE|falsch/)
})

test('inner servers are not called unless they are listed; nor is a kept password told to another one', async () => {
  const server = await serve()
  const id = await connect(server)
  reach.length = 0
  await lookAndWork(id)
  expect(await openCodes()).toEqual(['inner-address'])
  expect(server.signIns).toEqual([])
  const other = await serve({ password: 'anders' })
  const tried = await request('POST', '/api/sftp-servers/tries', {
    settings: settingsOf(other),
    secrets: {},
    connectionId: id,
  })
  expect(tried.body).toMatchObject({ problem: { code: 'sign-in-refused' } })
})

test('a connection that is lost in the middle leaves nothing half, and the next look brings the file', async () => {
  const server = await serve()
  writeFileSync(
    join(folder, 'sales.csv'),
    `${header}\n${Array.from({ length: 3000 }, (_, at) => sale(String(at))).join('\n')}\n`,
  )
  const id = await connect(server)
  server.cutNextRead()
  await lookAndWork(id)
  expect(await imports()).toEqual([])
  expect(await openCodes()).toEqual(['connection-lost'])
  expect(readdirSync(join(ctx.config.dataFolder, 'imports'))).toEqual([])
  await lookAndWork(id)
  expect(await imports()).toMatchObject([{ status: 'done' }])
  expect(await openCodes()).toEqual([])
})

test('what is asked after the connection was lost is told so, and waits for nothing', async () => {
  const server = await serve()
  writeFileSync(join(folder, 'sales.csv'), `${header}\n${sale('1')}\n`)
  const place = await openSftp(
    ctx.config,
    { ...settingsOf(server), hostKey: '' },
    { password: 'geheim', privateKey: '', passphrase: '' },
    testNow,
  )
  expect(await place.list()).toHaveLength(1)
  await server.close()
  const lost = { code: 'connection-lost' }
  await expect(place.list()).rejects.toMatchObject(lost)
  await expect(place.remove('sales.csv')).rejects.toMatchObject(lost)
  await expect(place.moveAway('sales.csv')).rejects.toMatchObject(lost)
  await expect(place.open('sales.csv').then((file) => file.toArray())).rejects.toMatchObject(lost)
  await place.close()
})

test('killed at three points while it looks, each file is taken in once', { timeout: 60_000 }, async () => {
  const server = await serve()
  const id = await connect(server)
  const files = ['a.csv', 'b.csv', 'c.csv']
  for (const [place, name] of files.entries()) {
    const rows = Array.from({ length: 300 }, (_, at) => sale(`${place}-${at}`))
    writeFileSync(join(folder, name), `${header}\n${rows.join('\n')}\n`)
  }
  const here = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))
  const config = { dataFolder: ctx.config.dataFolder, reach: ctx.config.reach }
  const program = `
    const { look } = await import(${here('./look.ts')})
    const { openPool } = await import(${here('../../platform/db/db.ts')})
    const { unnamedCompany } = await import(${here('../../platform/company.ts')})
    const log = { info() {}, warn() {}, error: console.error, debug() {} }
    const ctx = { pool: openPool(${JSON.stringify(url)}), jobs: { async enqueue() {} }, config: ${JSON.stringify(config)},
      now: new Date('2026-11-22T03:00:00Z'), company: unnamedCompany, log }
    process.send('ready')
    await look(ctx, ${id}, async () => {})
    process.exit(0)
  `
  for (let kill = 0; kill < 3; kill++) if (await runAndKill(program, 60 + kill * 60)) break
  await ctx.jobs.enqueue(ctx.pool, 'connectors.resume', {})
  await lookAndWork(id)
  await lookAndWork(id)
  expect(await imports()).toEqual(files.map((name) => ({ name, status: 'done' })))
  expect(await one(ctx.pool, sql`select count(*) as count from orders`)).toEqual({ count: 900 })
  expect(readdirSync(join(folder, 'done')).sort()).toEqual(files)
})
