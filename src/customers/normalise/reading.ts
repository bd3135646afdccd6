import { plain } from './plain.ts'

/**
 * Reading keys: kana and romaji of one name lead to the same letters. オオノ, オーノ, Ohno, Ōno and Oono are `ono`; ジュンイチ,
 * ｼﾞｭﾝｲﾁ, Jun'ichi and Junichi are `zyuniti`. Long vowels do not count, small kana do: キヨコ is not キョウコ.
 */

const syllables = new Map<string, string>()
for (const row of [
  'ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ si ス su セ se ソ so タ ta チ ti ツ tu テ te ト to',
  'ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ hu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo',
  'ラ ra リ ri ル ru レ re ロ ro ワ wa ヰ i ヱ e ヲ o ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ zi ズ zu ゼ ze ゾ zo',
  'ダ da ヂ zi ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ bu ヵ ka ヶ ke ヮ wa',
]) {
  const cells = row.split(' ')
  for (let at = 0; at < cells.length; at += 2) syllables.set(cells[at] as string, cells[at + 1] as string)
}
const glides: Record<string, string> = { ャ: 'a', ュ: 'u', ョ: 'o' }
const smallVowels: Record<string, string> = { ァ: 'a', ィ: 'i', ゥ: 'u', ェ: 'e', ォ: 'o' }

/** Half-width kana and hiragana as full katakana, ゝ written out; spaces and middle dots gone. */
function katakana(text: string): string {
  const wide = plain(text).replace(/[ぁ-ゖゝゞ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
  return wide
    .replace(/[\s・･.,=-]/g, '')
    .replace(
      /(.)([ヽヾ])/g,
      (_, before: string, sign: string) => before + (sign === 'ヾ' ? `${before}\u3099`.normalize('NFC') : before),
    )
}

function kanaLetters(kana: string): string | undefined {
  let letters = ''
  for (const sign of kana) {
    const syllable = syllables.get(sign)
    if (syllable !== undefined) letters += syllable
    else if (glides[sign] !== undefined) letters = afterConsonant(letters, 'y') + glides[sign]
    else if (smallVowels[sign] !== undefined) letters = afterConsonant(letters, '') + smallVowels[sign]
    else if (/[ー―‐-]/.test(sign)) letters += letters.at(-1) ?? ''
    else if (sign !== 'ッ') return undefined
  }
  return letters
}

/** シ before ャ loses its vowel; ア before ァ keeps it. */
function afterConsonant(letters: string, glide: string): string {
  if (!/[^aeiou][iuoe]$/.test(letters)) return letters
  const stem = letters.slice(0, -1)
  const vowel = letters.at(-1)
  if (glide === '' && vowel === 'i') return `${stem}y`
  return stem + glide
}

const latinSteps: [RegExp, string][] = [
  [/[tc]ch/g, 'ch'],
  [/dzu|du/g, 'zu'],
  [/tsu/g, 'tu'],
  [/shi/g, 'si'],
  [/sh/g, 'sy'],
  [/chi/g, 'ti'],
  [/ch/g, 'ty'],
  [/cy/g, 'ty'],
  [/ji/g, 'zi'],
  [/jy?/g, 'zy'],
  [/di/g, 'zi'],
  [/f/g, 'h'],
  [/v/g, 'b'],
  [/m(?=[bmp])/g, 'n'],
  [/([ou])h(?![aeiouy])/g, '$1'],
  [/wo/g, 'o'],
]
const romajiShape = /^(?:(?:[kgsztdnhbpmr]y?|y|w)?[aiueo]|n)+$/

function latinLetters(text: string): string | undefined {
  let letters = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’`\s.-]/g, '')
  for (const [from, to] of latinSteps) letters = letters.replace(from, to)
  letters = letters.replace(/([^naiueo])\1/g, '$1')
  return romajiShape.test(letters) ? letters : undefined
}

/** Vowels that are only long: ou, oo → o, uu → u. */
function shortVowels(letters: string): string {
  return letters
    .replace(/o[ou]+/g, 'o')
    .replace(/uu+/g, 'u')
    .replace(/aa+/g, 'a')
    .replace(/ee+/g, 'e')
}

const keys = new Map<string, string>()

/** The reading key of kana or romaji; '' where there is neither. */
export function readingKey(text: string): string {
  let key = keys.get(text)
  if (key === undefined) {
    const wide = katakana(text)
    const letters = wide === '' ? '' : /[A-Za-z]/.test(wide) ? latinLetters(plain(text)) : kanaLetters(wide)
    key = shortVowels(letters ?? '')
    if (keys.size > 100_000) keys.clear()
    keys.set(text, key)
  }
  return key
}
