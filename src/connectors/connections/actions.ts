import { randomBytes } from 'node:crypto'
import type * as z from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import { one, sql, type Tx, transaction } from '../../platform/db/db.ts'
import { parse } from '../../platform/http/parse.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { OutsideError, readAddress } from '../../platform/outgoing.ts'
import { seal } from '../../platform/secrets.ts'
import { findOrCreateSource } from '../imports/store.ts'
import type * as contract from './contract.ts'
import type { Kind } from './kind.ts'
import { anyConnection, readSecrets, sealedAs } from './store.ts'

type Asked = Context & { actor: Actor }
type Texts = Record<string, string>

export async function createConnection(
  ctx: Asked,
  kind: Kind | undefined,
  input: Omit<z.output<typeof contract.createConnection.body>, 'kind'>,
): Promise<{ id: number; key: string; secrets: Texts }> {
  if (!kind) throw new Refusal('invalid-request', {}, [{ field: 'kind', code: 'not-a-choice' }])
  const settings = parsePart(kind.settings, input.settings, 'settings')
  checkAddresses(ctx, kind, settings)
  const made = madeSecrets(kind)
  const secrets = parsePart(kind.secrets, { ...made, ...input.secrets }, 'secrets')
  return transaction(ctx.pool, async (tx) => {
    const shared = input.sourceId ?? (await sourceOf(tx, kind))
    const { id, key } = await openConnection(ctx, tx, {
      kind: kind.name,
      name: input.name,
      settings,
      isActive: true,
      sourceId: shared,
    })
    await sealSecrets(ctx, tx, id, secrets)
    return { id, key, secrets: made }
  })
}

/** Numbers of two shops of one system may be the same: only one of them shares the source of its files. */
async function sourceOf(tx: Tx, { source }: Kind): Promise<number | undefined> {
  if (!source) return undefined
  const id = await findOrCreateSource(tx, source.code, source.name)
  const taken = await one(tx, sql`select from connections where source_id = ${id} limit 1`)
  return taken ? undefined : id
}

interface NewConnection {
  kind: string
  name: string
  settings: unknown
  isActive: boolean
  /** left out: a source of its own */
  sourceId?: number | undefined
}

/** Also for what is more than a connection, and makes its own in the transaction of the rest. */
export async function openConnection(
  { now, actor }: Pick<Asked, 'now' | 'actor'>,
  tx: Tx,
  { kind, name, settings, isActive, sourceId }: NewConnection,
): Promise<{ id: number; key: string }> {
  const key = `${kind}_${randomBytes(16).toString('base64url')}`
  const source = sourceId ?? (await newSource(tx, key, name))
  const row = await one<{ id: number }>(
    tx,
    sql`insert into connections (kind, name, key, source_id, settings, is_active, created_by, created_at, updated_at)
        values (${kind}, ${name}, ${key}, ${source}, ${JSON.stringify(settings)}, ${isActive}, ${actor.staffId}, ${now}, ${now})
        returning id`,
  )
  const id = row?.id ?? 0
  await audit(tx, now, actor, { action: 'created', subject: 'connection', subjectId: id, detail: { kind } })
  return { id, key }
}

async function newSource(tx: Tx, code: string, name: string): Promise<number> {
  const row = await one<{ id: number }>(
    tx,
    sql`insert into sources (code, name) values (${code}, ${name}) returning id`,
  )
  return row?.id ?? 0
}

