import { many, sql } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import type { Kind } from './kind.ts'
import { anyConnection, type Connection } from './store.ts'

type Settings = Record<string, unknown>

/** Connections of the kinds handed in. */
export function connectionRoutes(kinds: readonly Kind[]): Route[] {
  const kindNamed = (name: string) => kinds.find((kind) => kind.name === name)
  return [
    route(contract.listConnections, async ({ db }) => ({
      items: await many<Connection<Settings>>(
        db,
        sql`select id, kind, name, key, source_id as "sourceId", settings, is_active as "isActive", version,
              created_at as "createdAt"
            from connections order by is_active desc, name, id`,
      ),
    })),
    route(contract.getConnection, async ({ db }, { params }) => {
      const connection = await anyConnection(db, params.id)
      if (!connection) throw new Refusal('not-found')
      return connection as Connection<Settings>
    }),
    route(contract.createConnection, (ctx, { body }) => actions.createConnection(ctx, kindNamed(body.kind), body)),
    route(contract.changeConnection, (ctx, { params, body }) =>
      actions.changeConnection(ctx, kindNamed, params.id, body),
    ),
    route(contract.remakeSecrets, (ctx, { params }) => actions.remakeSecrets(ctx, kindNamed, params.id)),
    route(contract.deleteConnection, async (ctx, { params }) => {
      await actions.deleteConnection(ctx, params.id)
      return null
    }),
  ]
}
