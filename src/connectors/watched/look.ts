import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { OutsideError } from '../../platform/outgoing.ts'
import { anyConnection, type Connection, noteTrouble, readSecrets, settleTrouble } from '../connections/store.ts'
import { receiveFile, startImport } from '../imports/actions.ts'
import { waiting } from '../imports/store.ts'
import { openFolder } from './folder.ts'
import { markerOf, matcher } from './pattern.ts'
import { type FoundFile, type Place, PlaceError } from './place.ts'
import { folderKind, sftpKind, type WatchSettings } from './settings.ts'
import { openSftp } from './sftp.ts'
import * as store from './store.ts'

const oneLookAtOnce = 7_305_503
/** What passes between the two listings that must show the same size. */
type Calm = () => Promise<unknown>
const calmly: Calm = () => sleep(3_000)
const mostAtOnce = 100
const mostBytes = 2_000_000_000
const againMilliseconds = 60_000
const soonMilliseconds = 5_000

interface Watch {
  id: number
  sourceId: number
  settings: WatchSettings
}

/**
 * Looks at a place once: takes in what is complete and new, oldest first, and clears away what was taken in. May be killed
 * at any point: a file is claimed in the transaction that writes its import down, and cleared only once that is done.
 * Whoever wants to look at the same place meanwhile comes again a little later.
 */
export async function look(ctx: Context, connectionId: number, calm = calmly): Promise<void> {
  const turn = await ctx.pool.connect()
  const lock = [oneLookAtOnce, connectionId]
  try {
    const { rows } = await turn.query<{ mine: boolean }>('select pg_try_advisory_lock($1, $2) as mine', lock)
    if (!rows[0]?.mine) return await queueLook(ctx, connectionId, 'soon', soonMilliseconds)
    const connection = await anyConnection(ctx.pool, connectionId)
    if (connection?.isActive) await lookAt(ctx, connection, calm)
    // the end of the connection is noticed a little later: the next look may come at once
    await turn.query('select pg_advisory_unlock($1, $2)', lock)
  } finally {
    // closing the connection gives the lock back whatever state it is in
    turn.release(true)
  }
}

async function lookAt(ctx: Context, connection: Connection, calm: Calm): Promise<void> {
  const { id } = connection
  const { askedAt } = await store.readWatch(ctx.pool, id)
  let place: Place | undefined
  try {
    const opened = await openPlace(ctx, connection)
    place = opened.place
    const watch = { id, sourceId: connection.sourceId, settings: opened.settings }
    const isOver = await walk(ctx, watch, place, calm)
    await store.settlePlace(ctx.pool, id, ctx.now)
    // imports that are under way, and files that still grow, are looked at again before long
    if (!isOver) await queueLook(ctx, id, 'again', againMilliseconds)
  } catch (error) {
    const trouble = troubleOf(error)
    if (!trouble) throw error
    await noteTrouble(ctx.pool, id, ctx.now, trouble)
  } finally {
    await store.settleOfImports(ctx.pool, id, ctx.now)
    await store.noteLook(ctx.pool, id, ctx.now, askedAt)
    await place?.close()
  }
}

function troubleOf(error: unknown): { code: string; detail: Record<string, unknown> } | undefined {
  if (error instanceof PlaceError) return { code: error.code, detail: error.detail }
  return error instanceof OutsideError ? { code: error.reason, detail: {} } : undefined
}

async function openPlace(
  ctx: Context,
  { id, kind, settings }: Connection,
): Promise<{ place: Place; settings: WatchSettings }> {
  if (kind === folderKind.name) {
    const known = folderKind.settings.parse(settings)
    return { place: await openFolder(ctx.config, known.folder, ctx.now), settings: known }
  }
  const known = sftpKind.settings.parse(settings)
  const place = await openSftp(ctx.config, known, await readSecrets(ctx, sftpKind, id), ctx.now)
  if (known.hostKey === '') await store.pinHostKey(ctx.pool, id, place.hostKey, ctx.now)
  return { place, settings: known }
}

async function queueLook(ctx: Context, connectionId: number, key: 'soon' | 'again', after: number): Promise<void> {
  const options = { singletonKey: `${key}-${connectionId}`, startAfter: new Date(ctx.now.getTime() + after) }
  await ctx.jobs.enqueue(ctx.pool, 'connectors.look', { connectionId }, options)
}

/** False when something is left for another look. */
async function walk(ctx: Context, watch: Watch, place: Place, calm: Calm): Promise<boolean> {
  const listed = await place.list()
  const known = await store.knownFiles(ctx.pool, watch.id)
  const isWanted = matcher(watch.settings.pattern)
  const names = new Set(listed.map(({ name }) => name))
  const wanted = listed
    .filter(({ name }) => isWanted(name) && !name.endsWith('.done'))
    .sort((one, other) => one.modifiedAt.getTime() - other.modifiedAt.getTime() || (one.name < other.name ? -1 : 1))
  const fresh = wanted.filter((file) => !isKnown(file, known.get(file.name)))
  const complete = await completeOnes(watch, place, fresh, names, calm)
  // a marker may never come: that waits for the next regular look
  let isOver = complete.length === fresh.length || watch.settings.completeBy === 'marker'
  for (const file of fresh.filter((one) => !complete.includes(one))) {
    await store.noteFile(ctx.pool, watch.id, ctx.now, file, 'growing')
  }
  for (const file of complete.slice(0, mostAtOnce)) isOver = (await takeIn(ctx, watch, place, file)) && isOver
  for (const file of await store.knownFiles(ctx.pool, watch.id)) {
    isOver = (await followUp(ctx, watch, place, file[1], names)) && isOver
  }
  return isOver && complete.length <= mostAtOnce
}

