import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from '../../platform/context.ts'
import type { Door } from '../../platform/http/door.ts'
import { sitesByKey } from './site.ts'

/** What libraries in browsers send along. */
const sentAlong = 'authorization, content-type, content-encoding, x-retry-count'
const rememberSeconds = 600

/** Tells a browser that a page may read the answer, when any site lists its origin; whose page it is, the key decides. */
export async function originHeaders(ctx: Context, { origin }: IncomingHttpHeaders): Promise<Record<string, string>> {
  if (origin === undefined) return {}
  const sites = await sitesByKey(ctx)
  const isListed = [...sites.values()].some(({ settings }) => settings.origins.includes(origin))
  return isListed
    ? { vary: 'origin', 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after' }
    : { vary: 'origin' }
}

/** The question a browser asks before it asks. */
export function preflight(path: string): Door {
  return {
    method: 'OPTIONS',
    path,
    mostBytes: 1024,
    async handle(ctx, { headers }) {
      const named = await originHeaders(ctx, headers)
      if (!('access-control-allow-origin' in named)) return { status: 403, headers: named }
      return {
        status: 204,
        headers: {
          ...named,
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': sentAlong,
          'access-control-max-age': String(rememberSeconds),
        },
      }
    },
  }
}