export async function changeConnection(
  ctx: Asked & { db: Tx },
  kindNamed: (name: string) => Kind | undefined,
  id: number,
  { version, name, settings, secrets, isActive }: z.output<typeof contract.changeConnection.body>,
): Promise<{ version: number }> {
  const { db, now, actor } = ctx
  const { kind, connection } = await mustFind(ctx, kindNamed, id)
  const given = settings && parsePart(kind.settings, settings, 'settings')
  if (given !== undefined) checkAddresses(ctx, kind, given)
  const row = await one<{ version: number }>(
    db,
    sql`update connections set name = ${name ?? connection.name}, is_active = ${isActive ?? connection.isActive},
          settings = ${JSON.stringify(given ?? connection.settings)}, version = version + 1, updated_at = ${now}
        where id = ${id} and version = ${version} returning version`,
  )
  if (!row) throw new Refusal('conflict', { version: connection.version })
  const isMoved = given !== undefined && kind.tellsSecretsTo?.(given) !== kind.tellsSecretsTo?.(connection.settings)
  if (secrets || isMoved) {
    const former = (await readSecrets(ctx, kind, id)) as Texts
    const kept = isMoved ? madeOf(kind, former) : former
    await sealSecrets(ctx, db, id, parsePart(kind.secrets, { ...kept, ...secrets }, 'secrets'))
  }
  const fields = Object.entries({ name, settings, secrets, isActive }).filter(([, value]) => value !== undefined)
  const detail = { fields: fields.map(([field]) => field) }
  await audit(db, now, actor, { action: 'changed', subject: 'connection', subjectId: id, detail })
  return row
}

export async function remakeSecrets(
  ctx: Asked,
  kindNamed: (name: string) => Kind | undefined,
  id: number,
): Promise<{ secrets: Texts }> {
  const { kind } = await mustFind({ ...ctx, db: ctx.pool }, kindNamed, id)
  const made = madeSecrets(kind)
  if (Object.keys(made).length === 0) throw new Refusal('not-found')
  const former = (await readSecrets(ctx, kind, id)) as Texts
  await transaction(ctx.pool, async (tx) => {
    await sealSecrets(ctx, tx, id, { ...former, ...kind.keepFormer?.(former, ctx.now), ...made })
    await audit(tx, ctx.now, ctx.actor, { action: 'renewed-secrets', subject: 'connection', subjectId: id })
  })
  return { secrets: made }
}

export async function deleteConnection({ db, now, actor }: Asked & { db: Tx }, id: number): Promise<void> {
  const { rowCount } = await db.query(sql`delete from connections where id = ${id}`)
  if (rowCount === 0) throw new Refusal('not-found')
  await audit(db, now, actor, { action: 'deleted', subject: 'connection', subjectId: id })
}

async function mustFind(
  { db }: { db: Context['pool'] | Tx },
  kindNamed: (name: string) => Kind | undefined,
  id: number,
) {
  const connection = await anyConnection(db, id)
  const kind = connection && kindNamed(connection.kind)
  if (!kind) throw new Refusal('not-found')
  return { kind, connection }
}

/** Those of the secrets that were made here. */
function madeOf(kind: Kind, secrets: Texts): Texts {
  const made = Object.keys(madeSecrets(kind))
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => made.includes(name)))
}

function madeSecrets(kind: Kind): Texts {
  return (kind.makeSecrets?.() ?? {}) as Texts
}

/** A part of the body by the schema of its kind; problems name the field under the part. */
function parsePart<S extends z.ZodType>(schema: S, given: unknown, part: 'settings' | 'secrets'): z.output<S> {
  try {
    return parse(schema, given, 'body')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const fields = error.fields.map((one) => ({ ...one, field: `${part}.${one.field}` }))
    throw new Refusal(error.code, error.detail, fields)
  }
}

/** Who may type an address in must not reach what only this machine can; it is checked again at every call. */
function checkAddresses({ config }: Context, kind: Kind, settings: unknown): void {
  for (const [field, address] of Object.entries(kind.addresses?.(settings) ?? {})) {
    try {
      readAddress(config, address)
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error
      throw new Refusal('invalid-request', {}, [{ field: `settings.${field}`, code: error.reason }])
    }
  }
}

export async function sealSecrets(ctx: Context, tx: Tx, id: number, secrets: unknown): Promise<void> {
  const sealed = seal(ctx.config, sealedAs(id), JSON.stringify(secrets))
  await tx.query(sql`update connections set secrets = ${sealed} where id = ${id}`)
}
