import type { Writer } from '../../platform/access.ts'
import { announce } from '../../platform/announce.ts'
import { type Db, many, one, sql } from '../../platform/db/db.ts'
import { awaitMatching } from '../resolving/waiting-list.ts'
import type { ChangesSince, Diff } from './change.ts'
import type { changeSubjects } from './contract.ts'

export type Subject = (typeof changeSubjects)[number]
export type Via = 'screen' | 'api' | 'restore' | 'system'

export interface NewChange {
  customerId: number
  /** the merged record whose row it changes, whose history it is; left out: the customer's own */
  recordId?: number | null
  subject: Subject
  subjectId: number | null
  /** of the subject, after the change */
  version: number | null
  diff: Diff
  via: Via
}

/** Appends to a customer's history, in the transaction of the change. */
export async function insertChange(db: Db, now: Date, actor: Writer, change: NewChange): Promise<void> {
  await db.query(
    sql`insert into customer_changes (customer_id, record_id, at, staff_id, api_key_id, via, subject, subject_id, version, diff)
        values (${change.customerId}, ${change.recordId ?? null}, ${now}, ${actor.staffId}, ${actor.apiKeyId}, ${change.via}, ${change.subject},
          ${change.subjectId}, ${change.version}, ${JSON.stringify(change.diff)})`,
  )
  const tellsWho = change.subject === 'customer' || change.subject === 'contact-point'
  if (tellsWho) await awaitMatching(db, [change.customerId], now)
  await tell(db, now, change)
}

/** Other systems hear of it, if they want to: which fields, not what stands in them. Orders are told by their own room. */
async function tell(db: Db, now: Date, { customerId, subject, version, diff }: NewChange): Promise<void> {
  if (subject === 'order') return
  const isNew = subject === 'customer' && version === 1
  const data = isNew ? {} : { subject, fields: Object.keys(diff) }
  await announce(db, now, isNew ? 'customer.created' : 'customer.updated', { customerId, data })
}

interface Recorded {
  customerId: number
  subject: Subject
  subjectId: number | null
}

/** Which fields of a record were changed after `version`, by whom; `current` tells whether history has every step. */
export async function changesSince(db: Db, record: Recorded, version: number, current: number): Promise<ChangesSince> {
  if (version === current) return { fields: new Map(), complete: true }
  const rows = await many<{ version: number; fields: string[]; by: string | null; at: Date }>(
    db,
    sql`select c.version, array(select jsonb_object_keys(c.diff)) as fields, staff.name as by, c.at
        from customer_changes c left join staff on staff.id = c.staff_id
        where c.customer_id = ${record.customerId} and c.subject = ${record.subject}
          and c.subject_id is not distinct from ${record.subjectId} and c.version > ${version}
          and (c.subject <> 'customer' or c.record_id is null)
        order by c.version`,
  )
  const fields = new Map(
    rows.flatMap((row) => row.fields.map((field) => [field, { by: row.by, at: row.at.toISOString() }] as const)),
  )
  return { fields, complete: new Set(rows.map((row) => row.version)).size === current - version }
}

export interface ChangeRow {
  id: number
  /** the merged record whose change it is; null: the customer's own */
  recordId: number | null
  at: Date
  via: 'screen' | 'api' | 'import' | 'restore' | 'system' | 'merge'
  staffId: number | null
  staffName: string | null
  importId: number | null
  subject: Subject
  subjectId: number | null
  version: number | null
  diff: Diff
  /** `at` with all its digits, for the cursor */
  position: string
}

const columns = sql`c.id, c.record_id as "recordId", c.at, c.via, c.staff_id as "staffId", staff.name as "staffName", c.import_id as "importId",
  c.subject, c.subject_id as "subjectId", c.version, c.diff, c.at::text as position`

export async function listChangeRows(
  db: Db,
  asked: {
    customerId: number
    subject?: string
    field?: string
    staffId?: number
    before?: [string, number]
    limit: number
  },
): Promise<ChangeRow[]> {
  const [at, id] = asked.before ?? ['infinity', Number.MAX_SAFE_INTEGER]
  return many<ChangeRow>(
    db,
    sql`select ${columns} from customer_changes c left join staff on staff.id = c.staff_id
        where c.customer_id = ${asked.customerId} and (c.at, c.id) < (${at}::timestamptz, ${id})
          and (${asked.subject ?? null}::text is null or c.subject = ${asked.subject ?? null})
          and (${asked.field ?? null}::text is null or c.diff ? ${asked.field ?? null})
          and (${asked.staffId ?? null}::int is null or c.staff_id = ${asked.staffId ?? null})
        order by c.at desc, c.id desc limit ${asked.limit}`,
  )
}

export async function findChange(db: Db, customerId: number, id: number): Promise<ChangeRow | undefined> {
  return one<ChangeRow>(
    db,
    sql`select ${columns} from customer_changes c left join staff on staff.id = c.staff_id
        where c.customer_id = ${customerId} and c.id = ${id}`,
  )
}

/** The newest version a record ever had; a removal counts as one. */
export async function lastVersion(db: Db, record: Recorded): Promise<number> {
  const row = await one<{ version: number | null }>(
    db,
    sql`select max(version) as version from customer_changes
        where customer_id = ${record.customerId} and subject = ${record.subject}
          and subject_id is not distinct from ${record.subjectId}`,
  )
  return row?.version ?? 0
}
