import { createHash } from 'node:crypto'
import { type Db, one, sql } from '../db/db.ts'
import { Refusal } from './refusal.ts'

export interface StoredReply {
  status: number
  body: unknown
}

/**
 * Claims a key inside the write's own transaction: undefined when this request is the first, the stored reply when it
 * is a repeat. Two at once: the second waits for the first one's commit, then gets its reply.
 */
export async function claimKey(
  db: Db,
  claim: { actor: string; key: string; requestHash: Buffer; now: Date },
): Promise<StoredReply | undefined> {
  const inserted = await db.query(
    sql`insert into idempotency_keys (actor, key, request_hash, created_at)
        values (${claim.actor}, ${claim.key}, ${claim.requestHash}, ${claim.now})
        on conflict (actor, key) do nothing`,
  )
  if (inserted.rowCount === 1) return undefined
  const stored = await one<{ request_hash: Buffer; status: number | null; body: unknown }>(
    db,
    sql`select request_hash, status, body from idempotency_keys where actor = ${claim.actor} and key = ${claim.key}`,
  )
  if (stored === undefined || stored.status === null) throw new Refusal('in-progress')
  if (!stored.request_hash.equals(claim.requestHash)) throw new Refusal('key-reused')
  return { status: stored.status, body: stored.body }
}

export async function keepReply(db: Db, claim: { actor: string; key: string }, reply: StoredReply): Promise<void> {
  await db.query(
    sql`update idempotency_keys set status = ${reply.status}, body = ${JSON.stringify(reply.body)}
        where actor = ${claim.actor} and key = ${claim.key}`,
  )
}

/** What makes two requests the same: method, address and body. */
export function hashRequest(method: string, url: string, body: unknown): Buffer {
  return createHash('sha256')
    .update(`${method} ${url}\n${JSON.stringify(body ?? null)}`)
    .digest()
}

const keptMilliseconds = 7 * 86_400_000

/** A key is remembered for a week; who repeats a write later than that makes a new one. */
export async function forgetOldKeys(db: Db, now: Date): Promise<void> {
  await db.query(sql`delete from idempotency_keys where created_at < ${new Date(now.getTime() - keptMilliseconds)}`)
}
