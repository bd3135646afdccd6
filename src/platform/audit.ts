import type { Writer } from './access.ts'
import { type Db, sql } from './db/db.ts'

export interface AuditEntry {
  /** verb in past tense, as `exported`, `changed-permission` */
  action: string
  subject: string
  subjectId?: string | number
  /** counts, conditions, before → after; never personal data */
  detail?: Record<string, unknown>
}

/** Appends to the audit log, in the transaction of what it tells about. */
export async function audit(
  db: Db,
  now: Date,
  actor: Pick<Writer, 'staffId' | 'apiKeyId'> | null,
  entry: AuditEntry,
): Promise<void> {
  await db.query(
    sql`insert into audit_log (at, staff_id, api_key_id, action, subject, subject_id, detail)
        values (${now}, ${actor?.staffId ?? null}, ${actor?.apiKeyId ?? null}, ${entry.action}, ${entry.subject},
          ${entry.subjectId?.toString() ?? null}, ${JSON.stringify(entry.detail ?? {})})`,
  )
}
