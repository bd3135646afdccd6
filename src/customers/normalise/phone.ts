import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { isBlankLike, plain } from './plain.ts'

/** mobile: a person's; landline: a household's or an office's; local: without its area code */
export type PhoneKind = 'mobile' | 'landline' | 'ip' | 'toll-free' | 'abroad' | 'local'

export interface Phone {
  /** E.164; digits alone where the area code is missing */
  number: string
  kind: PhoneKind
  extension: string
}

// Japan's own numbering plan, read here because most numbers are Japanese and a general reader takes ten times as long
const kinds: [PhoneKind, RegExp][] = [
  ['toll-free', /^0(?:120|570|990|180)\d{6}$|^0800\d{7}$/],
  ['mobile', /^0[6-9]0[1-9]\d{7}$/],
  ['ip', /^050[1-9]\d{7}$/],
  ['landline', /^0[1-9][1-9]\d{7}$/],
]
const extensionMark = /(?:内線|\(内\)|ext(?:ension)?\.?|#|\bx)[\s:.]*(\d{1,6}).*$/i

/** Numbers nobody has: one digit throughout, counted up, or Excel's lost precision. */
function isDummy(national: string): boolean {
  const subscriber = national.slice(-8)
  return /^(\d)\1+$/.test(subscriber) || /^0?(?:12345678(?:90?)?|9876543210?)$/.test(national)
}

function nationalOf(digits: string): string | undefined {
  if (digits.startsWith('0')) return digits
  if (/^81\d{9,10}$/.test(digits)) return `0${digits.slice(2)}`
  // a spreadsheet took the leading zero off
  return /^(?:[5-9]0[1-9]\d{7}|[1-9]\d{8})$/.test(digits) ? `0${digits}` : undefined
}

function readOne(text: string): Phone | undefined {
  const extension = extensionMark.exec(text)?.[1] ?? ''
  let signs = text
    .replace(extensionMark, '')
    // a range of numbers is known by its first; 184 and 186 are dialled before
    .replace(/[~〜]\d{1,2}\s*$/, '')
    .replace(/^18[46](?=\D?0)/, '')
    .replace(/[^\d+]/g, '')
  signs = signs.replace(/^(?:\+|00|010)(?=81\d)/, '')
  if (signs.startsWith('81')) signs = signs.replace(/^810/, '81')
  const national = signs.startsWith('+') ? undefined : nationalOf(signs)
  if (national) {
    const kind = isDummy(national) ? undefined : kinds.find(([, shape]) => shape.test(national))?.[0]
    return kind && { number: `+81${national.slice(1)}`, kind, extension }
  }
  if (signs.startsWith('+')) {
    const parsed = parsePhoneNumberFromString(signs)
    return parsed?.isValid() ? { number: parsed.number, kind: 'abroad', extension } : undefined
  }
  const local = /^[1-9]\d{5,8}$/.test(signs) && !isDummy(signs)
  return local ? { number: signs, kind: 'local', extension } : undefined
}

/** Every number of a cell: `03-1234-5678 内線12`, `TEL:(03)1234-5678／090-1234-5678`. */
export function readPhones(text: string): Phone[] {
  if (isBlankLike(text)) return []
  const parts = plain(text).split(/[/、,;]|または|又は|\s(?=\+?0\d0|[^\d\s()+.-]{1,4}:?\s*\+?0\d)/)
  const phones = parts.flatMap((part) => readOne(part) ?? [])
  // a slash may also stand inside one number
  return phones.length > 0 ? phones : [readOne(plain(text))].flatMap((phone) => phone ?? [])
}
