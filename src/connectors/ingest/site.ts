import * as z from 'zod'
import type { Context } from '../../platform/context.ts'
import { many, type Pool, sql } from '../../platform/db/db.ts'
import { origin } from '../../platform/http/contract.ts'
import { kind } from '../connections/kind.ts'
import { activeConnections, type Connection } from '../connections/store.ts'

const settings = z.strictObject({
  /** pages of these origins may send; none: only servers */
  origins: z.array(origin).max(20).default([]),
  /** the key is kept on a server, so what comes with it may fill gaps in records that are there already */
  isServer: z.boolean().default(false),
  /** a user whom nobody knows becomes a customer when they are identified */
  makesCustomers: z.boolean().default(true),
})

/** Pages and servers of a shop that tell what happens, by its write key. */
export const siteKind = kind({ name: 'site', settings, secrets: z.strictObject({}) })
export type Site = Connection<z.output<typeof settings>>

/** A key that was renewed or switched off is taken no longer than this. Made-up keys cost no look into the database. */
const freshMilliseconds = 1000

interface Known {
  readAt: number
  sites: Promise<Map<string, Site>>
}

const known = new WeakMap<Pool, Known>()

/** Every write key in use and its connection. */
export async function sitesByKey({ pool, now }: Context): Promise<Map<string, Site>> {
  let found = known.get(pool)
  // by the machine's own clock: nothing that is answered depends on it but how old the list may be
  if (!found || performance.now() - found.readAt > freshMilliseconds) {
    found = { readAt: performance.now(), sites: readSites(pool, now) }
    known.set(pool, found)
    found.sites.catch(() => known.delete(pool))
  }
  return found.sites
}

async function readSites(pool: Pool, now: Date): Promise<Map<string, Site>> {
  const sites = await activeConnections(pool, siteKind)
  const former = await many<{ key: string; id: number }>(
    pool,
    sql`select key, connection_id as id from former_write_keys where until > ${now}`,
  )
  const byId = new Map(sites.map((site) => [site.id, site]))
  const keyed = former.flatMap(({ key, id }): [string, Site][] => {
    const site = byId.get(id)
    return site ? [[key, site]] : []
  })
  return new Map([...keyed, ...sites.map((site): [string, Site] => [site.key, site])])
}
