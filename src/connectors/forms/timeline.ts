import { type Entry, position, type TimelineSource } from '../../customers/index.ts'
import { many, sql } from '../../platform/db/db.ts'

/** What a customer sent by a form, with the first thing they wrote freely. */
export const formTimeline: TimelineSource = {
  name: 'form',
  read: (db, { customerId, kinds, below, limit }) =>
    many<Entry>(
      db,
      sql`select a.id, f.kind, whose.at, ${position(sql`whose.at`)} as position, null as "staffId", null as "staffName",
            json_build_object('via', 'form', 'formId', f.id, 'subject', c.name, 'isConfirmed', a.state = 'confirmed',
              'body', (select a.answers ->> (field ->> 'key') from jsonb_array_elements(v.definition -> 'fields') field
                where field ->> 'kind' = 'text' and a.answers ? (field ->> 'key') limit 1),
              'rating', (select (a.answers ->> (field ->> 'key'))::integer from jsonb_array_elements(v.definition -> 'fields') field
                where field ->> 'kind' = 'rating' and a.answers ? (field ->> 'key') limit 1)) as data
          from answered_forms whose join form_answers a on a.id = whose.answer_id
            join forms f on f.id = a.form_id join connections c on c.id = f.connection_id
            join form_versions v on v.form_id = f.id and v.version = a.version
          where whose.customer_id = ${customerId} and (${kinds}::text[] is null or f.kind = any(${kinds}))
            and (whose.at, whose.answer_id) < (${below.at}::timestamptz, ${below.id})
          order by whose.at desc, whose.answer_id desc limit ${limit}`,
    ),
  count: (db, { customerId, kinds }) =>
    many(
      db,
      sql`select f.kind, count(*) from answered_forms whose join form_answers a on a.id = whose.answer_id
            join forms f on f.id = a.form_id
          where whose.customer_id = ${customerId} and (${kinds}::text[] is null or f.kind = any(${kinds})) group by f.kind`,
    ),
}
