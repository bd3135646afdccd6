import { createHmac, timingSafeEqual } from 'node:crypto'

/** Seconds by which the clocks of sender and receiver may differ, on both sides. */
const tolerance = 300

const equal = (given: Buffer, expected: Buffer) => given.length === expected.length && timingSafeEqual(given, expected)

/** Whether a time in seconds, as a header gives it, is of now. */
export function isRecent(seconds: string | undefined, now: Date): boolean {
  if (seconds === undefined || !/^\d{1,11}$/.test(seconds)) return false
  return Math.abs(now.getTime() / 1000 - Number(seconds)) <= tolerance
}

export interface StandardHeaders {
  id: string
  timestamp: string
  /** `v1,<base64>`, several parted by spaces while keys change */
  signature: string
}

/** Standard Webhooks: HMAC-SHA256 over `id.timestamp.body` with any of the secrets (`whsec_` and base64). */
export function isStandardSigned(secrets: readonly string[], headers: StandardHeaders, body: Buffer): boolean {
  const signatures = headers.signature.split(' ').flatMap((one) => (one.startsWith('v1,') ? [one.slice(3)] : []))
  let found = false
  for (const secret of secrets) {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    // an empty key signs for everybody
    if (key.length === 0) continue
    const expected = createHmac('sha256', key).update(`${headers.id}.${headers.timestamp}.`).update(body).digest()
    // of many signatures the first few: each is looked at to the end
    for (const signature of signatures.slice(0, 8)) {
      if (equal(Buffer.from(signature, 'base64'), expected)) found = true
    }
  }
  return found
}

/** HMAC-SHA256 over the body alone, as Shopify (base64) and EC-CUBE (hex) send it. */
export function isBodySigned(secret: string, signature: string, encoding: 'base64' | 'hex', body: Buffer): boolean {
  if (secret === '') return false
  return equal(Buffer.from(signature, encoding), createHmac('sha256', secret).update(body).digest())
}
