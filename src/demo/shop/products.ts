/**
 * What the shop sells: code, name, price and cost with tax, days one piece lasts, how often it is asked for,
 * months in which it is asked for more. Kinds: 単 single, 試 trial, 贈 gift.
 */
export interface Product {
  id: number
  code: string
  name: string
  category: string
  kind: 'regular' | 'trial' | 'gift'
  price: number
  /** none: goods on commission, whose cost is not known */
  cost: number | null
  taxRate: 8 | 10
  consumptionDays: number | null
  popularity: number
  season: Season
  /** comes as 定期 */
  subscribable: boolean
  discontinued: boolean
}
type Season = 'none' | 'summer' | 'winter' | 'gift' | 'mother'

export const categories = [
  'スキンケア',
  'ベースメイク',
  'ヘアケア',
  'ボディケア',
  '健康食品',
  'お茶・食品',
  'ギフト',
  'お試し',
] as const

const table = `
スキンケア
SK-101 椿米ぬか クレンジングオイル 150mL|3300|760|60|10|none|定期
SK-102 椿米ぬか クレンジングバーム 90g|3960|900|60|6|none|
SK-103 椿米ぬか 洗顔石けん 80g|1980|380|45|9|none|定期
SK-104 麹泡 洗顔フォーム 150mL|2420|520|50|5|none|
SK-201 椿の化粧水 しっとり 150mL|4180|830|50|14|winter|定期
SK-202 椿の化粧水 さっぱり 150mL|4180|820|50|8|summer|定期
SK-203 椿の化粧水 しっとり 詰替 140mL|3740|700|50|9|winter|定期
SK-301 麹の美容液 30mL|7480|1350|60|9|none|定期
SK-302 麹の美容液 とろみ 30mL|8580|1600|60|4|winter|定期
SK-303 ビタミンC 美容液 20mL|6050|1180|45|6|summer|定期
SK-401 椿の乳液 100mL|4400|860|60|8|none|定期
SK-402 椿の保湿クリーム 45g|6380|1210|60|8|winter|定期
SK-403 目もと集中クリーム 18g|7150|1300|75|4|winter|定期
SK-501 うるおい酒粕パック 120g|3080|640|45|5|winter|
SK-502 シートマスク 椿と麹 7枚|1650|420|14|7|none|
SK-503 シートマスク 椿と麹 30枚|5940|1500|60|3|none|
SK-601 椿油 純粋 60mL|2860|610|90|6|winter|
SK-602 リップバーム 椿 9g|1320|240|60|7|winter|
ベースメイク
MU-101 日やけ止め UVミルク SPF50+ 40mL|2970|620|45|11|summer|
MU-102 日やけ止め UVジェル SPF35 60g|2530|520|40|8|summer|
MU-103 UVスティック SPF50 12g|2420|560|60|4|summer|
MU-201 素肌クッション ライト|4620|1050|75|4|none|
MU-202 素肌クッション ナチュラル|4620|1050|75|5|none|
MU-203 素肌クッション 詰替|3520|820|75|4|none|
MU-301 おしろいパウダー|3850|800|120|3|summer|
MU-302 口紅 紅花|3520|760|150|3|none|
ヘアケア
HC-101 椿シャンプー 400mL|2640|540|60|9|none|定期
HC-102 椿トリートメント 400g|2860|600|60|8|none|定期
HC-103 椿シャンプー 詰替 350mL|2200|430|60|7|none|定期
HC-104 椿トリートメント 詰替 350g|2420|480|60|6|none|定期
HC-201 頭皮の美容液 120mL|5280|980|60|4|none|定期
HC-202 白髪染めトリートメント ダークブラウン 200g|3520|780|40|5|none|定期
HC-301 つげ櫛 小|5500|2400||1|mother|
ボディケア
BC-101 ボディミルク 柚子 200mL|2420|480|50|5|winter|
BC-102 ハンドクリーム 柚子 50g|1430|280|45|8|winter|
BC-103 ハンドクリーム 無香 50g|1430|280|45|5|winter|
BC-104 薬用入浴剤 よもぎ 10包|1760|420|20|5|winter|
BC-105 フットクリーム 60g|1870|390|50|3|winter|
BC-201 汗ふきシート 40枚|880|210|20|4|summer|
BC-202 デオドラントミスト 80mL|1870|400|45|3|summer|
健康食品
HF-101 発酵コラーゲン 30日分|4860|1050|30|9|none|定期
HF-102 米麹の酵素 60粒|3780|760|30|6|none|定期
HF-103 鉄とヘム葉酸 90粒|2592|480|30|5|none|定期
HF-104 青汁 大麦若葉 30包|3456|700|30|8|none|定期
HF-105 ルテイン 30粒|3240|620|30|4|none|定期
HF-106 グルコサミン 240粒|4104|860|30|5|none|定期
HF-107 植物性プロテイン きなこ 420g|3888|1100|28|4|none|定期
HF-108 乳酸菌 さらさら 30包|3024|590|30|5|none|定期
お茶・食品
FD-101 黒豆茶 20包|1080|300|20|5|winter|
FD-102 ごぼう茶 20包|1188|320|20|4|none|
FD-103 甘酒の素 5袋|1296|380|10|4|winter|
FD-104 はと麦茶 30包|1080|280|30|3|summer|
FD-105 柚子はちみつ 300g|1620||30|1|winter|
ギフト
GF-101 椿のスキンケア 贈り物箱|8800|2300||2|gift|
GF-102 ハンドクリーム 三本の贈り物|4400|1050||3|gift|
GF-103 母の日 花とお茶の詰め合わせ|5400|1700||1|mother|
GF-104 季節のお茶 詰め合わせ|3240|980||2|gift|
GF-105 湯めぐり 入浴剤の贈り物|3300|900||2|gift|
お試し
TR-101 はじめての椿 お試し7日セット|1100|620|7|10|none|
TR-102 はじめての麹美容液 お試し10日|1480|700|10|6|none|
TR-103 青汁 お試し7包|540|230|7|5|none|
TR-104 椿シャンプー お試し3回分|0|150|3|2|none|
`

