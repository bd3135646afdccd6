/**
 * Characters that one family writes in several ways and clerks type in whichever way their keyboard offers.
 * The everyday form first, then the forms that search and matching treat as the same. Families that only look alike
 * (坂 and 阪, 杉 and 椙) are different names and stay apart.
 */
const spellings = `
  高髙 崎﨑嵜碕 辺邊邉 斉齋齊斎 沢澤 浜濱濵 広廣 国國 島嶋嶌 桜櫻 滝瀧 竜龍 真眞 恵惠 栄榮 学學 条條 静靜 徳德悳 吉𠮷 富冨
  峰峯 船舩 館舘 柳栁桺 児兒 関關 与與 万萬 円圓 実實 宝寶寳 寿壽 亀龜 黒黑 戸戶 呂吕 薮藪籔 桧檜 桑桒 渕淵渊 彦彥 弥彌 豊豐
  鉄鐵 蔵藏 応應 尭堯 遥遙 槙槇 曽曾 増增 瀬瀨 頼賴 温溫 晃晄 穂穗 来來 梅楳 芦蘆 会會 伝傳 仏佛 勲勳 団團 壱壹 奥奧 将將 岳嶽
  巌巖 従從 晋晉 暁曉 楽樂 横橫 歩步 渋澁澀 浄淨 涼凉 湾灣 満滿 灯燈 猪豬 礼禮 禅禪 稲稻 糸絲 経經 緑綠 縄繩 総總 聡聰 肇肈
  芸藝 荘莊 薫薰 蛍螢 覚覺 観觀 誉譽 譲讓 鎌鐮 郷鄕 鋭銳 隠隱 霊靈 顕顯 鶏鷄 鴎鷗 麦麥 枡桝 凛凜 亘亙 土圡 野埜 慎愼 寛寬
  祢禰 萌萠 諌諫 穣穰 秋穐龝 松枩 涌湧 卯夘 喜㐂 剣劍劒 藤籐
`

/** every other spelling → the everyday one */
export const everydaySpelling: ReadonlyMap<string, string> = new Map(
  spellings
    .trim()
    .split(/\s+/)
    .flatMap((family) => {
      const [everyday = '', ...others] = [...family]
      return others.map((other): [string, string] => [other, everyday])
    }),
)
