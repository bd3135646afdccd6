import { createHash } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { type Db, one, sql } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'

/** How many failures of one key, within how long, close the door until the oldest is that long ago. */
interface Limit {
  key: string
  most: number
  withinMilliseconds: number
}

const quarterHour = 15 * 60_000

/** One address spelt six ways is one account; the table keeps a hash, never the address. */
function accountName(email: string): string {
  const spelt = email.normalize('NFKC').trim().toLowerCase()
  return createHash('sha256').update(spelt).digest('base64url')
}

/** IPv4, also inside IPv6, counts whole; IPv6 counts by /64, the smallest piece one household or attacker gets. */
export function addressBucket(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped ?? isIPv4(ip)) return mapped ?? ip
  const [head = '', tail = ''] = ip.toLowerCase().split('%')[0]?.split('::') ?? []
  const left = head.split(':').filter(Boolean)
  const right = ip.includes('::') ? tail.split(':').filter(Boolean) : []
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  const groups = [...left, ...zeros, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${groups.join(':')}::/64`
}

/** By account and address: guessing elsewhere does not lock somebody out, one office does not share one limit. */
export function passwordLimits(email: string, ip: string): Limit[] {
  const bucket = addressBucket(ip)
  return [
    { key: `account:${accountName(email)}:${bucket}`, most: 5, withinMilliseconds: quarterHour },
    { key: `address:${bucket}`, most: 50, withinMilliseconds: quarterHour },
  ]
}

/** Whoever gets here knows the password, so codes are limited by account as well, from wherever they come. */
export function secondFactorLimits(staffId: number, ip: string): Limit[] {
  const bucket = addressBucket(ip)
  return [
    { key: `factor:${staffId}:${bucket}`, most: 5, withinMilliseconds: quarterHour },
    { key: `factor:${staffId}`, most: 20, withinMilliseconds: 4 * quarterHour },
    { key: `address:${bucket}`, most: 50, withinMilliseconds: quarterHour },
  ]
}

/** Tokens and passkeys cannot be guessed; the limit only keeps one address from keeping the server busy. */
export function addressLimits(ip: string): Limit[] {
  return [{ key: `address:${addressBucket(ip)}`, most: 50, withinMilliseconds: quarterHour }]
}

/**
 * Books an attempt as failed before it is made, so that a hundred at once pass no more often than one after the other.
 * `db` must not be inside a transaction: the booking stays when the request is refused. Returns how to clear it.
 */
export async function claimAttempt(db: Db, now: Date, limits: Limit[]): Promise<(db: Db) => Promise<void>> {
  for (const limit of limits) {
    await refuseBeyond(db, now, limit, limit.most)
  }
  const keys = limits.map((limit) => limit.key)
  await db.query(sql`insert into sign_in_failures (key, at) select unnest(${keys}::text[]), ${now}`)
  for (const limit of limits) {
    await refuseBeyond(db, now, limit, limit.most + 1)
  }
  return async (after) => {
    // The account starts afresh; its address only loses this attempt.
    const [account, ...others] = limits.length > 1 ? keys : [null, ...keys]
    await after.query(
      sql`delete from sign_in_failures where key = ${account ?? null} or (key = any(${others}) and at = ${now})`,
    )
  }
}

async function refuseBeyond(db: Db, now: Date, limit: Limit, most: number): Promise<void> {
  const since = new Date(now.getTime() - limit.withinMilliseconds)
  const found = await one<{ count: number; oldest: Date }>(
    db,
    sql`select count(*) as count, min(at) as oldest from sign_in_failures where key = ${limit.key} and at > ${since}`,
  )
  if (!found || found.count < most) return
  const seconds = Math.ceil((found.oldest.getTime() + limit.withinMilliseconds - now.getTime()) / 1000)
  throw new Refusal('too-many-attempts', { retryAfterSeconds: seconds })
}

/** No limit looks back further than a day. */
export async function sweepFailures(db: Db, now: Date): Promise<void> {
  await db.query(sql`delete from sign_in_failures where at < ${new Date(now.getTime() - 86_400_000)}`)
}
