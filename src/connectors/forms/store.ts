import { type Db, many, one, type Sql, sql, type Tx } from '../../platform/db/db.ts'
import type { FormKind, StoredDefinition } from './definition.ts'

export interface Form {
  id: number
  connectionId: number
  sourceId: number
  name: string
  /** stands in its address */
  key: string
  isOpen: boolean
  kind: FormKind
  locale: 'ja' | 'en'
  definition: StoredDefinition
  confirms: boolean
  embedOrigins: string[]
  keepUnconfirmedDays: number
  version: number
}

const columns = sql`f.id, f.connection_id as "connectionId", c.source_id as "sourceId", c.name, c.key,
  c.is_active as "isOpen", f.kind, f.locale, f.definition, f.confirms, f.embed_origins as "embedOrigins",
  f.keep_unconfirmed_days as "keepUnconfirmedDays", f.version`
const joined = sql`forms f join connections c on c.id = f.connection_id`

export async function findForm(db: Db, where: { id: number } | { key: string }): Promise<Form | undefined> {
  const condition = 'id' in where ? sql`f.id = ${where.id}` : sql`c.key = ${where.key}`
  return one<Form>(db, sql`select ${columns} from ${joined} where ${condition}`)
}

export interface Counts {
  answers: number
  awaiting: number
  confirmed: number
  lastAt: Date | null
}

const counts = sql`count(a.id) as answers, count(a.id) filter (where a.state = 'awaiting') as awaiting,
  count(a.id) filter (where a.state = 'confirmed') as confirmed, max(a.at) as "lastAt"`

export async function countAnswers(db: Db, formId: number): Promise<Counts> {
  return (await one<Counts>(db, sql`select ${counts} from form_answers a where a.form_id = ${formId}`)) as Counts
}

export async function listAllForms(db: Db): Promise<(Form & Counts)[]> {
  return many(
    db,
    sql`select ${columns}, counted.* from ${joined}
          cross join lateral (select ${counts} from form_answers a where a.form_id = f.id) counted
        order by c.is_active desc, f.id desc`,
  )
}

export interface NewForm {
  connectionId: number
  kind: FormKind
  locale: 'ja' | 'en'
  definition: StoredDefinition
  confirms: boolean
}

const usualDays = 7

export async function insertForm(tx: Tx, now: Date, form: NewForm): Promise<number> {
  const { connectionId, kind, locale, confirms } = form
  const definition = JSON.stringify(form.definition)
  const row = await one<{ id: number }>(
    tx,
    sql`insert into forms (connection_id, kind, locale, definition, confirms, keep_unconfirmed_days, created_at, updated_at)
        values (${connectionId}, ${kind}, ${locale}, ${definition}, ${confirms}, ${usualDays}, ${now}, ${now}) returning id`,
  )
  const id = row?.id ?? 0
  await keepVersion(tx, id, 1, definition)
  return id
}

export type FormChange = Pick<
  Form,
  'name' | 'locale' | 'definition' | 'confirms' | 'embedOrigins' | 'keepUnconfirmedDays' | 'version'
>

/** Undefined when somebody else changed it meanwhile. */
export async function updateForm(tx: Tx, now: Date, form: Form, change: FormChange): Promise<number | undefined> {
  const definition = JSON.stringify(change.definition)
  const row = await one<{ version: number }>(
    tx,
    sql`update forms set locale = ${change.locale}, definition = ${definition}, confirms = ${change.confirms},
          embed_origins = ${change.embedOrigins}, keep_unconfirmed_days = ${change.keepUnconfirmedDays},
          version = version + 1, updated_at = ${now}
        where id = ${form.id} and version = ${change.version} returning version`,
  )
  if (!row) return undefined
  await tx.query(
    sql`update connections set name = ${change.name}, version = version + 1, updated_at = ${now}
        where id = ${form.connectionId} and name <> ${change.name}`,
  )
  await keepVersion(tx, form.id, row.version, definition)
  return row.version
}

async function keepVersion(tx: Tx, formId: number, version: number, definition: string): Promise<void> {
  await tx.query(
    sql`insert into form_versions (form_id, version, definition) values (${formId}, ${version}, ${definition})`,
  )
}

/** What stood in the form when it was answered. */
export async function shownDefinition(
  db: Db,
  { formId, version }: { formId: number; version: number },
): Promise<StoredDefinition> {
  const row = await one<{ definition: StoredDefinition }>(
    db,
    sql`select definition from form_versions where form_id = ${formId} and version = ${version}`,
  )
  if (!row) throw new Error(`no version ${version} of form ${formId}`)
  return row.definition
}

export async function setOpen(db: Db, now: Date, connectionId: number, isOpen: boolean): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`update connections set is_active = ${isOpen}, version = version + 1, updated_at = ${now}
        where id = ${connectionId} and is_active <> ${isOpen}`,
  )
  return rowCount === 1
}

/** The words shown for a channel and purpose, when they stand in the register exactly like this. */
export async function findWording(
  db: Db,
  asking: { channel: string; purpose: string; body: string },
): Promise<number | undefined> {
  const row = await one<{ id: number }>(db, wordingLike(asking))
  return row?.id
}

/** Reads the register of wordings, the consent room's. */
const wordingLike = ({ channel, purpose, body }: { channel: string; purpose: string; body: string }): Sql =>
  sql`select id from consent_wordings
      where channel = ${channel} and purpose = ${purpose} and body = ${body} order by id desc limit 1`