function isKnown(file: FoundFile, known: store.KnownFile | undefined): boolean {
  return (
    known !== undefined &&
    known.state !== 'growing' &&
    known.bytes === file.bytes &&
    known.modifiedAt.getTime() === file.modifiedAt.getTime()
  )
}

/** Those with their marker beside them, or those that two listings a little apart show alike. */
async function completeOnes(
  { settings }: Watch,
  place: Place,
  fresh: FoundFile[],
  names: Set<string>,
  calm: Calm,
): Promise<FoundFile[]> {
  if (fresh.length === 0) return []
  if (settings.completeBy === 'marker') return fresh.filter(({ name }) => names.has(markerOf(name)))
  await calm()
  const later = new Map((await place.list()).map((file) => [file.name, file]))
  return fresh.filter(({ name, bytes, modifiedAt }) => {
    const now = later.get(name)
    return now?.bytes === bytes && now.modifiedAt.getTime() === modifiedAt.getTime()
  })
}

/** What a claim finds: the same contents were taken in before, or the file is no longer what was listed. */
class NotNew extends Error {
  readonly importId: number | null
  constructor(importId: number | null) {
    super('not new')
    this.importId = importId
  }
}

/** Makes an import of a file and starts it; one of an unknown layout waits for somebody. False: look again soon. */
async function takeIn(ctx: Context, watch: Watch, place: Place, file: FoundFile): Promise<boolean> {
  const { id, sourceId, settings } = watch
  const { name } = file
  if (file.bytes > mostBytes) return refuse(ctx, id, file, 'too-large', {})
  let taking: store.Taking = { name, bytes: 0, sha256: Buffer.alloc(0) }
  try {
    await receiveFile(ctx, null, await place.open(name), {
      fileName: name,
      connection: { id, sourceId },
      ...(settings.layout ? { layout: settings.layout } : {}),
      async claim(tx, { bytes, sha256 }) {
        if (bytes !== file.bytes) throw new NotNew(null)
        taking = { name, bytes, sha256 }
        const former = await store.findTaking(tx, id, taking)
        if (former !== undefined) throw new NotNew(former)
      },
      async afterwards(tx, importId, basis) {
        await store.noteTaking(tx, id, taking, importId, ctx.now)
        await store.noteFile(tx, id, ctx.now, file, 'taken', importId)
        const isStarted = basis !== 'guess' && (await startOr(ctx, tx, importId))
        if (isStarted) return
        await noteTrouble(tx, id, ctx.now, { code: 'unknown-layout', subject: name, detail: { importId } })
      },
    })
    for (const code of ['unreadable-file', 'too-large', 'file-unreadable']) {
      await settleTrouble(ctx.pool, id, ctx.now, { code, subject: name })
    }
    return false
  } catch (error) {
    if (error instanceof NotNew) {
      const state = error.importId === null ? 'growing' : 'taken'
      await store.noteFile(ctx.pool, id, ctx.now, file, state, error.importId)
      return state === 'taken'
    }
    if (error instanceof Refusal) return refuse(ctx, id, file, 'unreadable-file', error.detail)
    if (error instanceof PlaceError && error.code === 'file-unreadable') return refuse(ctx, id, file, error.code, {})
    throw error
  }
}

async function startOr(ctx: Context, tx: Tx, importId: number): Promise<boolean> {
  try {
    await startImport(ctx, tx, null, importId)
    return true
  } catch (error) {
    // a remembered or forced mapping that does not fit these columns
    if (error instanceof Refusal) return false
    throw error
  }
}

async function refuse(
  ctx: Context,
  id: number,
  file: FoundFile,
  code: string,
  detail: Record<string, unknown>,
): Promise<boolean> {
  await store.noteFile(ctx.pool, id, ctx.now, file, 'refused')
  await noteTrouble(ctx.pool, id, ctx.now, { code, subject: file.name, detail })
  return true
}

/** Once its import is done a file is cleared away as wished; one that failed is told of once. False: look again soon. */
async function followUp(
  ctx: Context,
  { id, settings }: Watch,
  place: Place,
  file: store.KnownFile,
  names: Set<string>,
): Promise<boolean> {
  const { name, state, status, importId } = file
  if (state !== 'taken' && state !== 'failed') return true
  if (status === 'failed') {
    if (state === 'failed') return true
    await store.moveFile(ctx.pool, id, name, 'failed')
    await noteTrouble(ctx.pool, id, ctx.now, { code: 'import-failed', subject: name, detail: { importId } })
    return true
  }
  if (status !== 'done') return status === null || !waiting.includes(status)
  if (settings.afterwards !== 'leave') {
    for (const one of [name, markerOf(name)].filter((each) => names.has(each))) {
      try {
        await (settings.afterwards === 'move' ? place.moveAway(one) : place.remove(one))
      } catch (error) {
        if (error instanceof PlaceError && error.code === 'connection-lost') throw error
        await noteTrouble(ctx.pool, id, ctx.now, { code: 'not-cleared', subject: one })
        return true
      }
      await settleTrouble(ctx.pool, id, ctx.now, { code: 'not-cleared', subject: one })
    }
  }
  await store.moveFile(ctx.pool, id, name, 'done')
  return true
}
