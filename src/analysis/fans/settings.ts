import { readDefinitions } from '../../customers/index.ts'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import { type Db, many, one, sql, type Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { queueLearning } from '../learning.ts'
import { type FanDefinition, fanDefinition, recommendationAmong, usualDefinition } from './definition.ts'

type Acting = Context & { db: Tx; actor: Actor }

/** The definition in force; `id` null: none saved yet. */
export interface DefinitionInForce {
  id: number | null
  definition: FanDefinition
}

export async function readDefinition(db: Db): Promise<DefinitionInForce> {
  const row = await one<{ id: number; definition: unknown }>(
    db,
    sql`select id, definition from fan_settings order by id desc limit 1`,
  )
  if (row) return { id: row.id, definition: fanDefinition.parse(row.definition) }
  return { id: null, definition: usualDefinition(recommendationAmong(await readNumbers(db))) }
}

/** Attributes that could say 推奨度: those with numbers. */
export async function readNumbers(db: Db): Promise<{ id: number; key: string; name: string }[]> {
  const definitions = await readDefinitions(db)
  return definitions.filter(({ type }) => type === 'number').map(({ id, key, name }) => ({ id, key, name }))
}

/** Every saved version, newest first, with the name of who saved it. */
export async function listDefinitions(db: Db) {
  return many<{ id: number; savedAt: Date; staffName: string | null }>(
    db,
    sql`select f.id, f.created_at as "savedAt", s.name as "staffName"
        from fan_settings f left join staff s on s.id = f.staff_id order by f.id desc limit 100`,
  )
}

/** Refused when the definition names an attribute that is none, or holds no numbers. */
export async function requireAttribute(db: Db, { attribute }: FanDefinition): Promise<void> {
  if (!attribute) return
  const numbers = await readNumbers(db)
  if (numbers.some(({ id }) => id === attribute.id)) return
  throw new Refusal('invalid-request', {}, [{ field: 'definition.attribute', code: 'not-a-choice' }])
}

/** Puts a definition in force and learns anew. Refused when `basedOn` is not the version in force. */
export async function putDefinition(ctx: Acting, definition: FanDefinition, basedOn?: number | null) {
  await requireAttribute(ctx.db, definition)
  // two people saving at once take turns, so that the second sees the first one's version
  await ctx.db.query(sql`lock table fan_settings in share row exclusive mode`)
  const before = await readDefinition(ctx.db)
  if (basedOn !== undefined && basedOn !== before.id) throw new Refusal('conflict', { version: before.id })
  const row = await one<{ id: number }>(
    ctx.db,
    sql`insert into fan_settings (definition, staff_id, created_at)
        values (${JSON.stringify(definition)}, ${ctx.actor.staffId}, ${ctx.now}) returning id`,
  )
  const { id } = row as { id: number }
  await audit(ctx.db, ctx.now, ctx.actor, {
    action: 'changed',
    subject: 'fan-definition',
    subjectId: id,
    detail: { before: before.id, after: id },
  })
  return { id, jobId: await queueLearning(ctx, 'fans') }
}

export async function restoreDefinition(ctx: Acting, id: number) {
  const row = await one<{ definition: unknown }>(ctx.db, sql`select definition from fan_settings where id = ${id}`)
  if (!row) throw new Refusal('not-found')
  return putDefinition(ctx, fanDefinition.parse(row.definition))
}
