import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { temporaryFolder } from '../../test/folder.ts'
import { sql } from '../platform/db/db.ts'

const main = join(import.meta.dirname, '../main.ts')

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

interface Running {
  child: ChildProcess
  output(): string
  /** the exit code, once it has ended */
  ended(): Promise<number | null>
}

function tokui(args: string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, TOKUI_LOG: 'silent', LANG: 'C.UTF-8', LC_ALL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const exit = once(child, 'close')
  return { child, output: () => output, ended: async () => (await exit)[0] }
}

function dataFolder(): string {
  const folder = temporaryFolder('program')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

async function isHealthy(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null)
  return answer?.ok ?? false
}

test('start serves and works; Ctrl-C stops the web, the worker and the database', { timeout: 120_000 }, async () => {
  const folder = dataFolder()
  const port = await freePort()
  const env = { TOKUI_DATA: folder, PORT: String(port) }
  const program = tokui(['start'], env)
  await vi.waitFor(() => expect(program.output()).toContain('Ctrl-C stops it.'), 60_000)
  expect(program.output()).toContain(`Tokui: http://localhost:${port}\nFirst visit`)
  expect(await isHealthy(port)).toBe(true)

  const second = tokui(['start'], env)
  expect(await second.ended()).toBe(1)
  expect(second.output()).toContain(`Port ${port} is in use. Is Tokui already running?`)
  expect(await isHealthy(port)).toBe(true)

  program.child.kill('SIGINT')
  // npm and the terminal may both pass on one key press
  program.child.kill('SIGINT')
  expect(await program.ended()).toBe(0)
  expect(await isHealthy(port)).toBe(false)
  expect(existsSync(join(folder, 'postgres/postmaster.pid'))).toBe(false)
})

test('serve and work run apart on one database', { timeout: 120_000 }, async () => {
  const { url } = await freshDatabase()
  const port = await freePort()
  const env = { DATABASE_URL: url, TOKUI_DATA: dataFolder(), PORT: String(port) }
  const server = tokui(['serve'], env)
  const worker = tokui(['work'], env)
  await vi.waitFor(() => expect(worker.output()).toContain('Working'), 60_000)
  await vi.waitFor(() => expect(server.output()).toContain('Tokui:'), 60_000)
  expect(await isHealthy(port)).toBe(true)
  await sleep(300)
  for (const { child, ended } of [server, worker]) {
    child.kill('SIGTERM')
    expect(await ended()).toBe(0)
  }
})

test('doctor finds nothing wrong in a fresh database, and an order without its number in a damaged one', async () => {
  const { url, pool } = await freshDatabase()
  const env = { DATABASE_URL: url, TOKUI_DATA: dataFolder() }
  const healthy = tokui(['doctor'], env)
  expect(await healthy.ended()).toBe(0)
  expect(healthy.output()).toContain('fit for searching Japanese')
  expect(healthy.output()).toContain('Orders and order numbers agree')
  expect(healthy.output()).not.toMatch(/^✗/m)

  await pool.query(sql`insert into sources (code, name) values ('ec', 'EC')`)
  await pool.query(
    sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, subtotal, total, net_sales,
          created_at, updated_at)
        values (0, 1, 'A-1', now(), '2026-11-22', 'confirmed', 100, 100, 100, now(), now())`,
  )
  const damaged = tokui(['doctor', '--lang', 'ja'], env)
  expect(await damaged.ended()).toBe(1)
  expect(damaged.output()).toContain('✗ 注文と注文番号が 1 件で食い違っています')
})

test.each([
  [['sing'], 2, 'there is no command "sing"'],
  [['migrate', '--fast'], 2, "Unknown option '--fast'"],
  [['sign-in-link', 'hanako'], 2, 'Usage: tokui sign-in-link --email ADDRESS'],
  [['help'], 0, 'Usage: tokui COMMAND'],
  [['doctor', '--help'], 0, 'Usage: tokui doctor [--lang ja|en]'],
])('tokui %j says what it takes', async (args, code, sentence) => {
  const program = tokui(args)
  expect(await program.ended()).toBe(code)
  expect(program.output()).toContain(sentence)
})

test('settings that make no sense are refused in a sentence', async () => {
  const program = tokui(['migrate'], { PORT: 'door' })
  expect(await program.ended()).toBe(1)
  expect(program.output()).toBe('tokui: PORT must be a port number, not "door"\n')
})

test('a database that is not there is a sentence, not a stack', async () => {
  const program = tokui(['migrate'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
  expect(await program.ended()).toBe(1)
  expect(program.output()).toMatch(/^tokui: The database cannot be reached: .+\n$/)
})
