import * as OTPAuth from 'otpauth'
import { toString as drawQr } from 'qrcode'
import { type Db, sql, type Tx } from '../../platform/db/db.ts'

const period = 30

function generator(secret: string, account = '', issuer = 'Tokui'): OTPAuth.TOTP {
  return new OTPAuth.TOTP({ issuer, label: account, secret: OTPAuth.Secret.fromBase32(secret), digits: 6, period })
}

export function newTotpSecret(): string {
  return new OTPAuth.Secret({ size: 20 }).base32
}

/** What an authenticator app reads: the address as text and as a picture (SVG). */
export async function totpEnrolment(secret: string, account: string, issuer: string) {
  const url = generator(secret, account, issuer || 'Tokui').toString()
  return { secret, url, qr: await drawQr(url, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' }) }
}

/** The time step a code belongs to, one step early or late allowed; null when it belongs to none. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const delta = generator(secret).validate({ token: code, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / period) + delta
}

/** Takes a code once: false for a wrong one, and for any step not newer than the last one taken. */
export async function takeTotp(db: Db, staffId: number, secret: string, code: string, now: Date): Promise<boolean> {
  const step = totpStep(secret, code, now)
  if (step === null) return false
  const { rowCount } = await db.query(
    sql`update staff set totp_last_step = ${step}
        where id = ${staffId} and (totp_last_step is null or totp_last_step < ${step})`,
  )
  return rowCount === 1
}

/** Takes the authenticator app off an account, with its recovery codes. */
export async function clearAuthenticator(tx: Tx, now: Date, staffId: number): Promise<void> {
  await tx.query(
    sql`update staff set totp_secret = null, totp_pending_secret = null, updated_at = ${now} where id = ${staffId}`,
  )
  await tx.query(sql`delete from staff_recovery_codes where staff_id = ${staffId}`)
}
