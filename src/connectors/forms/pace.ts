import type { Context } from '../../platform/context.ts'
import { type Db, one, sql } from '../../platform/db/db.ts'
import { fingerprint } from '../../platform/secrets.ts'
import { addressBucket } from '../../staff/index.ts'

interface Limit {
  most: number
  withinMilliseconds: number
}

const minute = 60_000
/** A tablet in a store sends for many people: the limits are for machines. */
export const answerLimits: Limit[] = [
  { most: 30, withinMilliseconds: 10 * minute },
  { most: 300, withinMilliseconds: 24 * 60 * minute },
]
export const guessLimits: Limit[] = [{ most: 30, withinMilliseconds: 10 * minute }]

type Asking = Pick<Context, 'pool' | 'config' | 'now'>

/**
 * Counts one more of `what` from a network, and says after how many seconds the next may come; 0: come in. Kept is a keyed
 * hash that is another one each day: it tells today's networks apart and names none.
 */
export async function waitSeconds(
  { pool, config, now }: Asking,
  what: 'answer' | 'guess',
  ip: string,
  limits: Limit[],
): Promise<number> {
  const key = fingerprint(config, `form pace ${now.toISOString().slice(0, 10)}`, `${what} ${addressBucket(ip)}`)
  // written down before it is judged: of a hundred at once as many get in as of a hundred one after the other
  const own = await one<{ id: number }>(
    pool,
    sql`insert into form_paces (key, at) values (${key}, ${now}) returning id`,
  )
  for (const { most, withinMilliseconds } of limits) {
    const found = await one<{ count: number; oldest: Date }>(
      pool,
      sql`select count(*) as count, min(at) as oldest from form_paces
          where key = ${key} and id <= ${own?.id ?? 0} and at > ${new Date(now.getTime() - withinMilliseconds)}`,
    )
    if (found && found.count > most) {
      return Math.max(1, Math.ceil((found.oldest.getTime() + withinMilliseconds - now.getTime()) / 1000))
    }
  }
  return 0
}

export async function forgetPaces(db: Db, now: Date): Promise<void> {
  await db.query(sql`delete from form_paces where at < ${new Date(now.getTime() - 86_400_000)}`)
}
