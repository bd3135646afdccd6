import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { Trouble } from './trouble.ts'

/**
 * Passwords and tokens of other systems, which must be told to them again: sealed, so that a copy of the database alone
 * opens nothing. AES-256-GCM; the key is made of TOKUI_SECRET, or of a file in the data folder when that is not set.
 */
type Keeping = Pick<Config, 'dataFolder' | 'secret'>

const nonceBytes = 12
const tagBytes = 16

/** `text` as bytes: nonce, tag, cipher. `about` is what it belongs to: moved elsewhere, it does not open. */
export function seal(config: Keeping, about: string, text: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(config), nonce)
  cipher.setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Throws Trouble when it was sealed with another key, for something else, or was changed. */
export function unseal(config: Keeping, about: string, sealed: Buffer): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(config), sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
    decipher.setAAD(Buffer.from(about))
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
    return decipher.update(sealed.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
  } catch (error) {
    if (error instanceof Trouble) throw error
    throw new Trouble(
      `The secret of ${about} was sealed with another key: restore secret.key or TOKUI_SECRET, or enter it anew`,
    )
  }
}

/** What tells texts apart and does not tell them: a hash that nobody can make without the key. */
export function fingerprint(config: Keeping, about: string, text: string): Buffer {
  return createHmac('sha256', keyOf(config)).update(`${about}\n${text}`).digest()
}

function keyOf({ dataFolder, secret }: Keeping): Buffer {
  return createHash('sha256')
    .update(secret ?? keyFile(dataFolder))
    .digest()
}

/** The key file, made at its first use. Two processes may come at once: a file that is there is never replaced. */
function keyFile(dataFolder: string): string {
  const path = join(dataFolder, 'secret.key')
  const there = readIfThere(path)
  if (there !== undefined) return there
  mkdirSync(dataFolder, { recursive: true })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(path, 'utf8')
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
