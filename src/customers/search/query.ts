import { emailKey, foldKana, foldName, phoneKey } from '../fold.ts'

/** What someone may have meant by the text in the one search box. */
export interface SearchQuery {
  /** beginnings of keys */
  name?: string
  kana?: string
  phone?: string
  phoneTail?: string
  email?: string
  /** of a member or order number, as typed */
  number?: string
}

/** Reads the search box: digits may be a phone, its tail or a number; the rest a name, a reading or an e-mail. */
export function readSearch(text: string): SearchQuery {
  const plain = text.normalize('NFKC').trim()
  if (plain === '') return {}
  if (/^[\d\s()+\-‐-―ー−]+$/.test(plain)) {
    const digits = phoneKey(plain)
    return {
      ...(digits.length >= 4 ? { phone: digits } : {}),
      ...(/^\d{4}$/.test(digits) ? { phoneTail: digits } : {}),
      number: plain,
    }
  }
  if (plain.includes('@')) return { email: emailKey(plain) }
  const name = foldName(plain)
  const isAscii = /^[\x21-\x7e]+$/.test(plain)
  return {
    ...(name ? { name, kana: foldKana(plain) } : {}),
    ...(isAscii ? { number: plain, email: emailKey(plain) } : {}),
  }
}
