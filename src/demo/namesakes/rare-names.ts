import { type Chance, happens, pick } from '../chance.ts'
import type { Name } from '../people/person.ts'

/** Names outside the lists, put together from parts: many families and many given names, each of them rare. */

const surnameHeads =
  '青:アオ 秋:アキ 朝:アサ 荒:アラ 稲:イナ 岩:イワ 植:ウエ 梅:ウメ 榎:エノキ 大:オオ 沖:オキ 片:カタ 金:カネ 北:キタ 桐:キリ 草:クサ 倉:クラ 栗:クリ 黒:クロ 桑:クワ 坂:サカ 笹:ササ 塩:シオ 篠:シノ 杉:スギ 瀬:セ 園:ソノ 滝:タキ 竹:タケ 玉:タマ 津:ツ 寺:テラ 床:トコ 永:ナガ 夏:ナツ 苗:ナエ 花:ハナ 平:ヒラ 深:フカ 福:フク 船:フナ 細:ホソ 牧:マキ 宮:ミヤ 柳:ヤナギ 湯:ユ 若:ワカ'
const surnameTails =
  '井:イ 内:ウチ 江:エ 尾:オ 岡:オカ 川:カワ 木:キ 口:グチ 崎:サキ 沢:ザワ 島:シマ 瀬:セ 田:タ 谷:タニ 塚:ヅカ 戸:ト 中:ナカ 野:ノ 橋:ハシ 畑:ハタ 浜:ハマ 原:ハラ 部:ベ 間:マ 村:ムラ 元:モト 森:モリ 山:ヤマ 脇:ワキ'
const femaleHeads =
  '愛:アイ 亜希:アキ 彩:アヤ 絵:エ 香:カ 佳:カ 貴:キ 紗:サ 早:サ 沙:サ 志:シ 千:チ 知:チ 奈:ナ 菜:ナ 美:ミ 実:ミ 麻:マ 真:マ 優:ユ 由:ユ 友:トモ 里:リ 理:リ 礼:レイ 陽:ハル 春:ハル 桃:モモ 琴:コト 詩:ウタ'
const femaleTails =
  '子:コ 美:ミ 香:カ 奈:ナ 菜:ナ 恵:エ 江:エ 代:ヨ 乃:ノ 花:カ 紀:キ 穂:ホ 世:ヨ 央:オ 帆:ホ 梨:リ 緒:オ 那:ナ 衣:イ 沙:サ 音:ネ'
const maleHeads =
  '明:アキ 昭:アキ 一:カズ 和:カズ 克:カツ 邦:クニ 栄:エイ 健:ケン 賢:ケン 浩:ヒロ 博:ヒロ 重:シゲ 茂:シゲ 俊:トシ 利:トシ 隆:タカ 孝:タカ 忠:タダ 達:タツ 哲:テツ 智:トモ 直:ナオ 信:ノブ 伸:ノブ 秀:ヒデ 英:ヒデ 文:フミ 政:マサ 正:マサ 光:ミツ 康:ヤス 泰:ヤス 幸:ユキ 義:ヨシ 良:ヨシ 龍:リュウ'
const maleTails =
  '一:カズ 夫:オ 雄:オ 男:オ 之:ユキ 彦:ヒコ 人:ト 斗:ト 也:ヤ 哉:ヤ 志:シ 司:シ 治:ジ 二:ジ 郎:ロウ 樹:キ 輝:キ 明:アキ 広:ヒロ 宏:ヒロ 典:ノリ 徳:ノリ 信:ノブ 久:ヒサ 史:フミ 介:スケ 輔:スケ 平:ヘイ 馬:マ 真:マ'

const parts = (table: string): Name[] =>
  table.split(' ').map((entry) => {
    const [text = '', kana = ''] = entry.split(':')
    return { text, kana }
  })
const surnameParts = [parts(surnameHeads), parts(surnameTails)] as const
const givenParts = {
  female: [parts(femaleHeads), parts(femaleTails)],
  male: [parts(maleHeads), parts(maleTails)],
} as const

function compose(chance: Chance, [heads, tails]: readonly [Name[], Name[]]): Name {
  const [head, tail] = [pick(chance, heads), pick(chance, tails)]
  return { text: head.text + tail.text, kana: head.kana + tail.kana }
}

/** A surname or given name that the lists do not have, for some people; undefined for the others. */
export function rareSurname(chance: Chance): Name | undefined {
  return happens(chance, 0.22) ? compose(chance, surnameParts) : undefined
}

export function rareGivenName(chance: Chance, female: boolean): Name | undefined {
  return happens(chance, 0.4) ? compose(chance, female ? givenParts.female : givenParts.male) : undefined
}
