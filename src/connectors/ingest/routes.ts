import { randomBytes } from 'node:crypto'
import { audit } from '../../platform/audit.ts'
import { one, sql } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { findConnection } from '../connections/store.ts'
import { getSiteMessages, renewWriteKey } from './contract.ts'
import { recentOfSite } from './recent.ts'
import { siteKind } from './site.ts'

const holdMilliseconds = 86_400_000
const mostCounted = 100_000

export const routes: Route[] = [
  route(getSiteMessages, async ({ db, pool, now }, { params: { id } }) => {
    if (!(await findConnection(db, siteKind, id))) throw new Refusal('not-found')
    const since = new Date(now.getTime() - 30 * 86_400_000)
    const row = await one<{ unknownVisitors: number; formerKeyUntil: Date | null }>(
      db,
      sql`select (select count(*) from (select from visitors where connection_id = ${id} and customer_id is null
              and last_at > ${since} limit ${mostCounted}) counted)::int as "unknownVisitors",
            (select max(until) from former_write_keys where connection_id = ${id} and until > ${now}) as "formerKeyUntil"`,
    )
    return {
      items: recentOfSite(pool, id),
      unknownVisitors: row?.unknownVisitors ?? 0,
      formerKeyUntil: row?.formerKeyUntil ?? null,
    }
  }),

  route(renewWriteKey, async ({ db, now, actor }, { params: { id } }) => {
    const site = await findConnection(db, siteKind, id)
    if (!site) throw new Refusal('not-found')
    const key = `site_${randomBytes(16).toString('base64url')}`
    const formerKeyUntil = new Date(now.getTime() + holdMilliseconds)
    await db.query(sql`update connections set key = ${key}, updated_at = ${now} where id = ${id}`)
    await db.query(sql`delete from former_write_keys where until <= ${now}`)
    await db.query(
      sql`insert into former_write_keys (key, connection_id, until) values (${site.key}, ${id}, ${formerKeyUntil})`,
    )
    await audit(db, now, actor, { action: 'renewed-key', subject: 'connection', subjectId: id })
    return { key, formerKeyUntil }
  }),
]
