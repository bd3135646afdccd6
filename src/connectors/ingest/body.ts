import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Refusal } from '../../platform/http/refusal.ts'

/** As the protocol has it: 500 kB a batch, 32 kB a message. */
export const mostBatchBytes = 500 * 1024
export const mostMessageBytes = 32 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true })
const unzip = promisify(gunzip)

/** The JSON object that a request brought: unzipped within bounds, as UTF-8. */
export async function readBody(
  bytes: Buffer,
  encoding: string | undefined,
  mostBytes: number,
): Promise<{ value: Record<string, unknown>; length: number }> {
  const plain = await unpacked(bytes, encoding, mostBytes)
  if (plain.length > mostBytes) throw new Refusal('body-too-large', { mostBytes })
  try {
    const value: unknown = JSON.parse(utf8.decode(plain))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { value: value as Record<string, unknown>, length: plain.length }
    }
  } catch {
    // falls through to the refusal
  }
  throw new Refusal('malformed-body')
}

async function unpacked(bytes: Buffer, encoding: string | undefined, mostBytes: number): Promise<Buffer> {
  // some libraries zip without saying so: no JSON begins with these bytes
  const isZipped = encoding === 'gzip' || (bytes[0] === 0x1f && bytes[1] === 0x8b)
  if (!isZipped) {
    if (encoding !== undefined && encoding !== 'identity') throw new Refusal('unsupported-media-type')
    return bytes
  }
  try {
    return await unzip(bytes, { maxOutputLength: mostBytes + 1 })
  } catch (error) {
    const { code } = error as { code?: string }
    throw new Refusal(code === 'ERR_BUFFER_TOO_LARGE' ? 'body-too-large' : 'malformed-body', { mostBytes })
  }
}
