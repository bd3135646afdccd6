import { describe, expect, test } from 'vitest'
import { arrows, families } from '../../../test/spellings.ts'
import { foldName } from '../fold.ts'
import { isFirm, withoutLegalForm } from './firm.ts'
import { likeKanjiKey, writtenKey } from './kanji.ts'
import { bareName, nameKeysOf, splitName } from './name.ts'
import { isBlankLike } from './plain.ts'
import { readingKey } from './reading.ts'

const surnames = { written: new Set<string>(), readings: new Set(['takahasi', 'sato', 'yamada', 'oono', 'nakazima']) }
const keysOf = (name: Partial<Parameters<typeof nameKeysOf>[0]>) =>
  nameKeysOf({ family: '', given: '', familyKana: '', givenKana: '', full: '', ...name }, surnames)

/** each line: spellings of one name that must have one key */
const written = `
高橋 = 髙橋 = 髙　橋 = 髙橋󠄀 = 高 橋
山崎 = 山﨑 = 山嵜 = 山 﨑
渡辺 = 渡邊 = 渡邉 = 渡邉󠄂 = 渡 邊
斉藤 = 齊藤 = 斎藤 = 齋藤
浜田 = 濱田 = 濵田
吉田 = 𠮷田
桜井 = 櫻井
沢田 = 澤田
国分 = 國分
広瀬 = 廣瀬 = 廣瀨
黒沢 = 黒澤 = 黑澤
真鍋 = 眞鍋
徳永 = 德永
滝沢 = 瀧澤 = 滝澤
島田 = 嶋田 = 嶌田
富田 = 冨田
柳田 = 栁田 = 桺田
峰岸 = 峯岸
関 = 關
萩原 = 萩　原
児玉 = 兒玉
竜一 = 龍一
恵子 = 惠子
栄一 = 榮一
寿美 = 壽美
豊 = 豐
実 = 實
静香 = 靜香
弥生 = 彌生
与一 = 與一
礼子 = 禮子
聡 = 聰
芦田 = 蘆田
槙 = 槇
桧山 = 檜山
舘野 = 館野
条一 = 條一
円谷 = 圓谷
佐々木 = 佐佐木
野々村 = 野野村
みゆき = ミユキ = ﾐﾕｷ = みゆき
一ノ瀬 = 一の瀬 = 一ﾉ瀬
三ケ田 = 三ヶ田 = 三ｹ田
Smith = SMITH = Ｓｍｉｔｈ = smith
O'Brien = OBrien = O’Brien
`

/** each line: kana and romaji of one name that must have one reading key */
const readings = `
タカハシ = たかはし = ﾀｶﾊｼ = Takahashi = TAKAHASI = takahashi
サトウ = さとう = ｻﾄｳ = Sato = Satou = Satoh = Satō = SATOH = サトー
オオノ = オーノ = おおの = Ohno = Ono = Oono = Ōno
イトウ = Ito = Itoh = Itou = Itō
オオタ = オータ = Ota = Ohta = Oota
コウノ = コーノ = Kono = Kouno = Kohno
ショウジ = しょうじ = ｼｮｳｼﾞ = Shoji = Shouji = Syoji = Shōji
ジョウジ = Joji = Jouji = Zyozi
ジュンイチ = ｼﾞｭﾝｲﾁ = Jun'ichi = Junichi = JUNICHI = Jun-ichi = Jun’ichi
シンイチロウ = Shin'ichiro = Shinichirou = Shinichiroh
コンノ = Konno
ホンマ = Homma = Honma = ほんま
ナンバ = Namba = Nanba = ナンバ
キンパラ = Kimpara = Kinpara
ユウキ = Yuki = Yuuki = Yūki = ユーキ = Yuhki
リョウ = Ryo = Ryou = Ryō = リョー
キョウコ = Kyoko = Kyouko = きょうこ = キョーコ
キヨコ = Kiyoko
ヒロシ = Hiroshi = Hirosi
フミオ = Fumio = Humio
チエコ = Chieko = Tieko
ツトム = Tsutomu = Tutomu
ジロウ = Jiro = Jirou = Ziro = じろう
ミヅキ = ミズキ = Mizuki = Miduki
カヅヒコ = カズヒコ = Kazuhiko
ヰノウエ = イノウエ = Inoue
スヱ = スエ = Sue
カヲル = カオル = Kaoru = Kaworu
イッセイ = Issei = いっせい
ハットリ = Hattori = はっとり
ホッタ = Hotta
ニッタ = Nitta
マッチ = Matchi = Macchi
ヤギュウ = Yagyu = Yagyuu
チュウジョウ = Chujo = Chuujou = Tyuzyo
ヴィクトリア = ビクトリア
ファン = ﾌｧﾝ = ふぁん
トオル = Toru = Tooru = Tohru = Tōru
ミチヨ = Michiyo = みちよ
タ カ ハ シ = タ・カハシ = タカハシ
すゞ = すず = スズ = Suzu
`

