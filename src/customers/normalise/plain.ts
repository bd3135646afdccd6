/**
 * What comes before any rule of a field: one width, no invisible signs, one space. And cells that only look filled.
 * The text as given is never changed; what is made here is compared, not shown.
 */

// variation selectors (邉 with another stroke), zero-width signs, byte order marks, soft hyphens, control characters
const unseen = /[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\p{Cc}]/gu

export function plain(text: string): string {
  if (/^[\x21-\x7e]*$/.test(text)) return text
  return text
    .replace(/[\t\r\n]/g, ' ')
    .replace(unseen, '')
    .normalize('NFKC')
    .replace(/ {2,}/g, ' ')
    .trim()
}

const blanks = new Set(
  (
    'なし 無し 無 ナシ 未登録 未入力 未設定 未記入 未回答 未定 不明 不詳 該当なし 該当無し 登録なし 記載なし 空欄 同上 〃 ' +
    'テスト てすと test テスト太郎 店頭 店頭客 ゲスト guest 匿名 dummy ダミー n/a na nan null none nil undefined unknown 該当せず 非公開 秘密 ' +
    '(なし) (空白) (不明) *** xxx xxxx ---- ??? 。 . , … ・・・'
  )
    .split(' ')
    .map((word) => word.normalize('NFKC').toLowerCase()),
)

/** `なし`, `-`, `同上`, `テスト`: somebody had to fill the cell. */
export function isBlankLike(text: string): boolean {
  const word = plain(text).toLowerCase()
  return word === '' || blanks.has(word) || !/[\p{L}\p{N}]/u.test(word)
}
