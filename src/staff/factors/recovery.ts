import { randomInt } from 'node:crypto'
import { type Db, one, sql } from '../../platform/db/db.ts'
import { hashToken } from '../sign-in/secret.ts'

// Without letters and digits that look alike on paper.
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

function newCode(): string {
  const text = Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('')
  return text.replace(/(.{4})(?=.)/g, '$1-')
}

function spelling(code: string): string {
  return code
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

/** Ten fresh codes; the former ones die. 79 random bits each, so a plain hash suffices. */
export async function replaceRecoveryCodes(db: Db, staffId: number): Promise<string[]> {
  const codes = Array.from({ length: 10 }, newCode)
  await db.query(sql`delete from staff_recovery_codes where staff_id = ${staffId}`)
  for (const code of codes) {
    await db.query(
      sql`insert into staff_recovery_codes (staff_id, code_hash) values (${staffId}, ${hashToken(spelling(code))})`,
    )
  }
  return codes
}

export async function takeRecoveryCode(db: Db, staffId: number, code: string): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`delete from staff_recovery_codes where staff_id = ${staffId} and code_hash = ${hashToken(spelling(code))}`,
  )
  return rowCount === 1
}

export async function countRecoveryCodes(db: Db, staffId: number): Promise<number> {
  const row = await one<{ count: number }>(
    db,
    sql`select count(*) as count from staff_recovery_codes where staff_id = ${staffId}`,
  )
  return row?.count ?? 0
}
