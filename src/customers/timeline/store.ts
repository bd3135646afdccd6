import { type Db, many, type Sql, sql } from '../../platform/db/db.ts'
import type { Entry, TimelineAsked, TimelineSource } from './timeline.ts'

/** An instant in UTC with six decimals, whose order as text is its order in time. */
export function position(at: Sql): Sql {
  return sql`to_char(${at}, 'YYYY-MM-DD HH24:MI:SS.US+00')`
}

function ofKinds(kind: Sql, asked: TimelineAsked): Sql {
  return asked.kinds === null ? sql`true` : sql`${kind} = any(${asked.kinds})`
}

/** Page views, mail opens, calls, inquiries: what has no table of its own. */
export const events: TimelineSource = {
  name: 'event',
  read: (db, asked) =>
    many<Entry>(
      db,
      sql`select e.id, e.kind, e.at, ${position(sql`e.at`)} as position, e.staff_id as "staffId",
            staff.name as "staffName", e.data
          from events e left join staff on staff.id = e.staff_id
          where e.customer_id = ${asked.customerId} and ${ofKinds(sql`e.kind`, asked)}
            and (e.at, e.id) < (${asked.below.at}::timestamptz, ${asked.below.id})
          order by e.at desc, e.id desc limit ${asked.limit}`,
    ),
  count: (db, asked) =>
    many(
      db,
      sql`select kind, count(*) from events where customer_id = ${asked.customerId} and ${ofKinds(sql`kind`, asked)}
          group by kind`,
    ),
}

function wantsNotes(asked: TimelineAsked): boolean {
  return asked.kinds === null || asked.kinds.includes('note')
}

export const notes: TimelineSource = {
  name: 'note',
  read: async (db: Db, asked) => {
    if (!wantsNotes(asked)) return []
    return many<Entry>(
      db,
      sql`select n.id, 'note' as kind, n.created_at as at, ${position(sql`n.created_at`)} as position,
            n.staff_id as "staffId", staff.name as "staffName",
            json_build_object('body', n.body, 'version', n.version, 'isChanged', n.version > 1) as data
          from notes n left join staff on staff.id = n.staff_id
          where n.customer_id = ${asked.customerId}
            and (n.created_at, n.id) < (${asked.below.at}::timestamptz, ${asked.below.id})
          order by n.created_at desc, n.id desc limit ${asked.limit}`,
    )
  },
  count: async (db: Db, asked) => {
    if (!wantsNotes(asked)) return []
    return many(
      db,
      sql`select 'note' as kind, count(*) from notes where customer_id = ${asked.customerId} having count(*) > 0`,
    )
  },
}
