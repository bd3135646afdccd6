import { createHash, randomBytes } from 'node:crypto'
import { type Db, one, sql, type Tx } from '../../platform/db/db.ts'

/** As long as LINE's own link token lives. */
const validMilliseconds = 600_000

const hashOf = (nonce: string) => createHash('sha256').update(nonce).digest()

/** A nonce for a customer who is known: whoever brings it back from LINE is that customer. Only its hash is kept. */
export async function openLink(
  db: Db,
  link: { connectionId: number; customerId: number; now: Date },
): Promise<{ nonce: string; expiresAt: Date }> {
  const nonce = randomBytes(32).toString('base64url')
  const expiresAt = new Date(link.now.getTime() + validMilliseconds)
  await db.query(sql`delete from line_links where expires_at < ${new Date(link.now.getTime() - 86_400_000)}`)
  await db.query(
    sql`insert into line_links (nonce_hash, connection_id, customer_id, created_at, expires_at)
        values (${hashOf(nonce)}, ${link.connectionId}, ${link.customerId}, ${link.now}, ${expiresAt})`,
  )
  return { nonce, expiresAt }
}

/** Whose nonce it is, once; undefined: used before, too old, of another account, or made up. */
export async function useLink(
  tx: Tx,
  link: { connectionId: number; nonce: string; at: Date; now: Date },
): Promise<number | undefined> {
  // by when the member came back: what LINE tells later is not too late
  const row = await one<{ customerId: number }>(
    tx,
    sql`update line_links set used_at = ${link.now}
        where nonce_hash = ${hashOf(link.nonce)} and connection_id = ${link.connectionId} and used_at is null
          and created_at - interval '1 minute' <= ${link.at} and expires_at >= ${link.at}
        returning customer_id as "customerId"`,
  )
  return row?.customerId
}
