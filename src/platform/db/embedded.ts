import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Trouble } from '../trouble.ts'
import { type Cluster, childEnvironment, type Durability, prepareCluster } from './cluster.ts'

export interface Embedded {
  url: string
  /** were other processes using this database when we came? */
  shared: boolean
  /** Leaves the database; the last process to leave shuts it down. */
  stop(): Promise<void>
}

/**
 * Runs the PostgreSQL of a data folder. Each process that uses it holds one connection, the keeper: whoever leaves last
 * stops the server, whoever sees it die starts it again. A server left behind by a killed program is simply entered.
 */
export async function startEmbedded(
  dataFolder: string,
  options: { durability?: Durability; say?: (line: string) => void } = {},
): Promise<Embedded> {
  const say = options.say ?? (() => {})
  const cluster = await prepareCluster(dataFolder, options.durability ?? 'kept', say)
  let stopping = false
  let keeper = await bringUp(cluster, say)
  watch(keeper)
  const shared = (await otherKeepers(keeper)) > 0
  await createDatabase(keeper)

  function watch(client: pg.Client) {
    client.on('error', () => {})
    client.once('end', () => {
      if (!stopping) void comeBack()
    })
  }

  async function comeBack() {
    say('The database stopped; starting it again')
    while (!stopping) {
      try {
        keeper = await bringUp(cluster, say)
        watch(keeper)
        return
      } catch (error) {
        say((error as Error).message)
        await sleep(1000)
      }
    }
  }

  return {
    url: cluster.url('tokui'),
    shared,
    async stop() {
      if (stopping) return
      stopping = true
      await leave(cluster, keeper)
    },
  }
}

const keeperName = 'tokui-keeper'
const keeperLock = 7_071_801

async function otherKeepers(keeper: pg.Client): Promise<number> {
  const { rows } = await keeper.query<{ count: number }>(
    'select count(*) as count from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
    [keeperName],
  )
  return rows[0]?.count ?? 0
}

async function leave(cluster: Cluster, keeper: pg.Client): Promise<void> {
  try {
    // one at a time, so that of two leaving together one is the last
    await keeper.query(`select pg_advisory_lock(${keeperLock})`)
    if ((await otherKeepers(keeper)) > 0) {
      await keeper.query("set application_name = 'tokui-left'")
      await keeper.end()
      return
    }
  } catch {
    // the database is already down, or will be told to go down
  }
  await shutDown(cluster)
  await keeper.end().catch(() => {})
}

async function createDatabase(keeper: pg.Client): Promise<void> {
  await keeper.query(`select pg_advisory_lock(${keeperLock})`)
  const { rowCount } = await keeper.query("select 1 from pg_database where datname = 'tokui'")
  if (!rowCount) await keeper.query('create database tokui')
  await keeper.query(`select pg_advisory_unlock(${keeperLock})`)
}

/** Connects to the server, starting it when nobody answers. Recovery after a crash may take a while and is waited for. */
async function bringUp(cluster: Cluster, say: (line: string) => void): Promise<pg.Client> {
  let server: Server | undefined
  let failures = 0
  for (let waited = 0; ; waited += 50) {
    const answer = await tryConnect(cluster)
    if (answer instanceof pg.Client) return answer
    if (answer.code === '28P01') {
      throw new Trouble(`The database refuses the password in postgres-password beside ${cluster.folder}.`)
    }
    if (waited > 0 && waited % 10_000 === 0) say(`Waiting for the database (${waited / 1000} s)`)
    if (server?.ended) {
      // left-overs of a killed server hold their memory for a moment
      if (++failures > 100 || !/already exists|still in use|still running/.test(server.output())) {
        throw new Trouble(`The database does not start. Last lines of ${cluster.logFile}:\n${server.output()}`)
      }
      server = undefined
      await sleep(300)
    }
    const nobodyListens = answer.code === 'ENOENT' || answer.code === 'ECONNREFUSED'
    if (!server && nobodyListens && !runningServer(cluster)) server = launch(cluster)
    await sleep(50)
  }
}

async function tryConnect(cluster: Cluster): Promise<pg.Client | { code?: string }> {
  const client = new pg.Client({
    connectionString: cluster.url('postgres'),
    application_name: keeperName,
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => {})
    return error as { code?: string }
  }
}

interface Server {
  ended: boolean
  output(): string
}

function launch(cluster: Cluster): Server {
  if (existsSync(cluster.logFile) && statSync(cluster.logFile).size > 10_000_000) {
    renameSync(cluster.logFile, `${cluster.logFile}.old`)
  }
  const log = openSync(cluster.logFile, 'a', 0o600)
  const from = statSync(cluster.logFile).size
  const child = spawn(cluster.postgres, ['-D', cluster.folder], {
    ...cluster.account,
    cwd: cluster.folder,
    env: childEnvironment,
    stdio: ['ignore', log, log],
    // its own process group: Ctrl-C in the terminal is ours to handle, in order
    detached: true,
  })
  closeSync(log)
  const server: Server = {
    ended: false,
    output: () => readFileSync(cluster.logFile).subarray(from).toString().trim().split('\n').slice(-5).join('\n'),
  }
  child.on('error', () => {
    server.ended = true
  })
  child.on('exit', () => {
    server.ended = true
  })
  child.unref()
  return server
}

/** The process id of the living server of this folder; what a dead one left behind is put out of the way. */
function runningServer(cluster: Cluster): number | undefined {
  const pidFile = join(cluster.folder, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(pidFile, 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (isAlive(pid)) return pid
  // A zombie, or another program that was given the same number, would make PostgreSQL refuse to start. The rest of the
  // file stays: by it PostgreSQL makes sure that no left-over process still uses the shared memory.
  if (Number.isInteger(pid) && pid > 0) writeFileSync(pidFile, [neverUsedPid, ...lines.slice(1)].join('\n'))
  else rmSync(pidFile)
  return undefined
}

const neverUsedPid = '2147483646'

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  try {
    // "123 (postgres) S …": the name of the program and its state
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.includes('(postgres)') && !/\) Z/.test(stat)
  } catch {
    // no such file on this system; PostgreSQL judges by itself
    return process.platform !== 'linux'
  }
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
async function shutDown(cluster: Cluster): Promise<void> {
  const pid = runningServer(cluster)
  if (pid === undefined) return
  process.kill(pid, 'SIGINT')
  for (let waited = 0; isAlive(pid); waited += 20) {
    // committed rows survive an immediate stop too; the next start reads them from the log
    if (waited === 60_000) process.kill(pid, 'SIGQUIT')
    await sleep(20)
  }
}
