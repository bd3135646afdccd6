import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * What a shop's server says of the customer who looks at a page: `NUMBER.EXPIRES.SIGNATURE`, the customer number in
 * base64url, seconds since 1970, and HMAC-SHA256 over `NUMBER.EXPIRES` with the secret of the key, in hexadecimal.
 */
const form = /^([\w-]{1,200})\.(\d{10})\.([0-9a-f]{64})$/

/** Nobody needs a token for longer: what was taken from a page is worthless the next day. */
const longestSeconds = 86_400

/** The customer number, or null when the token is forged, expired or good for too long. */
export function readToken(token: string, secret: string, now: Date): string | null {
  const found = form.exec(token)
  if (!found) return null
  const [, number = '', expires = '', signature = ''] = found
  const made = createHmac('sha256', secret).update(`${number}.${expires}`).digest()
  if (!timingSafeEqual(made, Buffer.from(signature, 'hex'))) return null
  const left = Number(expires) - now.getTime() / 1000
  if (left <= 0 || left > longestSeconds) return null
  return Buffer.from(number, 'base64url').toString('utf8')
}

/** A token as the shop's server makes it. */
export function makeToken(number: string, secret: string, expires: Date): string {
  const told = `${Buffer.from(number).toString('base64url')}.${Math.floor(expires.getTime() / 1000)}`
  return `${told}.${createHmac('sha256', secret).update(told).digest('hex')}`
}
