import { type Actor, may, type Permission } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import { type Db, many, one, sql, transaction } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { hashToken, newToken } from '../sign-in/secret.ts'
import * as contract from './contract.ts'

interface KeyRow {
  id: number
  name: string
  prefix: string
  scopes: Permission[]
  createdBy: string
  makerActive: boolean
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

async function listKeys(db: Db): Promise<KeyRow[]> {
  return many<KeyRow>(
    db,
    sql`select key.id, key.name, key.prefix, key.scopes, maker.name as "createdBy",
          maker.deactivated_at is null as "makerActive", key.created_at as "createdAt",
          key.last_used_at as "lastUsedAt", key.revoked_at as "revokedAt"
        from api_keys key
        join staff maker on maker.id = key.created_by
        order by key.revoked_at is not null, key.id desc`,
  )
}

async function createKey(ctx: Context & { actor: Actor }, name: string, scopes: Permission[]) {
  const { pool, now, actor } = ctx
  // Nobody hands out more than they hold.
  const beyond = scopes.filter((scope) => !may(actor, scope))
  if (beyond.length > 0) throw new Refusal('not-allowed', { permissions: beyond })
  const key = `tk_${newToken()}`
  return transaction(pool, async (tx) => {
    const made = await one<{ id: number }>(
      tx,
      sql`insert into api_keys (name, prefix, key_hash, scopes, created_by, created_at)
          values (${name}, ${key.slice(0, 11)}, ${hashToken(key)}, ${[...new Set(scopes)]}, ${actor.staffId}, ${now})
          returning id`,
    )
    const id = made?.id ?? 0
    await audit(tx, now, actor, { action: 'created', subject: 'api-key', subjectId: id, detail: { scopes } })
    return { id, key }
  })
}

export const routes: Route[] = [
  route(contract.listApiKeys, async (ctx) => ({ items: await listKeys(ctx.db) })),
  route(contract.createApiKey, async (ctx, { body }) => createKey(ctx, body.name, body.scopes)),
  route(contract.revokeApiKey, async (ctx, { params }) => {
    const { rowCount } = await ctx.db.query(
      sql`update api_keys set revoked_at = ${ctx.now} where id = ${params.id} and revoked_at is null`,
    )
    if (rowCount === 0) throw new Refusal('not-found')
    await audit(ctx.db, ctx.now, ctx.actor, { action: 'revoked', subject: 'api-key', subjectId: params.id })
    return null
  }),
]
