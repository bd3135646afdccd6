import { type Db, many, one, sql } from '../db/db.ts'

/** What long work is doing, for people to watch: one row a run. */
export interface JobRun {
  id: number
  kind: string
  staffId: number | null
  status: 'queued' | 'running' | 'done' | 'partial' | 'failed' | 'cancelled'
  done: number
  total: number | null
  result: Record<string, unknown> | null
  problem: Record<string, unknown> | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  expiresAt: Date | null
}

const columns = sql`id, kind, staff_id as "staffId", status, done, total, result, problem, created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt", expires_at as "expiresAt"`

export async function createRun(
  db: Db,
  run: { kind: string; staffId: number | null; params: object; total?: number; now: Date },
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    sql`insert into job_runs (kind, staff_id, params, total, created_at)
        values (${run.kind}, ${run.staffId}, ${JSON.stringify(run.params)}, ${run.total ?? null}, ${run.now}) returning id`,
  )
  return rows[0]!.id
}

/** The params of a run that is still to be done; undefined when it was finished or cancelled meanwhile. */
export async function startRun<Params>(db: Db, id: number, now: Date): Promise<Params | undefined> {
  const row = await one<{ params: Params }>(
    db,
    sql`update job_runs set status = 'running', started_at = coalesce(started_at, ${now})
        where id = ${id} and status in ('queued', 'running') returning params`,
  )
  return row?.params
}

/** Notes progress; false when the run has been cancelled and the work is to stop. */
export async function progressRun(db: Db, id: number, done: number, total?: number): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`update job_runs set done = ${done}, total = coalesce(${total ?? null}, total) where id = ${id} and status = 'running'`,
  )
  return rowCount === 1
}

export async function finishRun(
  db: Db,
  id: number,
  end: {
    status: 'done' | 'partial' | 'failed'
    now: Date
    result?: Record<string, unknown>
    problem?: Record<string, unknown>
    expiresAt?: Date
  },
): Promise<void> {
  await db.query(
    sql`update job_runs set status = ${end.status}, finished_at = ${end.now}, expires_at = ${end.expiresAt ?? null},
          result = ${end.result ? JSON.stringify(end.result) : null}, problem = ${end.problem ? JSON.stringify(end.problem) : null}
        where id = ${id} and status = 'running'`,
  )
}

/** Cancels a run of this person that has not ended; false when there is none. */
export async function cancelRun(db: Db, id: number, staffId: number, now: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`update job_runs set status = 'cancelled', finished_at = ${now}
        where id = ${id} and staff_id = ${staffId} and status in ('queued', 'running')`,
  )
  return rowCount === 1
}

export async function findRun(db: Db, id: number, staffId: number): Promise<JobRun | undefined> {
  return one<JobRun>(db, sql`select ${columns} from job_runs where id = ${id} and staff_id = ${staffId}`)
}

export async function listRuns(db: Db, filter: { staffId: number; limit: number; before?: number }): Promise<JobRun[]> {
  return many<JobRun>(
    db,
    sql`select ${columns} from job_runs
        where staff_id = ${filter.staffId} and id < ${filter.before ?? Number.MAX_SAFE_INTEGER}
        order by id desc limit ${filter.limit}`,
  )
}
