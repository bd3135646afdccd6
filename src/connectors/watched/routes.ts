import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { OutsideError } from '../../platform/outgoing.ts'
import { anyConnection, findConnection, readSecrets } from '../connections/store.ts'
import * as contract from './contract.ts'
import { openFolder } from './folder.ts'
import { matcher } from './pattern.ts'
import { type Place, PlaceError } from './place.ts'
import { sftpKind, watchedKinds } from './settings.ts'
import { openSftp } from './sftp.ts'
import { askForLook, readWatch, recentFiles } from './store.ts'

const shown = 20

export const routes: Route[] = [
  route(contract.getWatch, async ({ db }, { params }) => {
    const { lookedAt, askedAt } = await readWatch(db, params.id)
    return { lookedAt, isAsked: askedAt !== null, files: await recentFiles(db, params.id) }
  }),
  route(contract.lookNow, async (ctx, { params }) => {
    const connection = await anyConnection(ctx.db, params.id)
    if (!connection || !watchedKinds.some(({ name }) => name === connection.kind)) throw new Refusal('not-found')
    if (!connection.isActive) throw new Refusal('conflict')
    await askForLook(ctx.db, params.id, ctx.now)
    // a job of its own: one that waits already might begin before this is written down
    await ctx.jobs.enqueue(ctx.db, 'connectors.look', { connectionId: params.id })
    return null
  }),
  route(contract.tryFolder, async (ctx, { body: { settings } }) =>
    tryPlace(settings.pattern, async () => ({
      place: await openFolder(ctx.config, settings.folder, ctx.now),
      hostKey: '',
    })),
  ),
  route(contract.trySftp, async (ctx, { body: { settings, secrets, connectionId } }) => {
    const kept = connectionId && (await findConnection(ctx.pool, sftpKind, connectionId))
    // kept secrets are told to no other server than theirs
    const isTheirs = kept && kept.settings.host === settings.host && kept.settings.port === settings.port
    const former = isTheirs ? await readSecrets(ctx, sftpKind, kept.id) : undefined
    const isGiven = secrets.password !== '' || secrets.privateKey !== ''
    return tryPlace(settings.pattern, async () => {
      const place = await openSftp(ctx.config, settings, isGiven || !former ? secrets : former, ctx.now)
      return { place, hostKey: place.hostKey }
    })
  }),
]

async function tryPlace(
  pattern: string,
  open: () => Promise<{ place: Place; hostKey: string }>,
): Promise<{ problem: contract.Tried['problem']; hostKey: string; files: Awaited<ReturnType<Place['list']>> }> {
  let place: Place | undefined
  try {
    const opened = await open()
    place = opened.place
    const isWanted = matcher(pattern)
    const files = (await place.list()).filter(({ name }) => isWanted(name) && !name.endsWith('.done'))
    return { problem: null, hostKey: opened.hostKey, files: files.slice(0, shown) }
  } catch (error) {
    if (error instanceof PlaceError)
      return { problem: { code: error.code, detail: error.detail }, hostKey: '', files: [] }
    if (error instanceof OutsideError) return { problem: { code: error.reason, detail: {} }, hostKey: '', files: [] }
    throw error
  } finally {
    await place?.close()
  }
}
