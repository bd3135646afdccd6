import { type Db, many, one, sql } from '../../platform/db/db.ts'

export interface Pull {
  topic: string
  since: Date | null
  page: string | null
  newest: Date | null
  failures: number
  tryAt: Date
  doneAt: Date | null
}

const columns = sql`topic, since, page, newest, failures, try_at as "tryAt", done_at as "doneAt"`

export async function openPull(db: Db, connectionId: number, topic: string, now: Date): Promise<Pull> {
  await db.query(
    sql`insert into pulls (connection_id, topic, try_at) values (${connectionId}, ${topic}, ${now}) on conflict do nothing`,
  )
  const row = await one<Pull>(
    db,
    sql`select ${columns} from pulls where connection_id = ${connectionId} and topic = ${topic}`,
  )
  return row as Pull
}

export async function listPulls(db: Db, connectionId: number): Promise<Pull[]> {
  return many<Pull>(db, sql`select ${columns} from pulls where connection_id = ${connectionId} order by topic`)
}

/** A page is there: where the next one begins, or that this was the last. */
export async function notePage(
  db: Db,
  connectionId: number,
  pull: Pick<Pull, 'topic' | 'page' | 'newest' | 'since'>,
  now: Date,
): Promise<void> {
  const { topic, page, newest, since } = pull
  await db.query(
    sql`update pulls set page = ${page}, newest = ${newest}, since = ${since}, failures = 0, try_at = ${now},
          done_at = case when ${page}::text is null then ${now} else done_at end
        where connection_id = ${connectionId} and topic = ${topic}`,
  )
}

export async function noteFailure(db: Db, connectionId: number, topic: string, tryAt: Date): Promise<void> {
  await db.query(
    sql`update pulls set failures = failures + 1, try_at = ${tryAt}
        where connection_id = ${connectionId} and topic = ${topic}`,
  )
}
