import type { Actor } from '../../../platform/access.ts'
import { audit } from '../../../platform/audit.ts'
import type { Context } from '../../../platform/context.ts'
import { type Db, many, one, type Pool, sql, type Tx, transaction } from '../../../platform/db/db.ts'
import { Refusal } from '../../../platform/http/refusal.ts'
import { newToken } from '../../../staff/index.ts'
import { type Gate, openGate } from './gate.ts'

interface KeyRow {
  id: number
  name: string
  key: string
  origins: string[]
  sourceId: number | null
  perMinute: number
  createdBy: string
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

export async function listKeys(db: Db): Promise<KeyRow[]> {
  return many<KeyRow>(
    db,
    sql`select key.id, key.name, key.key, key.origins, key.source_id as "sourceId", key.per_minute as "perMinute",
          maker.name as "createdBy", key.created_at as "createdAt", key.last_used_at as "lastUsedAt",
          key.revoked_at as "revokedAt"
        from shop_keys key join staff maker on maker.id = key.created_by
        order by key.revoked_at is not null, key.id desc`,
  )
}

export async function listSources(db: Db): Promise<{ id: number; name: string }[]> {
  return many(db, sql`select id, name from sources order by id`)
}

interface Wanted {
  name: string
  origins: string[]
  sourceId: number | null
  perMinute: number
}

async function requireSource(db: Db, id: number | null | undefined): Promise<void> {
  if (id == null) return
  const row = await one(db, sql`select 1 from sources where id = ${id}`)
  if (!row) throw new Refusal('invalid-request', {}, [{ field: 'sourceId', code: 'not-a-choice' }])
}

export async function makeKey(ctx: Context & { actor: Actor }, wanted: Wanted) {
  const { pool, now, actor } = ctx
  await requireSource(pool, wanted.sourceId)
  const key = `tkp_${newToken()}`
  const secret = newToken()
  const reply = await transaction(pool, async (tx) => {
    const made = await one<{ id: number }>(
      tx,
      sql`insert into shop_keys (name, key, secret, origins, source_id, per_minute, created_by, created_at)
          values (${wanted.name}, ${key}, ${secret}, ${[...new Set(wanted.origins)]}, ${wanted.sourceId},
            ${wanted.perMinute}, ${actor.staffId}, ${now}) returning id`,
    )
    const id = made?.id ?? 0
    const detail = { origins: wanted.origins, perMinute: wanted.perMinute }
    await audit(tx, now, actor, { action: 'created', subject: 'shop-key', subjectId: id, detail })
    return { id, key, secret }
  })
  known.delete(pool)
  return reply
}

type Acting = Context & { db: Tx; actor: Actor }
type Change = { [Field in keyof Wanted]?: Wanted[Field] | undefined }

export async function changeKey({ db, now, actor }: Acting, id: number, change: Change): Promise<null> {
  await requireSource(db, change.sourceId)
  const before = await one<Wanted>(
    db,
    sql`select name, origins, source_id as "sourceId", per_minute as "perMinute" from shop_keys
        where id = ${id} and revoked_at is null for update`,
  )
  if (!before) throw new Refusal('not-found')
  const { name = before.name, origins = before.origins, perMinute = before.perMinute } = change
  const sourceId = change.sourceId === undefined ? before.sourceId : change.sourceId
  await db.query(
    sql`update shop_keys set name = ${name}, origins = ${[...new Set(origins)]}, source_id = ${sourceId},
          per_minute = ${perMinute} where id = ${id}`,
  )
  const detail = { before, after: { name, origins, sourceId, perMinute } }
  await audit(db, now, actor, { action: 'changed', subject: 'shop-key', subjectId: id, detail })
  return null
}

export async function revokeKey({ db, now, actor }: Acting, id: number): Promise<null> {
  const { rowCount } = await db.query(
    sql`update shop_keys set revoked_at = ${now} where id = ${id} and revoked_at is null`,
  )
  if (rowCount === 0) throw new Refusal('not-found')
  await audit(db, now, actor, { action: 'revoked', subject: 'shop-key', subjectId: id })
  return null
}

/** A key in use, with the gate that all its requests go through. */
export interface KeyInUse {
  id: number
  secret: string
  origins: string[]
  sourceId: number | null
  perMinute: number
  gate: Gate
}

interface Known {
  readAt: number
  keys: Promise<Map<string, KeyInUse>>
}

/** A key that was revoked answers no longer than this. Made-up keys cost no look into the database. */
const freshMilliseconds = 1000
const usedMilliseconds = 60_000

const known = new WeakMap<Pool, Known>()
const gates = new WeakMap<Pool, Map<number, Gate>>()

export async function findKey(pool: Pool, key: string): Promise<KeyInUse | undefined> {
  let found = known.get(pool)
  // by the machine's own clock: nothing that is answered depends on it but how old the list may be
  if (!found || performance.now() - found.readAt > freshMilliseconds) {
    found = { readAt: performance.now(), keys: readKeys(pool) }
    known.set(pool, found)
    found.keys.catch(() => known.delete(pool))
  }
  return (await found.keys).get(key)
}

async function readKeys(pool: Pool): Promise<Map<string, KeyInUse>> {
  const rows = await many<Omit<KeyInUse, 'gate'> & { key: string }>(
    pool,
    sql`select id, key, secret, origins, source_id as "sourceId", per_minute as "perMinute"
        from shop_keys where revoked_at is null`,
  )
  const open = gates.get(pool) ?? new Map<number, Gate>()
  gates.set(pool, open)
  return new Map(
    rows.map(({ key, ...row }) => {
      const gate = open.get(row.id) ?? openGate()
      open.set(row.id, gate)
      return [key, { ...row, gate }]
    }),
  )
}

const notedAt = new WeakMap<Gate, number>()

/** Notes that a key is in use, at most once a minute. */
export async function noteUse(pool: Pool, { id, gate }: KeyInUse, now: Date): Promise<void> {
  if (now.getTime() - (notedAt.get(gate) ?? Number.NEGATIVE_INFINITY) < usedMilliseconds) return
  notedAt.set(gate, now.getTime())
  await pool.query(sql`update shop_keys set last_used_at = ${now} where id = ${id}`)
}
