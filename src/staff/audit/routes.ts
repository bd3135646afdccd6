import { addDays } from '../../platform/calendar.ts'
import { type Db, many, one, type Sql, sql } from '../../platform/db/db.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { type Route, route } from '../../platform/http/route.ts'
import * as contract from './contract.ts'

interface Entry {
  id: number
  at: Date
  staffId: number | null
  staffName: string | null
  apiKeyId: number | null
  apiKeyName: string | null
  action: string
  subject: string
  subjectId: string | null
  detail: Record<string, unknown>
}

async function listEntries(db: Db, conditions: Sql[], limit: number): Promise<Entry[]> {
  const where = conditions.length > 0 ? sql`where ${sql.join(conditions, ' and ')}` : sql.empty
  return many<Entry>(
    db,
    sql`select log.id, log.at, log.staff_id as "staffId", staff.name as "staffName", log.api_key_id as "apiKeyId",
          key.name as "apiKeyName", log.action, log.subject, log.subject_id as "subjectId", log.detail
        from audit_log log
        left join staff on staff.id = log.staff_id
        left join api_keys key on key.id = log.api_key_id
        ${where}
        order by log.at desc, log.id desc
        limit ${limit}`,
  )
}

export const routes: Route[] = [
  route(contract.listAudit, async (ctx, { query }) => {
    const { cursor, limit, staffId, action, subject, from, to } = query
    const midnight = (on: string) => sql`(${on}::date)::timestamp at time zone ${ctx.company.timeZone}`
    const [at, id] = cursor ? readCursor(cursor, 2) : []
    const conditions = [
      cursor && sql`(log.at, log.id) < (${new Date(Number(at))}, ${Number(id)})`,
      staffId && sql`log.staff_id = ${staffId}`,
      action && sql`log.action = ${action}`,
      subject && sql`log.subject = ${subject}`,
      from && sql`log.at >= ${midnight(from)}`,
      to && sql`log.at < ${midnight(addDays(to, 1))}`,
    ].filter((condition) => typeof condition === 'object')
    const rows = await listEntries(ctx.db, conditions, limit + 1)
    return page(rows, limit, (row) => writeCursor([row.at.getTime(), row.id]))
  }),
  route(contract.readAuditWords, async (ctx) => {
    const words = await one<{ actions: string[]; subjects: string[] }>(
      ctx.db,
      sql`select coalesce(array_agg(distinct action), '{}') as actions,
            coalesce(array_agg(distinct subject), '{}') as subjects
          from audit_log`,
    )
    return words ?? { actions: [], subjects: [] }
  }),
]
