import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { temporaryFolder } from '../../../test/folder.ts'
import { checkServer } from './check-server.ts'
import type { Durability } from './cluster.ts'
import { one, openPool, sql } from './db.ts'
import { type Embedded, startEmbedded } from './embedded.ts'

const here = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))

function newFolder(): string {
  const folder = temporaryFolder('embedded')
  onTestFinished(async () => {
    const pid = serverPid(folder)
    if (pid) kill(pid, 'SIGKILL')
    await sleep(50)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return folder
}

function serverPid(folder: string): number | undefined {
  const file = join(folder, 'postgres/postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

function kill(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // already gone
  }
}

async function start(
  folder: string,
  options: { say?: (line: string) => void; durability?: Durability } = {},
): Promise<Embedded> {
  const server = await startEmbedded(folder, { durability: 'throwaway', ...options })
  onTestFinished(() => server.stop())
  return server
}

async function countRows(server: Embedded): Promise<number> {
  const pool = openPool(server.url, { max: 1 })
  const row = await one<{ count: number }>(pool, sql`select count(*) as count from acked`)
  await pool.end()
  return row?.count ?? 0
}

/** A program that opens the database and writes rows, saying each number once the database has said yes to it. */
function spawnWriter(folder: string): { child: ChildProcess; acked: () => number } {
  const program = `
    const { startEmbedded } = await import(${here('./embedded.ts')})
    const { openPool, sql } = await import(${here('./db.ts')})
    const server = await startEmbedded(${JSON.stringify(folder)})
    const pool = openPool(server.url, { max: 1 })
    await pool.query('create table if not exists acked (number integer)')
    for (let number = 1; ; number++) {
      await pool.query(sql\`insert into acked values (\${number})\`)
      console.log(number)
    }
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let acked = 0
  createInterface({ input: child.stdout }).on('line', (line) => {
    acked = Number(line)
  })
  return { child, acked: () => acked }
}

async function ended(child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) await sleep(10)
}

test('the first start creates a database that knows Japanese, the next starts keep it', async () => {
  const folder = newFolder()
  const first = await start(folder, { durability: 'kept' })
  expect(await checkServer(first.url)).toMatchObject({ encoding: 'UTF8', characterType: 'C.UTF-8' })
  expect(statSync(join(folder, 'postgres-password')).mode & 0o777).toBe(0o600)
  const pool = openPool(first.url, { max: 1 })
  const settings = await one(
    pool,
    sql`select current_setting('data_checksums') as checksums, current_setting('fsync') as fsync,
          current_setting('listen_addresses') as addresses, current_setting('wal_level') as log`,
  )
  expect(settings).toEqual({ checksums: 'on', fsync: 'on', addresses: '', log: 'minimal' })
  await pool.query('create table acked (number integer); insert into acked values (1)')
  await pool.end()
  await first.stop()
  expect(serverPid(folder)).toBeUndefined()
  expect(await countRows(await start(folder, { durability: 'kept' }))).toBe(1)
})

test('a wrong password is refused', async () => {
  const { url } = await start(newFolder())
  const pool = openPool(url.replace(/:[^:@]*@/, ':wrong@'), { max: 1 })
  await expect(pool.query('select 1')).rejects.toThrow('password authentication failed')
  await pool.end()
})

test('two programs share one database; the last to leave stops it', async () => {
  const folder = newFolder()
  const [first, second] = await Promise.all([start(folder), start(folder)])
  const third = await start(folder)
  expect(third.shared).toBe(true)
  await first.stop()
  await third.stop()
  expect(serverPid(folder)).toBeTypeOf('number')
  await second.stop()
  expect(serverPid(folder)).toBeUndefined()
})

test.each([
  ['the program', true, false],
  ['the database', false, true],
  ['both', true, true],
])('after kill -9 of %s the next start has every acknowledged row', async (_who, killProgram, killDatabase) => {
  const folder = newFolder()
  const writer = spawnWriter(folder)
  await vi.waitFor(() => expect(writer.acked()).toBeGreaterThan(50), { timeout: 30_000 })

  const pid = serverPid(folder) as number
  if (killDatabase) kill(pid, 'SIGKILL')
  if (killProgram) writer.child.kill('SIGKILL')
  await ended(writer.child)
  // its last lines are still on the way
  await sleep(100)
  const acked = writer.acked()

  const server = await start(folder, { durability: 'kept' })
  expect(await countRows(server)).toBeGreaterThanOrEqual(acked)
  if (!killDatabase) expect(serverPid(folder)).toBe(pid)
})

test('a database that dies while it is in use is started again', async () => {
  const folder = newFolder()
  const said: string[] = []
  const server = await start(folder, { durability: 'kept', say: (line) => said.push(line) })
  const pool = openPool(server.url, { max: 1 })
  onTestFinished(() => pool.end())
  await pool.query('create table acked (number integer); insert into acked values (1)')
  const before = serverPid(folder) as number
  kill(before, 'SIGKILL')
  await vi.waitFor(() => expect(serverPid(folder)).not.toBe(before), 20_000)
  await vi.waitFor(async () => expect(await one(pool, sql`select number from acked`)).toEqual({ number: 1 }), 20_000)
  expect(said).toContain('The database stopped; starting it again')
})

test('a process number left behind that now belongs to another program is no obstacle', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  const pidFile = join(folder, 'postgres/postmaster.pid')
  writeFileSync(pidFile, `${process.pid}\n${folder}/postgres\n1795317540\n5432\n${folder}/postgres\n\n`)
  const server = await start(folder)
  expect(serverPid(folder)).not.toBe(process.pid)
  await server.stop()
})

test('a creation cut short leaves nothing in the way', async () => {
  const folder = newFolder()
  const program = `
    const { startEmbedded } = await import(${here('./embedded.ts')})
    await startEmbedded(${JSON.stringify(folder)})
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' })
  await vi.waitFor(() => expect(readdirSync(folder).some((name) => /^postgres\.\w+$/.test(name))).toBe(true), 10_000)
  child.kill('SIGKILL')
  await ended(child)
  const server = await start(folder)
  expect(await checkServer(server.url)).toMatchObject({ encoding: 'UTF8' })
})

test('a folder too long for a socket works all the same', async () => {
  const folder = join(newFolder(), 'a-folder-with-quite-a-long-name'.repeat(4))
  const server = await start(folder)
  expect(await checkServer(server.url)).toMatchObject({ encoding: 'UTF8' })
})

test("a folder that PostgreSQL's user may not enter works all the same", async () => {
  const folder = newFolder()
  chmodSync(folder, 0o700)
  const said: string[] = []
  const server = await start(folder, { say: (line) => said.push(line) })
  expect(await checkServer(server.url)).toMatchObject({ encoding: 'UTF8' })
  await server.stop()
  // as root the files went elsewhere, and it was said where
  const elsewhere = /goes to (\S+):/.exec(said.join())?.[1]
  expect(elsewhere === undefined).toBe(process.getuid?.() !== 0)
  if (elsewhere) rmSync(elsewhere, { recursive: true })
})

test('data of another PostgreSQL version is refused in plain words', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  writeFileSync(join(folder, 'postgres/PG_VERSION'), '14\n')
  await expect(startEmbedded(folder)).rejects.toThrow('was written by PostgreSQL 14')
})

test('a database that cannot start says why', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  writeFileSync(join(folder, 'postgres/own.conf'), "shared_buffers = 'plenty'\n")
  await expect(startEmbedded(folder)).rejects.toThrow(/does not start[\s\S]*shared_buffers/)
})
