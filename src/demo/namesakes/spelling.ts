import { between, type Chance, happens, pick } from '../chance.ts'
import { romaji } from '../people/romaji.ts'
import { surnameVariants } from '../people/surnames.ts'

/** How clerks, forms and spreadsheets write the same thing in other ways. */

const halfKana =
  '。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン'

export function halfWidth(kana: string): string {
  let text = ''
  for (const sign of kana.normalize('NFD')) {
    if (sign === '\u3099') text += 'ﾞ'
    else if (sign === '\u309a') text += 'ﾟ'
    else {
      const at = halfKana.indexOf(sign)
      text += at < 0 ? sign : String.fromCharCode(0xff61 + at)
    }
  }
  return text
}

const fullWidth = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
const hiragana = (kana: string) => kana.replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60))

const oldForms: Record<string, string> = {
  高: '髙',
  崎: '﨑',
  辺: '邊',
  斎: '齋',
  斉: '齊',
  沢: '澤',
  浜: '濱',
  広: '廣',
  国: '國',
  島: '嶋',
  桜: '櫻',
  滝: '瀧',
  竜: '龍',
  真: '眞',
  恵: '惠',
  栄: '榮',
  徳: '德',
  吉: '𠮷',
  富: '冨',
  峰: '峯',
  児: '兒',
  関: '關',
  寿: '壽',
  黒: '黑',
  実: '實',
  静: '靜',
  豊: '豐',
  渕: '淵',
}

export function writeSurname(chance: Chance, text: string): string {
  const variants = surnameVariants[text]
  if (variants && happens(chance, 0.2)) return pick(chance, variants)
  return writeKanji(chance, text)
}

export function writeKanji(chance: Chance, text: string): string {
  return [...text].map((sign) => (oldForms[sign] && happens(chance, 0.35) ? oldForms[sign] : sign)).join('')
}

const confusions: Record<string, string> = {
  シ: 'ヒ',
  ツ: 'ッ',
  ョ: 'ヨ',
  ュ: 'ユ',
  ャ: 'ヤ',
  ジ: 'シ',
  ズ: 'ス',
  ガ: 'カ',
  ザ: 'サ',
  ダ: 'タ',
  タ: 'ダ',
  カ: 'ガ',
  ヅ: 'ズ',
  オ: 'ヲ',
  ウ: 'ー',
  サ: 'ザ',
}

export function writeKana(chance: Chance, kana: string): string {
  let text = kana
  if (happens(chance, 0.05)) {
    const signs = [...text]
    const at = between(chance, 0, signs.length - 1)
    const sign = signs[at] as string
    if (confusions[sign]) signs[at] = at === 0 && confusions[sign] === 'ー' ? sign : confusions[sign]
    else if (signs.length > 2) signs.splice(at, 1)
    text = signs.join('')
  }
  const roll = chance.next()
  return roll < 0.2 ? halfWidth(text) : roll < 0.28 ? hiragana(text) : text
}

export function writeRomaji(chance: Chance, kana: string): string {
  const plain = romaji(kana)
  const way = between(chance, 0, 2)
  const text =
    way === 0 ? plain : way === 1 ? plain.replace(/o(?=$|[^aeiou])/, 'ou') : plain.replace(/o(?=$|[^aeiouy])/, 'oh')
  // a long vowel is only written where there is one
  const spelt = /[オコソトノホモヨロゴゾドボョ][ウオ]/.test(kana) ? text : plain
  return happens(chance, 0.4) ? spelt.toUpperCase() : spelt.charAt(0).toUpperCase() + spelt.slice(1)
}

export function writePhone(chance: Chance, phone: string): string {
  const digits = phone.replaceAll('-', '')
  const [area = '', middle = '', last = ''] = phone.split('-')
  const slip = happens(chance, 0.01) ? swapDigits(chance, phone) : phone
  switch (between(chance, 0, 9)) {
    case 0:
    case 1:
      return slip.replaceAll('-', '')
    case 2:
      return `(${area})${middle}-${last}`
    case 3:
      return fullWidth(phone)
    case 4:
      return `+81 ${digits.slice(1, 3)} ${digits.slice(3)}`
    case 5:
      return phone.replaceAll('-', 'ー')
    case 6:
      return digits.slice(1)
    default:
      return slip
  }
}

function swapDigits(chance: Chance, phone: string): string {
  const at = between(chance, phone.length - 4, phone.length - 2)
  return phone.slice(0, at) + (phone[at + 1] ?? '') + (phone[at] ?? '') + phone.slice(at + 2)
}

export function writeBirth(chance: Chance, birthOn: string): string {
  let [year = 0, month = 0, day = 0] = birthOn.split('-').map(Number)
  if (happens(chance, 0.015)) {
    const way = between(chance, 0, 2)
    if (way === 0) year += pick(chance, [-1, 1, 10, -10])
    else if (way === 1 && day <= 12) [month, day] = [day, month]
    else day = Math.max(1, Math.min(28, day + pick(chance, [-1, 1, 10, -10])))
  }
  const two = (part: number) => String(part).padStart(2, '0')
  switch (between(chance, 0, 7)) {
    case 0:
      return `${year}/${month}/${day}`
    case 1:
      return `${year}${two(month)}${two(day)}`
    case 2:
      return `${year}年${month}月${day}日`
    case 3:
      if (year >= 1990 && year < 2019) return `H${year - 1988}.${month}.${day}`
      return year > 1926 && year < 1989 ? `昭和${year - 1925}年${month}月${day}日` : `${year}-${two(month)}-${two(day)}`
    default:
      return `${year}-${two(month)}-${two(day)}`
  }
}

const mailSlips: [string, string][] = [
  ['gmail.com', 'gmial.com'],
  ['example.jp', 'exmaple.jp'],
  ['example.com', 'example.con'],
]

export function writeEmail(chance: Chance, email: string): string {
  if (happens(chance, 0.015)) {
    const [right, wrong] = pick(chance, mailSlips)
    return email.endsWith(right) ? email.slice(0, -right.length) + wrong : email.slice(1)
  }
  const roll = chance.next()
  return roll < 0.06 ? email.toUpperCase() : roll < 0.08 ? fullWidth(email) : email
}

/** `1-2-3` and what stands behind it, in one of five notations; the building is often left out. */
export function writeBlock(chance: Chance, address2: string): string {
  const [, numbers = '', building = ''] = /^([\d-]+|\d+丁目\d+番\d+号)\s*(.*)$/.exec(address2) ?? ['', address2, '']
  const plain = numbers.replace(/丁目|番(?=\d)/g, '-').replace(/[番号]/g, '')
  const parts = plain.split('-')
  let written = plain
  const way = between(chance, 0, 5)
  if (way === 0) written = fullWidth(plain)
  else if (way === 1) written = plain.replaceAll('-', '−')
  else if (way === 2) written = plain.replaceAll('-', 'の')
  else if (way === 3 && parts.length === 3) written = `${parts[0]}丁目${parts[1]}番${parts[2]}号`
  else if (way === 4 && parts.length === 2) written = `${parts[0]}番地${parts[1]}`
  if (building === '' || happens(chance, 0.3)) return written
  if (happens(chance, 0.3))
    return `${written}${/\d$/.test(written) ? '-' : ' '}${/\d+/.exec(building.replace(/^\D+/, ''))?.[0] ?? ''}`.replace(
      /[- ]$/,
      '',
    )
  return `${written} ${happens(chance, 0.2) ? fullWidth(building) : building}`
}
