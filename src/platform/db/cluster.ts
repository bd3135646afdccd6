import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Trouble } from '../trouble.ts'
import { type Account, canReach, chooseAccount, findBinaries, systemFolder } from './binaries.ts'

/** `throwaway` trades safety for speed: databases of tests, gone a minute later. */
export type Durability = 'kept' | 'throwaway'

/** One PostgreSQL data folder and all that is needed to run and enter it. */
export interface Cluster {
  folder: string
  socketFolder: string
  logFile: string
  account: Account
  postgres: string
  url(database: string): string
}

const databaseUser = 'tokui'

/** Creates the data folder on the first start, and writes its settings anew on every start. */
export async function prepareCluster(
  dataFolder: string,
  durability: Durability,
  say: (line: string) => void,
): Promise<Cluster> {
  // others may pass through (PostgreSQL has its own user when root starts it) but not look around
  if (!existsSync(dataFolder)) mkdirSync(dataFolder, { recursive: true, mode: 0o711 })
  let folder = join(dataFolder, 'postgres')
  const account = chooseAccount(folder)
  let spareFolder = dataFolder
  if (account) spareFolder = systemFolder
  if (account && !canReach(folder, account)) {
    folder = join(systemFolder, createHash('sha256').update(dataFolder).digest('hex').slice(0, 12))
    if (!existsSync(folder)) say(`The database goes to ${folder}: its user may not enter ${dataFolder}`)
  }
  const binaries = findBinaries(account, spareFolder)
  const passwordFile = join(dataFolder, 'postgres-password')
  if (!existsSync(join(folder, 'PG_VERSION')))
    await createCluster(folder, binaries.initdb, passwordFile, account, durability)
  checkVersion(folder)
  const socketFolder = socketFolderOf(folder, account)
  writeSettings(folder, socketFolder, durability)
  const password = readPassword(passwordFile)
  return {
    folder,
    socketFolder,
    logFile: join(dataFolder, 'postgres.log'),
    account,
    postgres: binaries.postgres,
    url: (database) =>
      `postgres://${databaseUser}:${password}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`,
  }
}

/** Made beside and moved into place, so that a start cut short leaves nothing half made. */
async function createCluster(
  folder: string,
  initdb: string,
  passwordFile: string,
  account: Account,
  durability: Durability,
): Promise<void> {
  choosePassword(passwordFile)
  mkdirSync(dirname(folder), { recursive: true, mode: 0o711 })
  const unfinished = mkdtempSync(`${folder}.`)
  const readable = `${unfinished}.password`
  writeFileSync(readable, readPassword(passwordFile), { mode: 0o600 })
  try {
    if (account) {
      chownSync(unfinished, account.uid, account.gid)
      chownSync(readable, account.uid, account.gid)
    }
    const sync = durability === 'kept' ? [] : ['--no-sync']
    await runInitdb(initdb, unfinished, readable, account, sync)
    renameSync(unfinished, folder)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    // another start was quicker
    if (!existsSync(join(folder, 'PG_VERSION'))) throw error
  } finally {
    rmSync(readable, { force: true })
  }
}

/** Of two starts at once, both go on with the password of the first. */
function choosePassword(passwordFile: string): void {
  if (existsSync(passwordFile)) return
  const draft = `${passwordFile}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, randomBytes(24).toString('hex'), { mode: 0o600 })
  try {
    linkSync(draft, passwordFile)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}

/**
 * Sorting and case follow the built-in C.UTF-8, the same on every machine. Trigram search follows LC_CTYPE instead and
 * finds no Japanese at all under C; some systems know a UTF-8 character type only by another name.
 */
async function runInitdb(
  initdb: string,
  folder: string,
  passwordFile: string,
  account: Account,
  more: string[],
): Promise<void> {
  const characterTypes = ['C.UTF-8', 'en_US.UTF-8', 'ja_JP.UTF-8']
  for (const characterType of characterTypes) {
    const flags = [
      `--pgdata=${folder}`,
      `--username=${databaseUser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--data-checksums',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      `--lc-ctype=${characterType}`,
      ...more,
    ]
    try {
      await promisify(execFile)(initdb, flags, { ...account, cwd: folder, env: childEnvironment })
      return
    } catch (error) {
      const output = String((error as { stderr?: string }).stderr ?? error)
      const unknownLocale = /invalid locale|locale name/.test(output)
      if (!unknownLocale || characterType === characterTypes.at(-1)) {
        throw new Trouble(
          `The database could not be created in ${folder}: ${output.trim().split('\n').slice(-3).join(' ')}`,
        )
      }
    }
  }
}