/** what must stay apart */
const apart = `
高橋 = 高木
大坂 = 大阪
杉山 = 椙山
太一 = 大一
`
const readApart = `
キヨコ = キョウコ
カンナ = カナ
オノ = オンノ
サトウ = サイトウ
ナカジマ = ナカシマ
トヨタ = トヨダ
ユカ = ユウカリ
`

/** each line: two names whose keys differ and which matching knows for easily mistaken */
const mistaken = `
斉藤 = 斎藤
齊藤 = 齋藤
太一 = 大一
一郎 = 一朗
祐子 = 裕子
祐介 = 佑介
伊藤 = 伊東
渡辺 = 渡部
渡邊 = 渡部
阿部 = 安部
菊地 = 菊池
大坂 = 大阪
河合 = 川合
荻原 = 萩原
`

describe('spellings of one name have one key', () => {
  test.each(families(written).map((family) => [family[0], family]))('%s', (_, family) => {
    expect(new Set((family as string[]).map(foldName)).size).toBe(1)
  })
  test.each(families(readings).map((family) => [family[0], family]))('%s', (_, family) => {
    expect(new Set((family as string[]).map(readingKey))).toEqual(
      new Set([readingKey((family as string[])[0] as string)]),
    )
    expect(readingKey((family as string[])[0] as string)).not.toBe('')
  })
  test.each(families(apart))('%s is not %s', (one, other) =>
    expect(foldName(one as string)).not.toBe(foldName(other as string)),
  )
  test.each(families(readApart))('%s is not %s', (one, other) =>
    expect(readingKey(one as string)).not.toBe(readingKey(other as string)),
  )
  test.each(families(mistaken))('%s is not %s, but easily mistaken', (one, other) => {
    const [a, b] = [writtenKey(one as string), writtenKey(other as string)]
    expect(a).not.toBe(b)
    expect(likeKanjiKey(a)).toBe(likeKanjiKey(b))
  })
  test.each(['高橋', 'smith', 'Brown', '123', '!', ''])('%s has no reading', (text) =>
    expect(readingKey(text)).toBe(''),
  )
})

const splits = `
佐藤 花子 → 佐藤|花子
佐藤　花子 → 佐藤|花子
佐藤・花子 → 佐藤|花子
佐藤,花子 → 佐藤|花子
佐藤花子 → 佐藤|花子
林太郎 → 林|太郎
林田太郎 → 林田|太郎
森 茂 → 森|茂
森茂 → 森|茂
佐々木希 → 佐々木|希
長谷川美咲 → 長谷川|美咲
五十嵐隆 → 五十嵐|隆
勅使河原健 → 勅使河原|健
小笠原一郎 → 小笠原|一郎
髙橋一 → 髙橋|一
渡邉美津子 → 渡邉|美津子
原田泰造 → 原田|泰造
原節子 → 原|節子
東海林太郎 → 東海林|太郎
関さやか → 関|さやか
加藤ひかり → 加藤|ひかり
甲乙丙丁 → 甲乙|丙丁
甲乙丙 → 甲乙|丙
甲乙 → 甲|乙
タカハシ ミサキ → タカハシ|ミサキ
タカハシミサキ → タカハシ|ミサキ
ﾔﾏﾀﾞ ﾀﾛｳ → ﾔﾏﾀﾞ|ﾀﾛｳ
TAKAHASHI Misaki → TAKAHASHI|Misaki
Misaki TAKAHASHI → TAKAHASHI|Misaki
Misaki Takahashi → Takahashi|Misaki
Takahashi Misaki → Takahashi|Misaki
Takahashi, Misaki → Takahashi|Misaki
Smith → Smith|
John Smith → Smith|John
John Walter Smith → Smith|John Walter
Smith, John → Smith|John
SMITH John → SMITH|John
`

