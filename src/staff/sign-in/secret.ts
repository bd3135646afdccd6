import { createHash, randomBytes } from 'node:crypto'

/** Random 256-bit token in URL-safe letters. Only its hash is stored: who reads the database cannot sign in with it. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
