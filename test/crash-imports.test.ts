import { createHash, randomInt } from 'node:crypto'
import { createReadStream, rmSync, statSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import iconv from 'iconv-lite'
import { expect, onTestFinished, test } from 'vitest'
import { createChance } from '../src/demo/chance.ts'
import { writeEccubeFiles, writeOrderLines } from '../src/demo/index.ts'
import { house, jobsOf } from '../src/house.ts'
import { type Db, many, one, type Pool, sql } from '../src/platform/db/db.ts'
import { type Caller, firstVisit, read, sendFile, type Write, writer } from './caller.ts'
import { inlineJobs, testContext } from './context.ts'
import { freshDatabase } from './database.ts'
import { type Desk, openDesk, work } from './desk.ts'
import { temporaryFolder } from './folder.ts'
import { type ImportingContext, stateOf, takeIn } from './importing.ts'
import { type Lives, openLives, type Victim } from './life.ts'
import { testServer } from './server.ts'
import { setup } from './visitor.ts'

const phases = [
  'before',
  'receiving',
  'queued',
  'staging',
  'applying',
  'finishing',
  'done',
  'undoing',
  'undone',
] as const
type Phase = (typeof phases)[number]

/** Twenty moments, and two for the database alone: from when a file is in a phase, up to so many milliseconds later. */
const plan: [file: string, phase: Phase, most: number, victim?: Victim][] = [
  ['customer.csv', 'receiving', 400],
  ['order.csv', 'receiving', 400],
  ['customer.csv', 'staging', 200],
  ['customer.csv', 'applying', 200],
  ['order.csv', 'staging', 500],
  ['order.csv', 'staging', 500],
  ['order.csv', 'staging', 500],
  ['order.csv', 'applying', 400],
  ['order.csv', 'applying', 400],
  ['order.csv', 'applying', 400],
  ['order.csv', 'finishing', 60],
  ['order.csv', 'finishing', 60],
  ['lines.csv', 'staging', 500],
  ['lines.csv', 'staging', 500, 'database'],
  ['lines.csv', 'applying', 600],
  ['lines.csv', 'applying', 600],
  ['lines.csv', 'applying', 600, 'database'],
  ['lines.csv', 'finishing', 60],
  ['cancelled.csv', 'staging', 300],
  ['cancelled.csv', 'applying', 600],
  ['cancelled.csv', 'undoing', 300],
  ['cancelled.csv', 'undoing', 300],
]

/** Everything that was acknowledged, to be asked for after every restart. */
interface Shop {
  uploads: Map<string, { id: number; bytes: number; started: boolean }>
  desks: Desk[]
  /** the file that is being uploaded */
  receiving: string
  over: boolean
}

const whole = plan.filter(([, , , victim]) => victim !== 'database').length

test(`${whole} kills of everything in the middle of imports and edits: the end is as if nothing had been`, {
  timeout: 900_000,
}, async () => {
  const seed = Number(process.env.TOKUI_SEED ?? randomInt(1_000_000))
  const files = await writeFiles()
  const lives = await openLives('crash-imports')
  const { origin } = lives
  const cookie = await firstVisit(origin)
  const doubts = { count: 0 }
  const write = writer(origin, cookie, doubts)
  const sourceId = await makeSource(write)
  const desks = [1, 2, 3].map((number) => openDesk(number, sourceId))
  const shop: Shop = { uploads: new Map(), desks, receiving: '', over: false }

  onTestFinished(() => {
    shop.over = true
  })
  console.log(`TOKUI_SEED=${seed} repeats these moments`)

  const importing = takeAllIn(shop, { origin, cookie, write }, files).finally(() => {
    shop.over = true
  })
  const working = shop.desks.map((desk) => keepWorking(shop, desk, write, lives))
  const [killed] = await Promise.all([killByPlan(shop, lives, seed), importing, ...working])

  const pool = lives.pool()
  const counted = Object.fromEntries(phases.map((phase) => [phase, killed.filter((one) => one === phase).length]))
  console.log(`kills by phase ${JSON.stringify(counted)}, ${doubts.count} requests in doubt`)
  expect([whole, killed.length]).toEqual([20, plan.length])
  expect(shop.desks.flatMap((desk) => desk.refused)).toEqual([])
  expect(Math.min(...shop.desks.map((desk) => desk.renamed.size))).toBeGreaterThan(0)
  expect(await lost(pool, shop)).toEqual([])

  await expectSame(pool, await undisturbed(files, shop.desks))
  // kills that all fell beside what they were meant for would prove nothing
  for (const phase of ['receiving', 'finishing', 'undoing'] as const) expect(counted[phase], phase).toBeGreaterThan(0)
  for (const phase of ['staging', 'applying'] as const) expect(counted[phase], phase).toBeGreaterThan(2)
  expect(doubts.count).toBeGreaterThan(0)
})

/** Thousands of rows: the first that differ say more than all. */
async function expectSame(pool: Pool, expected: { imports: object[]; state: string[] }): Promise<void> {
  const [imports, state] = [await importsOf(pool), [...(await stateOf(pool)), ...(await editsOf(pool))]]
  expect(imports).toEqual(expected.imports)
  const known = new Set(expected.state)
  expect(state.filter((row) => !known.has(row)).slice(0, 5)).toEqual([])
  expect({ rows: state.length, hash: hashOf(state) }).toEqual({
    rows: expected.state.length,
    hash: hashOf(expected.state),
  })
}

const books = { customers: 5500, years: 2, seed: 5, endOn: '2026-10-31' }

/** A member file, its orders, orders of a till, and the first orders again, most of them cancelled meanwhile. */
async function writeFiles(): Promise<string[]> {
  const folder = temporaryFolder('crash-files')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { customers, orders } = await writeEccubeFiles(folder, books)
  const lines = join(folder, 'lines.csv')
  await writeOrderLines(lines, { lines: 20_000, years: 2, seed: 11, endOn: '2026-10-31' })
  const [header, ...rows] = iconv
    .decode(await readFile(orders.path), 'cp932')
    .trimEnd()
    .split('\n')
  const cancelled = rows
    .filter((row) => !/^\d+,\d*[369],/.test(row))
    .map((row) => row.replace(',5,発送済み,', ',3,注文取消し,'))
  const again = join(folder, 'cancelled.csv')
  await writeFile(again, iconv.encode(`${[header, ...cancelled].join('\n')}\n`, 'cp932'))
  return [customers.path, orders.path, lines, again]
}

/** The source of the orders that desks write down. */
async function makeSource(write: Write): Promise<number> {
  return (await write('POST', '/api/sources', { code: 'desk', name: '机' })).body.id
}

/** What somebody does at the screen: hands in three files, starts them, waits, then a fourth, and takes that one back. */
async function takeAllIn(shop: Shop, caller: Caller, files: string[]): Promise<void> {
  const [first, last] = [files.slice(0, 3), files[3] as string]
  for (const file of first) await upload(shop, caller, file)
  for (const file of first) await startImport(shop, caller, file)
  await waitFor(caller, shop, first.at(-1) as string, 'done')
  await upload(shop, caller, last)
  await startImport(shop, caller, last)
  const id = await waitFor(caller, shop, last, 'done')
  const undo = await caller.write('POST', `/api/imports/${id}/undoing`, {})
  expect(undo.status).toBe(200)
  await waitFor(caller, shop, last, 'undone')
}

/** Nobody knows whether an upload arrived whose answer did not come: the list of imports tells. */
async function upload(shop: Shop, caller: Caller, path: string): Promise<void> {
  const fileName = basename(path)
  shop.receiving = fileName
  for (;;) {
    const reply = await sendFile(caller, `/api/imports?fileName=${fileName}`, slowly(path)).catch(() => undefined)
    const made = reply?.status === 200 ? reply.body : await findUpload(caller, fileName)
    if (made) {
      shop.uploads.set(fileName, { id: made.id, bytes: statSync(path).size, started: false })
      shop.receiving = ''
      return
    }
  }
}

async function findUpload(caller: Caller, fileName: string): Promise<{ id: number } | undefined> {
  const { items } = await read(caller, '/api/imports')
  return items.find((one: { fileName: string }) => one.fileName === fileName)
}

async function* slowly(path: string) {
  for await (const chunk of createReadStream(path, { highWaterMark: Math.ceil(statSync(path).size / 40) })) {
    await sleep(15)
    yield chunk as Buffer
  }
}

async function startImport(shop: Shop, { write }: Caller, path: string): Promise<void> {
  const made = shop.uploads.get(basename(path))
  if (!made) throw new Error(`${path} was not handed in`)
  const reply = await write('POST', `/api/imports/${made.id}/run`, {})
  expect(reply.status).toBe(200)
  made.started = true
}

async function waitFor(caller: Caller, shop: Shop, path: string, status: string): Promise<number> {
  const id = shop.uploads.get(basename(path))?.id as number
  for (;;) {
    const row = await read(caller, `/api/imports/${id}`)
    if (row.status === status) return id
    if (['failed', 'cancelled'].includes(row.status)) throw new Error(`${basename(path)}: ${JSON.stringify(row)}`)
    await sleep(100)
  }
}

/** Steps one after the other until it is over; about people of the member file as soon as they are there. */
async function keepWorking(shop: Shop, desk: Desk, write: Write, lives: Lives): Promise<void> {
  let fromFile: ((place: number) => Promise<number>) | undefined
  while (!shop.over) {
    fromFile ??= await fileFinder(lives.pool()).catch(() => undefined)
    await work(desk, write, fromFile)
    await sleep(200)
  }
}

/** Who has which number in the member file; undefined before it is taken in. */
async function fileFinder(pool: Pool): Promise<((place: number) => Promise<number>) | undefined> {
  const rows = await many<{ id: number }>(
    pool,
    sql`select customer_id as id from customer_refs ref join sources s on s.id = ref.source_id
        where s.code = 'eccube' and external_id !~ '^mailto:' order by external_id collate "C"`,
  )
  if (rows.length < books.customers / 2) return undefined
  return async (place) => rows[place]?.id as number
}

/** Kills at each moment of the plan and starts again; says in which phases it was caught. */
async function killByPlan(shop: Shop, lives: Lives, seed: number): Promise<Phase[]> {
  const chance = createChance(seed, 0)
  const killed: Phase[] = []
  for (const [file, phase, most, victim = 'everything'] of plan) {
    while (phases.indexOf(await phaseOf(shop, lives.pool(), file)) < phases.indexOf(phase)) await sleep(8)
    await sleep(chance.next() * most)
    killed.push(await phaseOf(shop, lives.pool(), file))
    await lives.killAndStart(victim)
    expect(await lost(lives.pool(), shop)).toEqual([])
  }
  return killed
}

/** Where a file is now; `finishing` is after its last chunk: ranking everyone and clearing up. */
async function phaseOf(shop: Shop, db: Db, file: string): Promise<Phase> {
  if (shop.receiving === file) return 'receiving'
  const row = await one<{ status: string; isApplied: boolean | null }>(
    db,
    sql`select status, applied_through > 0 and applied_through >=
            (counts #>> '{staged,people}')::bigint + (counts #>> '{staged,orders}')::bigint as "isApplied"
        from imports where file_name = ${file}`,
  )
  if (!row) return 'before'
  if (row.status === 'received') return 'queued'
  return row.status === 'applying' && row.isApplied ? 'finishing' : (row.status as Phase)
}

/** What was acknowledged and is not there, or is there twice. */
async function lost(pool: Pool, shop: Shop): Promise<string[]> {
  const uploads = [...shop.uploads]
  const customers = shop.desks.flatMap((desk) => [...desk.customers])
  const orders = shop.desks.flatMap((desk) => [...desk.orders])
  const renamed = shop.desks.flatMap((desk) => [...desk.renamed])
  const started = new Map(uploads.map(([name, made]) => [name, made.started]))
  const imports = await many<{ id: number; name: string; status: string; bytes: number }>(
    pool,
    sql`select id, file_name as name, status, file_bytes as bytes from imports`,
  )
  const people = await many<{ id: number; name: string; version: number }>(
    pool,
    sql`select id, family_name as name, version from customers where import_id is null or version > 1`,
  )
  const sold = await many<{ id: number; number: string; version: number }>(
    pool,
    sql`select o.id, number, version from orders o join sources s on s.id = o.source_id where s.code = 'desk'`,
  )
  const versions = new Map(people.map(({ id, version }) => [id, version]))
  return [
    ...uploads
      .filter(
        ([name, made]) => !imports.some((row) => row.id === made.id && row.name === name && row.bytes === made.bytes),
      )
      .map(([name]) => `upload ${name}`),
    ...imports
      .filter(({ name, status }) => started.get(name) && status === 'received')
      .map(({ name }) => `start of ${name}`),
    ...doubled(imports.map(({ name }) => name)),
    ...customers
      .filter(([name, id]) => !people.some((row) => row.id === id && row.name === name))
      .map(([name]) => name),
    ...doubled(people.filter(({ name }) => name.startsWith('机')).map(({ name }) => name)),
    ...orders
      .filter(
        ([number, made]) =>
          !sold.some((row) => row.number === number && row.id === made.id && row.version >= made.version),
      )
      .map(([number]) => `order ${number}`),
    ...doubled(sold.map(({ number }) => number)),
    ...renamed.filter(([id, version]) => (versions.get(id) ?? 1) < version).map(([id]) => `edit of ${id}`),
  ]
}

function doubled(names: string[]): string[] {
  return names.filter((name, place) => names.indexOf(name) !== place).map((name) => `${name} twice`)
}

/** The same files and the same steps of the same people, with nothing in between. */
async function undisturbed(files: string[], desks: Desk[]) {
  const { pool } = await freshDatabase()
  const now = new Date()
  const ctx = testContext(pool, { jobs: inlineJobs(), now }) as ImportingContext
  const server = await testServer(pool, { config: ctx.config, jobs: ctx.jobs, clock: () => now })
  const ask: Write = async (method, url, payload) => {
    const headers = { 'x-test-role': 'owner' }
    const reply = await server.inject({ method: method as 'GET', url, headers, payload })
    return { status: reply.statusCode, body: reply.json() }
  }
  await ask('POST', '/api/setup', setup)
  const sourceId = await makeSource(ask)
  const ids: number[] = []
  for (const file of files) ids.push((await takeIn(ctx, createReadStream(file), { fileName: basename(file) })).id)
  await ask('POST', `/api/imports/${ids.at(-1)}/undoing`, {})
  await ctx.jobs.run(ctx, jobsOf(house))
  const fromFile = await fileFinder(pool)
  for (const { number, steps } of desks) {
    const desk = openDesk(number, sourceId)
    for (const withFile of steps) await work(desk, ask, withFile ? fromFile : undefined)
    expect(desk.refused).toEqual([])
  }
  await server.close()
  return { imports: await importsOf(pool), state: [...(await stateOf(pool)), ...(await editsOf(pool))] }
}

async function importsOf(db: Db): Promise<object[]> {
  return many(
    db,
    sql`select file_name as file, kind, status, rows_read as read, rows_rejected as rejected, counts - 'wholeBase' - 'staged' as counts
        from imports order by file_name`,
  )
}

/** Versions and histories: an edit done twice would show here. */
async function editsOf(db: Db): Promise<string[]> {
  const parts = [
    sql`select 'version', family_name, given_name, ref.external_id, version from customers c
          left join customer_refs ref on ref.customer_id = c.id`,
    sql`select 'order version', number, version from orders o join sources s on s.id = o.source_id where s.code = 'desk'`,
    sql`select 'change', c.family_name, ref.external_id, subject, ch.version, via, diff from customer_changes ch
          join customers c on c.id = ch.customer_id left join customer_refs ref on ref.customer_id = c.id`,
    sql`select 'number', number, s.code from order_numbers n join sources s on s.id = n.source_id`,
  ]
  const rows: object[] = []
  for (const part of parts) rows.push(...(await many(db, part)))
  return rows.map((row) => JSON.stringify(Object.values(row)))
}

function hashOf(rows: string[]): string {
  return createHash('sha256').update(rows.toSorted().join('\n')).digest('hex')
}
