import { plain } from './plain.ts'

/** Firms: what says that a name is a company's, and what is left of the name without it. */

const forms = new RegExp(
  [
    '(?:株式|有限|合同|合資|合名|相互)会社|有限責任事業組合',
    '(?:カブシキ|ユウゲン|ゴウドウ)(?:ガイシャ|カイシャ)|(?:かぶしき|ゆうげん|ごうどう)(?:がいしゃ|かいしゃ)',
    // as banks write it: ヤマダ(カ and カ)ヤマダ
    '^\\(?[株有同カユド]\\)|\\([カユド]\\)?$',
    '\\((?:株|有|同|資|名|社|財|医|学|福|宗|特非|独)\\)',
    '(?:一般|公益|特定|認定)?(?:社団|財団|医療|学校|社会福祉|宗教|特定非営利活動|NPO|地方独立行政|独立行政|国立大学|弁護士|税理士|司法書士|行政書士|監査|社会保険労務士)法人(?:社団|財団)?',
    '(?:農業|漁業|生活|事業|企業)?協同組合',
    '(?<![a-z])(?:co\\.?,?\\s*ltd|[kgy]\\.\\s?k|inc|llc|llp|ltd|limited|corp(?:oration)?|gmbh|company)\\b\\.?',
  ].join('|'),
  'gi',
)
const circled: Record<string, string> = { '\u3231': '(株)', '\u3232': '(有)', '\u337f': '株式会社' }

export function isFirm(name: string): boolean {
  return spelt(name).search(forms) >= 0
}

/** `㈱山田商店`, `株式会社 山田商店` and `山田商店(株)` are `山田商店`. */
export function withoutLegalForm(name: string): string {
  return spelt(name)
    .replace(forms, ' ')
    .replace(/[,\s]+(?:御中|様)?$|\s*御中$/, '')
    .trim()
}

function spelt(name: string): string {
  return plain(name.replace(/[㈱㈲㍿]/g, (sign) => circled[sign] ?? sign))
}
