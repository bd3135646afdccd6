import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { phoneKey, readGender } from '../../customers/index.ts'
import { type Parsed, parsed, problem } from './parsed.ts'

/** Trims, and takes off the `'` that Shopify and Excel put before numbers to keep their zeros. */
export function plainText(text: string): string {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  if (first > 32 && first !== 39 && first < 0x3000 && last > 32 && last < 0x3000) return text
  const trimmed = text.trim()
  return trimmed.startsWith("'") ? trimmed.slice(1).trim() : trimmed
}

/** A number that is a name (member, order, product code): kept as written; only width and Excel's damage are looked at. */
export function parseCode(text: string): Parsed<string> {
  if (/^\d(\.\d+)?E\+\d+$/.test(text)) return problem('excel-scientific')
  const plain = /^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFKC').trim()
  return plain.length > 200 ? problem('too-long') : parsed(plain)
}

const emailShape = /^[^\s@,;<>()[\]\\]+@[^\s@,;<>()[\]\\]+\.[a-z0-9-]{2,}$/i

/** An address as it will be written to; local parts keep their case and oddities. */
export function parseEmail(text: string): Parsed<string | null> {
  if (text === '') return parsed(null)
  const plain = emailShape.test(text) ? text : text.normalize('NFKC').replace(/\s/g, '')
  return plain.length <= 254 && emailShape.test(plain) ? parsed(plain) : problem('not-an-email')
}

/** A phone number as people of its country write it; its key is what search compares. */
export function parsePhone(text: string): Parsed<string | null> {
  if (text === '') return parsed(null)
  if (/^\d(\.\d+)?E\+\d+$/i.test(text)) return problem('excel-scientific')
  let key = phoneKey(text)
  // Excel takes the leading zero off: nine or ten digits that become a valid number with it had one
  if (/^[1-9]\d{8,9}$/.test(key) && parsePhoneNumberFromString(`0${key}`, 'JP')?.isValid()) key = `0${key}`
  return key.length >= 8 && key.length <= 16 ? parsed(key) : problem('not-a-phone')
}

/** Seven digits; Excel's lost leading zeros come back. Postcodes abroad are kept as written. */
export function parsePostcode(text: string): string {
  const digits = text.normalize('NFKC').replace(/[〒\s\p{Pd}ー−]/gu, '')
  return /^\d{6,7}$/.test(digits) ? digits.padStart(7, '0') : text.trim()
}

export function parseGender(text: string): Parsed<string | null> {
  if (text === '') return parsed(null)
  const gender = readGender(text)
  return gender ? parsed(gender) : problem('unknown-choice')
}

const agreed =
  /^(1|y|yes|true|on|○|◯|可|有|はい|希望|希望する|受け取る|受信する|配信する|許可|許可する|購読|subscribed|allow|opt-?in)$/i
const refused =
  /^(0|n|no|false|off|×|不可|無|いいえ|希望しない|受け取らない|受信しない|配信しない|拒否|拒否する|解除|停止|unsubscribed|deny|opt-?out)$/i

/** Whether somebody agreed to be written to; null: the file does not say. */
export function parseConsent(text: string): Parsed<boolean | null> {
  if (text === '') return parsed(null)
  if (agreed.test(text)) return parsed(true)
  return refused.test(text) ? parsed(false) : problem('unknown-choice')
}

/** `佐藤 花子` in one cell: the first space parts family and given name. Without one all of it is the family name. */
export function splitName(text: string): [family: string, given: string] {
  const at = text.search(/[\s\u3000]/)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at).trim()]
}