/** Nothing of ours: settings such as PGDATA or LD_PRELOAD of the caller would change what runs. */
export const childEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

function readPassword(passwordFile: string): string {
  try {
    return readFileSync(passwordFile, 'utf8').trim()
  } catch (error) {
    throw new Trouble(`The database password cannot be read from ${passwordFile}: ${(error as Error).message}`)
  }
}

const supportedVersion = '18'
function checkVersion(folder: string): void {
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (version !== supportedVersion) {
    throw new Trouble(
      `The data in ${folder} was written by PostgreSQL ${version}, this program brings PostgreSQL ${supportedVersion}. Start the version of Tokui that wrote it.`,
    )
  }
}

/** A socket's path may not pass about 100 bytes; long data folders get theirs under the temporary folder. */
function socketFolderOf(folder: string, account: Account): string {
  if (Buffer.byteLength(folder) <= 85) return folder
  const short = join(tmpdir(), `tokui-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`)
  mkdirSync(short, { recursive: true, mode: 0o700 })
  chmodSync(short, 0o700)
  if (account) chownSync(short, account.uid, account.gid)
  return short
}

function writeSettings(folder: string, socketFolder: string, durability: Durability): void {
  const settings = {
    ...baseSettings(socketFolder),
    ...memorySettings(),
    ...(durability === 'throwaway' ? throwaway : kept(folder)),
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`)
  const text = [
    '# Written by Tokui at every start. Settings of your own go to own.conf beside this file.',
    ...lines,
    "include_if_exists = 'own.conf'",
    '',
  ]
  writeFileSync(join(folder, 'postgresql.conf'), text.join('\n'))
  writeFileSync(join(folder, 'pg_hba.conf'), 'local all all scram-sha-256\n')
}

function baseSettings(socketFolder: string) {
  return {
    // reached through the file system only, never over a network
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    max_connections: '150',
    dynamic_shared_memory_type: sharedMemoryType(),
    // one machine, no replicas: the log need not carry what only replicas read
    wal_level: 'minimal',
    max_wal_senders: '0',
    jit: 'off',
    random_page_cost: '1.1',
    effective_io_concurrency: '64',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    default_text_search_config: 'pg_catalog.simple',
    // errors may quote rows; rows are personal data and stay out of the log
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
  }
}

/** In many containers /dev/shm holds 64 MB, too little for parallel queries. */
function sharedMemoryType(): 'posix' | 'mmap' | 'sysv' {
  if (process.platform !== 'linux') return 'posix'
  try {
    const { blocks, bsize } = statfsSync('/dev/shm')
    return blocks * bsize < 512 * 1024 * 1024 ? 'mmap' : 'posix'
  } catch {
    return 'mmap'
  }
}

function memorySettings() {
  const limit = process.constrainedMemory()
  const megabytes = Math.floor((limit > 0 ? Math.min(limit, totalmem()) : totalmem()) / 1_048_576)
  const between = (low: number, value: number, high: number) => `${Math.floor(Math.min(high, Math.max(low, value)))}MB`
  return {
    shared_buffers: between(128, megabytes / 8, 2048),
    effective_cache_size: between(256, megabytes / 2, 65_536),
    maintenance_work_mem: between(64, megabytes / 32, 512),
    // larger values make the planner hash groups it had better read in index order
    work_mem: between(4, megabytes / 512, 16),
  }
}

/** Rare checkpoints make bulk loads fast; never more log than a tenth of the free disk. */
function kept(folder: string) {
  const { bavail, bsize } = statfsSync(folder)
  const tenth = Math.floor((bavail * bsize) / 10 / 1_048_576)
  return {
    checkpoint_timeout: '15min',
    max_wal_size: `${Math.min(8192, Math.max(512, tenth))}MB`,
    min_wal_size: '256MB',
    wal_buffers: '16MB',
  }
}

const throwaway = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
}