export const products: Product[] = readProducts()

function readProducts(): Product[] {
  const list: Product[] = []
  let category = ''
  for (const line of table.trim().split('\n')) {
    if (!line.includes('|')) {
      category = line
      continue
    }
    const [title = '', price, cost, days, popularity, season, subscription] = line.split('|')
    const code = title.slice(0, 6)
    list.push({
      id: list.length + 1,
      code,
      name: title.slice(7),
      category,
      kind: category === 'お試し' ? 'trial' : category === 'ギフト' ? 'gift' : 'regular',
      price: Number(price),
      cost: cost ? Number(cost) : null,
      taxRate: isFood(code) ? 8 : 10,
      consumptionDays: days ? Number(days) : null,
      popularity: Number(popularity),
      season: season as Season,
      subscribable: subscription === '定期',
      discontinued: code === 'MU-103' || code === 'FD-105',
    })
  }
  return list
}

/** Food carries the reduced rate. */
function isFood(code: string): boolean {
  return /^(HF|FD)/.test(code) || ['GF-103', 'GF-104', 'TR-103'].includes(code)
}

const seasonal: Record<Season, number[]> = {
  none: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  summer: [0.3, 0.4, 0.8, 1.3, 1.8, 2.2, 2.6, 2.2, 1.2, 0.6, 0.3, 0.3],
  winter: [1.7, 1.5, 1.1, 0.8, 0.6, 0.5, 0.5, 0.5, 0.8, 1.2, 1.5, 1.8],
  gift: [0.4, 0.9, 1, 0.5, 1, 0.8, 1.2, 0.5, 0.4, 0.5, 1.5, 4],
  mother: [0.1, 0.1, 0.1, 1.5, 6, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2],
}

/** How much a product is asked for in a month (1–12). */
export function demand(product: Product, month: number): number {
  return product.popularity * (seasonal[product.season][month - 1] ?? 1)
}