test.each(arrows(splits))('%s → %s', (given, wanted) => expect(splitName(given, surnames).join('|')).toBe(wanted))

const bare = `
山田 太郎 様 → 山田 太郎
山田太郎様 → 山田太郎
山田太郎　さま → 山田太郎
山田 殿 → 山田
山田太郎先生 → 山田太郎
山田太郎氏 → 山田太郎
山田太郎さん → 山田太郎
山田様方 → 山田
山田太郎（社員） → 山田太郎
山田太郎【要確認】 → 山田太郎
Mr. John Smith → John Smith
Ms Yamada → Yamada
Yamada san → Yamada
John Smith Jr. → John Smith
テスト → 
なし → 
`

test.each(arrows(bare))('%s → %s', (given, wanted) => expect(bareName(given)).toBe(wanted))

const firms = `
株式会社山田商店 → 山田商店
山田商店株式会社 → 山田商店
㈱山田商店 → 山田商店
(株)山田商店 → 山田商店
（株）山田商店 → 山田商店
山田商店㈱ → 山田商店
株式会社　山田商店 → 山田商店
㈲山田商店 → 山田商店
有限会社山田商店 → 山田商店
合同会社山田商店 → 山田商店
医療法人社団 山田会 → 山田会
社会福祉法人山田会 → 山田会
NPO法人山田会 → 山田会
ＮＰＯ法人山田会 → 山田会
Yamada Co., Ltd. → Yamada
Yamada Inc. → Yamada
Yamada K.K. → Yamada
Yamada LLC → Yamada
YAMADA CO.,LTD. → YAMADA
Yamada Limited → Yamada
Yamada G.K. → Yamada
㍿山田 → 山田
㈻山田学園 → 山田学園
カ)ヤマダ → ヤマダ
ヤマダ(カ → ヤマダ
ユ)ヤマダ → ヤマダ
株)山田 → 山田
カブシキガイシャヤマダ → ヤマダ
(有)山田 → 山田
合資会社山田 → 山田
山田合名会社 → 山田
公益財団法人山田会 → 山田会
一般社団法人 山田会 → 山田会
税理士法人山田 → 山田
弁護士法人 山田 → 山田
地方独立行政法人山田 → 山田
山田生活協同組合 → 山田
山田有限責任事業組合 → 山田
株式会社山田商店 御中 → 山田商店
`

test.each(arrows(firms))('%s is a firm: %s', (given, wanted) => {
  expect(isFirm(given)).toBe(true)
  expect(withoutLegalForm(given)).toBe(wanted)
})

test.each(['山田太郎', '林 株子', 'Ken Inoue', 'Corinne Kk', '財津一郎'])('%s is a person', (name) =>
  expect(isFirm(name)).toBe(false),
)

test('a name is the same from one cell, from four, from kana and from letters', () => {
  expect(keysOf({ full: '髙橋　美咲 様' })).toEqual(keysOf({ family: '高橋', given: '美咲' }))
  expect(keysOf({ family: '高橋', given: '美咲', familyKana: 'ﾀｶﾊｼ', givenKana: 'ﾐｻｷ' })).toEqual({
    family: '高橋',
    given: '美咲',
    familyReading: 'takahasi',
    givenReading: 'misaki',
    firm: false,
  })
  expect(keysOf({ family: '高橋', given: '美咲', familyKana: 'タカハシミサキ' })).toMatchObject({
    givenReading: 'misaki',
  })
  expect(keysOf({ full: 'Misaki TAKAHASHI' })).toMatchObject({ familyReading: 'takahasi', givenReading: 'misaki' })
  expect(keysOf({ full: '㈱髙橋' })).toEqual({
    family: '高橋',
    given: '',
    familyReading: '',
    givenReading: '',
    firm: true,
  })
  expect(keysOf({ family: '高橋美咲' })).toMatchObject({ family: '高橋', given: '美咲' })
})

test.each([
  'なし',
  '無し',
  '未登録',
  '-',
  '－',
  '・',
  '同上',
  'テスト',
  '不明',
  '',
  '　',
  '***',
  'N/A',
  'ｔｅｓｔ',
  '店頭',
  '〃',
  '。',
  '？',
])('%s is as good as blank', (text) => expect(isBlankLike(text)).toBe(true))
test.each(['梨', '無量小路', 'てすとや', '一', 'A', '0'])('%s is not blank', (text) =>
  expect(isBlankLike(text)).toBe(false),
)
