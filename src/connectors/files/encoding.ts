import { isAscii, isUtf8 } from 'node:buffer'
import { Refusal } from '../../platform/http/refusal.ts'
import type { Encoding } from './encodings.ts'

export type { Encoding }

/** What a file turned out to be from its bytes alone. */
export type Container = { type: 'text'; encoding: Encoding } | { type: 'xlsx' }

export interface Sniffer {
  write(chunk: Buffer): void
  /** Says what the bytes were; refuses what cannot be read as a table. */
  finish(): Container
}

const sampleBytes = 512 * 1024

/** Watches the bytes of a file go by: strict UTF-8 is decided over all of them, the rest over a sample. */
export function sniffer(): Sniffer {
  let bytes = 0
  let head = Buffer.alloc(0)
  let carry: Buffer = Buffer.alloc(0)
  let utf8 = true
  let nul = false
  // begins with the first chunk that is not plain ASCII: where the encodings differ
  let sample: Buffer[] = []
  let sampled = 0
  return {
    write(chunk) {
      bytes += chunk.length
      if (head.length < 8) head = Buffer.concat([head, chunk.subarray(0, 8)]).subarray(0, 8)
      nul ||= chunk.includes(0)
      if (utf8) {
        const joined = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk
        const end = completeLength(joined)
        utf8 = isUtf8(joined.subarray(0, end))
        carry = Buffer.from(joined.subarray(end))
      }
      if (sampled < sampleBytes && (sampled > 0 || !isAscii(chunk))) {
        sample.push(chunk)
        sampled += chunk.length
      }
    },
    finish() {
      if (bytes === 0) throw new Refusal('unreadable-file', { reason: 'empty' })
      const signature = signatureOf(head)
      if (signature === 'xlsx') return { type: 'xlsx' }
      if (signature) throw new Refusal('unreadable-file', { reason: signature })
      const marked = markedEncoding(head)
      if (marked === 'utf-16le' || marked === 'utf-16be') return { type: 'text', encoding: marked }
      if (nul) throw new Refusal('unreadable-file', { reason: 'binary' })
      if (utf8 && isUtf8(carry)) return { type: 'text', encoding: 'utf-8' }
      const text = Buffer.concat(sample)
      sample = []
      return { type: 'text', encoding: marked ?? japaneseEncoding(text) }
    },
  }
}

/** How much of a buffer ends on a whole UTF-8 character. */
function completeLength(buffer: Buffer): number {
  for (let back = 1; back <= Math.min(3, buffer.length); back++) {
    const byte = buffer[buffer.length - back] as number
    if (byte < 0x80) return buffer.length
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return needs > back ? buffer.length - back : buffer.length
    }
  }
  return buffer.length
}

function signatureOf(head: Buffer): 'xlsx' | 'old-excel' | 'compressed' | 'binary' | undefined {
  const hex = head.toString('hex')
  if (hex.startsWith('504b0304')) return 'xlsx'
  if (hex.startsWith('d0cf11e0')) return 'old-excel'
  if (
    hex.startsWith('1f8b') ||
    hex.startsWith('504b05') ||
    hex.startsWith('377abcaf') ||
    hex.startsWith('526172211a')
  ) {
    return 'compressed'
  }
  const known = ['25504446', '89504e47', 'ffd8ff', '47494638', '7f454c46', '424d']
  return known.some((magic) => hex.startsWith(magic) && magic.length > 4) ? 'binary' : undefined
}

function markedEncoding(head: Buffer): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return undefined
}

/**
 * CP932 before EUC-JP. Most EUC-JP also decodes as CP932, but then into half-width kana and rare kanji; so whichever
 * reading has fewer broken characters wins, and among equals the one with fewer half-width kana.
 */
function japaneseEncoding(sample: Buffer): Encoding {
  // cut at line ends so that no character is split
  const from = sample.length > sampleBytes ? sample.indexOf(10) + 1 : 0
  const to = sample.lastIndexOf(10)
  const text = sample.subarray(from, to > from ? to : sample.length)
  const cp932 = strangeness(text, 'cp932')
  const euc = strangeness(text, 'euc-jp')
  const best = euc < cp932 ? euc : cp932
  if (best > 0.5) throw new Refusal('unreadable-file', { reason: 'unknown-encoding' })
  return euc < cp932 ? 'euc-jp' : 'cp932'
}

/** 0: all characters plausible; broken ones weigh 50, half-width kana 1, per character that is not ASCII. */
function strangeness(bytes: Buffer, encoding: Encoding): number {
  let strange = 0
  let all = 0
  for (const character of decoder(encoding).decode(bytes)) {
    const code = character.codePointAt(0) as number
    if (code < 0x80) continue
    all += 1
    if (code === 0xfffd) strange += 50
    else if (code >= 0xff61 && code <= 0xff9f) strange += 1
    // private use: what other bytes look like when read as CP932 gaiji
    else if (code >= 0xe000 && code <= 0xf8ff) strange += 5
  }
  return all === 0 ? 0 : strange / all > 50 ? 50 : strange / all / (encoding === 'cp932' ? 2 : 1)
}

/** Broken bytes become U+FFFD, never an exception: one bad row must not lose a million good ones. */
export function decoder(encoding: Encoding): InstanceType<typeof TextDecoder> {
  return new TextDecoder(encoding === 'cp932' ? 'shift_jis' : encoding)
}
