import { foldSpelling } from '../fold.ts'
import { everydaySpelling } from '../variants.ts'

/**
 * Kanji in names. Spellings of one character are one: 髙 is 高, 邊 and 邉 are 辺. Two characters stay two even where they
 * are mistaken for each other every day, because both are borne by families of their own; matching only knows that the
 * slip is a likely one.
 */

/** What search takes for one character and families do not. */
const apart = new Map([
  ['斎', '斎'],
  ['齋', '斎'],
])
const everyday: ReadonlyMap<string, string> = new Map([...everydaySpelling, ...apart])

/** Key of a written name: as search has it, but 斎藤 is not 斉藤. */
export function writtenKey(text: string): string {
  return foldSpelling(text, everyday)
}

/** The first stands for those that are seen or picked in its stead. */
const mistaken = '斉斎 大太 郎朗 裕祐佑 巳己已 末未 土士 池地 坂阪 川河 杉椙 境堺 萩荻 綱網 栗粟 人入'
const mistakenFor = new Map(
  mistaken.split(' ').flatMap((group) => {
    const [first = '', ...others] = [...group]
    return others.map((other): [string, string] => [other, first])
  }),
)
/** Surnames that sound alike or nearly so, and are written in each other's way. */
const mistakenNames = new Map(
  '伊藤伊東 渡辺渡部 阿部安部安倍阿倍 工藤久藤 後藤五藤 荒井新井'.split(' ').flatMap((group) => {
    const names = group.match(/../gu) as string[]
    return names.slice(1).map((name): [string, string] => [name, names[0] as string])
  }),
)

/** Equal for names in kanji that are easily mistaken: 斉藤 and 斎藤, 太一 and 大一, 伊藤 and 伊東, 渡辺 and 渡部. */
export function likeKanjiKey(name: string): string {
  const whole = mistakenNames.get(name) ?? name
  return [...whole].map((sign) => mistakenFor.get(sign) ?? sign).join('')
}
