import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises'
import { isAbsolute, join, resolve, sep } from 'node:path'
import type { Config } from '../../platform/config.ts'
import { datedName, doneFolder, type FoundFile, type Place, PlaceError } from './place.ts'

/** Folders given by name alone lie here. */
export function inboxOf(config: Pick<Config, 'dataFolder'>): string {
  return join(config.dataFolder, 'inbox')
}

/**
 * A folder of this machine. It must lie in the inbox or under one of TOKUI_FOLDERS once every link is followed, and what
 * is taken must be a plain file of that very folder: who names folders in a settings screen must not read the machine.
 */
export async function openFolder(
  config: Pick<Config, 'dataFolder' | 'folders'>,
  folder: string,
  now: Date,
): Promise<Place> {
  const inbox = inboxOf(config)
  await mkdir(inbox, { recursive: true, mode: 0o700 })
  const wanted = isAbsolute(folder) ? folder : join(inbox, folder)
  const real = await allowedFolder([inbox, ...(config.folders ?? [])], wanted)
  const done = join(real, doneFolder)
  const at = (name: string) => join(real, plainName(name))
  return {
    async list() {
      const found: FoundFile[] = []
      for (const entry of await readdir(real, { withFileTypes: true })) {
        if (!entry.isFile()) continue
        const facts = await lstat(join(real, entry.name)).catch(() => undefined)
        if (facts?.isFile()) found.push({ name: entry.name, bytes: facts.size, modifiedAt: facts.mtime })
      }
      return found
    },
    async open(name) {
      // a link put in its place since it was listed is not followed
      const file = await open(at(name), constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
        throw new PlaceError('file-unreadable', {}, { cause: error })
      })
      if (!(await file.stat()).isFile()) {
        await file.close()
        throw new PlaceError('file-unreadable')
      }
      return file.createReadStream()
    },
    async moveAway(name) {
      await mkdir(done, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
      if (!(await lstat(done)).isDirectory()) throw new PlaceError('folder-outside')
      const isTaken = await lstat(join(done, name)).catch(() => undefined)
      await rename(at(name), join(done, isTaken ? datedName(name, now) : name))
    },
    async remove(name) {
      await rm(at(name))
    },
    async close() {},
  }
}

async function allowedFolder(roots: string[], wanted: string): Promise<string> {
  const isUnder = (root: string, path: string) =>
    path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)
  // what is not allowed is answered alike whether it is there or not
  if (!roots.some((root) => isUnder(resolve(root), resolve(wanted)))) throw new PlaceError('folder-outside')
  const real = await realpath(wanted).catch((error: NodeJS.ErrnoException) => {
    throw new PlaceError(error.code === 'ENOENT' ? 'folder-missing' : 'folder-unreadable', {}, { cause: error })
  })
  const realRoots = await Promise.all(roots.map((root) => realpath(root).catch(() => undefined)))
  if (!realRoots.some((root) => root !== undefined && isUnder(root, real))) throw new PlaceError('folder-outside')
  const facts = await lstat(real)
  if (!facts.isDirectory()) throw new PlaceError('folder-missing')
  return real
}

function plainName(name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name)) throw new PlaceError('file-unreadable')
  return name
}
