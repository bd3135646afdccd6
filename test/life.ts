import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { openPool, type Pool } from '../src/platform/db/db.ts'
import { freePort } from './caller.ts'
import { temporaryFolder } from './folder.ts'

const main = join(import.meta.dirname, '../src/main.ts')

/** What runs in a data folder: the program with its worker, and its database. */
interface Life {
  databaseUrl: string
  /** kills all of it at once, or the database only, and waits until it is gone */
  kill(victim: Victim): Promise<void>
  /** as a service manager ends it */
  end(): Promise<void>
}

export type Victim = 'everything' | 'database'

/** One life after another in the same folder, until the test ends. */
export interface Lives {
  origin: string
  /** to ask the database itself, beside the program */
  pool(): Pool
  killAndStart(victim: Victim): Promise<void>
}

export async function openLives(name: string): Promise<Lives> {
  const folder = temporaryFolder(name)
  const port = await freePort()
  let current = await startLife(folder, port)
  let pool = openPool(current.databaseUrl, { max: 4 })
  let turn = Promise.resolve()
  let closed = false
  onTestFinished(async () => {
    closed = true
    // one that is just being started when the test fails ends too
    await turn.catch(() => {})
    if (!pool.ended) await pool.end()
    await current.end()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  async function killAndStart(victim: Victim): Promise<void> {
    await current.kill(victim)
    await pool.end()
    if (closed) return
    if (victim === 'everything') current = await startLife(folder, port)
    pool = openPool(current.databaseUrl, { max: 4 })
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    pool: () => pool,
    killAndStart: (victim) => {
      turn = killAndStart(victim)
      return turn
    },
  }
}

/** Starts the program in its folder, as a service manager would after a crash: nothing is looked at, nothing repaired. */
async function startLife(folder: string, port: number): Promise<Life> {
  const settings = { TOKUI_DATA: folder, PORT: String(port), TOKUI_LOG: 'silent' }
  // many starts in a row: half of each would be compiling the same files
  const env = { ...process.env, ...settings, NODE_COMPILE_CACHE: join(folder, 'compiled') }
  const program = spawn(process.execPath, [main, 'start'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  program.stderr.on('data', (text: Buffer) => {
    said += text
  })
  await healthy(port, () => {
    if (program.exitCode !== null) throw new Error(`the program did not start (${program.exitCode}): ${said}`)
  })
  return {
    databaseUrl: databaseUrl(folder),
    async kill(victim) {
      if (program.exitCode !== null) throw new Error(`the program ended by itself (${program.exitCode}): ${said}`)
      const database = Number(pidFile(folder)[0])
      const victims = [database, ...(victim === 'everything' ? [program.pid as number] : [])].flatMap(withChildren)
      for (const pid of victims) killOne(pid)
      if (victim === 'everything') await gone(program)
      await allGone(victims)
      if (victim === 'database') await healthy(port, () => {})
    },
    async end() {
      program.kill('SIGTERM')
      await gone(program)
    },
  }
}

async function gone(program: ChildProcess): Promise<void> {
  if (program.exitCode === null && program.signalCode === null) await once(program, 'exit')
}

async function healthy(port: number, check: () => void): Promise<void> {
  for (;;) {
    check()
    const signal = AbortSignal.timeout(5000)
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal }).catch(() => null)
    if (answer?.ok) return
    await sleep(20)
  }
}

/** process id, folder, …, folder of the socket on the fifth line */
function pidFile(folder: string): string[] {
  return readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')
}

function databaseUrl(folder: string): string {
  const password = readFileSync(join(folder, 'postgres-password'), 'utf8').trim()
  return `postgres://tokui:${password}@localhost/tokui?host=${encodeURIComponent(pidFile(folder)[4] ?? '')}`
}

/** A process and all that it started, itself first. */
function withChildren(pid: number): number[] {
  const all = processes()
  const family = [pid]
  for (const one of family) for (const { pid: child, parent } of all) if (parent === one) family.push(child)
  return family
}

interface Process {
  pid: number
  parent: number
  isZombie: boolean
}

function processes(): Process[] {
  // not every Linux has ps, only Linux has /proc
  if (existsSync('/proc/self/stat')) return readdirSync('/proc').flatMap((name) => processOf(Number(name)) ?? [])
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,state='], { encoding: 'utf8' }).trim().split('\n')
  return lines.map((line) => {
    const [pid, parent, state] = line.trim().split(/\s+/)
    return { pid: Number(pid), parent: Number(parent), isZombie: state?.startsWith('Z') ?? false }
  })
}

function processOf(pid: number): Process | undefined {
  try {
    // "123 (name) S 1 …": the name may hold anything
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return { pid, parent: Number(parent), isZombie: state === 'Z' }
  } catch {
    return undefined
  }
}

async function allGone(pids: number[]): Promise<void> {
  while (processes().some(({ pid, isZombie }) => !isZombie && pids.includes(pid))) await sleep(5)
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // its parent was faster
  }
}
