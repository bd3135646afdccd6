import { type ChildProcess, fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { house, jobsOf } from '../house.ts'
import type { Pool } from '../platform/db/db.ts'
import { openJobBoard, startWorker } from '../platform/jobs/boss.ts'
import { createLog } from '../platform/log.ts'
import { Trouble } from '../platform/trouble.ts'
import { schedule } from '../schedule.ts'
import { buildServer } from '../server.ts'
import { authenticator } from '../staff/index.ts'
import type { Io } from './command.ts'
import { type Installation, stopRequested } from './installation.ts'

const webFolder = fileURLToPath(new URL('../../dist/web', import.meta.url))

/** Web and background work until Ctrl-C; `remarks` are said under the address. For people: only warnings are logged. */
export async function runEverything(io: Io, { database, pool }: Installation, remarks: string[] = []): Promise<void> {
  const quiet = { ...io, config: { ...io.config, logLevel: process.env.TOKUI_LOG ?? 'warn' } }
  const server = await serveHttp(quiet, database.url, pool)
  const worker = workBeside(quiet, database.url)
  for (const line of [`Tokui: ${io.config.origin}`, ...remarks, 'Ctrl-C stops it.']) io.say(line)
  await stopRequested(io.signal)
  io.say('Stopping …')
  await Promise.all([server.close(), worker.close()])
}

/** Who comes in a crowd waits at the door and is told to come again, rather than being cut off unheard. */
const mostKnocking = 4096

/** Answers over HTTP until `close`; requests under way are finished first. */
export async function serveHttp(io: Io, url: string, pool: Pool): Promise<{ close(): Promise<void> }> {
  const { config } = io
  const jobs = await openJobBoard(url, jobsOf(house), createLog(config.logLevel))
  const app = await buildServer({ pool, config, jobs, house, authenticate: authenticator(config.origin), webFolder })
  try {
    await app.listen({ port: config.port, host: config.host, backlog: mostKnocking })
  } catch (error) {
    await jobs.stop()
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error
    throw new Trouble(
      `Port ${config.port} is in use. Is Tokui already running? Another port: PORT=${config.port + 1} npm start`,
    )
  }
  return {
    async close() {
      await Promise.race([app.close(), sleep(10_000)])
      await jobs.stop()
    },
  }
}

/** Works in this process until `close`. */
export async function work(io: Io, url: string, pool: Pool): Promise<{ close(): Promise<void> }> {
  const { config } = io
  const log = createLog(config.logLevel)
  const worker = await startWorker({ url, pool, config, jobs: jobsOf(house), cron: schedule, log })
  return { close: () => worker.stop() }
}

/** Where processor time is short, who waits at a screen goes first. */
export function stepBack({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // not on this system, or it has ended already
  }
}

/** Works in a process beside this one, so that heavy work slows no request; started again when it dies. */
function workBeside(io: Io, url: string): { close(): Promise<void> } {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url))
  let child: ChildProcess | undefined
  let closing = false
  function launch() {
    if (closing || io.signal.aborted) return
    const env = { ...process.env, DATABASE_URL: url, TOKUI_DATA: io.config.dataFolder, TOKUI_LOG: io.config.logLevel }
    child = fork(main, ['work'], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    stepBack(child)
    child.once('exit', () => setTimeout(launch, 1000))
  }
  launch()
  return {
    async close() {
      closing = true
      const leaving = child
      if (!leaving || leaving.exitCode !== null || leaving.signalCode !== null) return
      const gone = new Promise((resolve) => leaving.once('exit', resolve))
      leaving.kill('SIGTERM')
      await Promise.race([gone, sleep(15_000)])
      leaving.kill('SIGKILL')
    },
  }
}
