import type { DateOrder } from '../../platform/written-day.ts'
import { type Field, fields, type ImportKind, importKinds } from './field.ts'

/** Names that columns of unknown files go by, without spaces, brackets and case. */
const names: Partial<Record<Field, string>> = {
  number: '',
  customerNumber:
    '会員id 会員番号 会員no 顧客id 顧客番号 顧客コード 購入者顧客id 会員コード customerid customernumber customerno memberid membernumber userid ユーザーid buyerid',
  orderedAt:
    '注文日 注文日時 受注日 受注日時 購入日 購入日時 売上日 取引日時 伝票日付 オーダー日 日付 orderdate orderedat purchasedate createdat datecreated invoicedate date datetime',
  orderedTime: '注文時間 注文時刻 受注時刻 時刻 ordertime',
  status:
    'ステータス 注文ステータス 受注ステータス 対応状況 対応状況名称 処理状況 発送状況 状態 状況 orderstatus status financialstatus 取引区分',
  cancelledAt: 'キャンセル日 キャンセル日時 cancelledat canceledat',
  email:
    'メール メールアドレス 注文者メールアドレス 購入者メールアドレス 受注メールアドレス eメール email emailaddress mail buyeremail mailaddress メールアドレス請求先',
  fullName:
    '氏名 名前 お名前 顧客名 購入者名 購入者名前 注文者 注文者名 受注名 会員名 name fullname customername buyername billingname',
  familyName: '姓 お名前姓 氏名姓 注文者姓 氏 氏請求先 名前姓 lastname familyname surname',
  givenName: '名 お名前名 氏名名 注文者名 名請求先 名前名 firstname givenname',
  fullKana: 'フリガナ ふりがな カナ 氏名カナ 名前カナ 受注名カナ 注文者振り仮名 顧客名カナ kana',
  familyKana: 'セイ 姓カナ せい お名前セイ 注文者姓カナ 姓フリガナ フリガナ姓 lastnamekana familykana',
  givenKana: 'メイ 名カナ めい お名前メイ 注文者名カナ 名フリガナ フリガナ名 firstnamekana givenkana',
  companyName: '会社名 法人名 会社 企業名 company companyname',
  phone:
    '電話 電話番号 tel 電話番号1 電話番号2 電話番号3 注文者電話番号 購入者電話番号 受注電話番号 携帯電話 携帯番号 phone phonenumber telephone mobile buyerphonenumber 電話番号請求先 電話番号メイン',
  postcode:
    '郵便番号 〒 注文者郵便番号 購入者郵便番号 受注郵便番号 郵便番号1 郵便番号2 zip zipcode postcode postalcode 郵便番号請求先',
  prefecture:
    '都道府県 都道府県名 都道府県名称 注文者住所都道府県 購入者都道府県 県 prefecture state province 都道府県請求先 都道府県区分',
  address1: '住所 住所1 市区町村 注文者住所郡市区 購入者住所 受注住所1 address address1 city 住所請求先',
  address2: '住所2 番地 建物名 注文者住所それ以降の住所 受注住所2 address2 住所2請求先',
  birthOn: '生年月日 誕生日 birthday birthdate dateofbirth birthon',
  gender: '性別 性別名称 注文者性別 gender sex',
  registeredOn: '登録日 会員登録日 登録日時 入会日 registeredon registeredat createdat signupdate',
  store: '店舗 店舗名 店舗コード 購入店舗 store storename shop location',
  channel: 'チャネル 販路 流入経路 購入元 channel',
  note: '備考 メモ ショップ用メモ欄 note notes memo',
  tags: 'タグ tags',
  mailConsent:
    'メルマガ メルマガ購読 メルマガ希望 メール配信 メール受信 メール許可 メールマガジン dm可否メール acceptsemailmarketing newsletter emailoptin',
  smsConsent: 'sms許可 sms配信 acceptssmsmarketing smsoptin',
  phoneConsent: '電話可否 電話許可 phoneoptin',
  postConsent: 'dm可否 dm許可 dm希望 郵送dm postoptin',
  productCode:
    '商品コード 商品番号 商品id 品番 型番 商品管理番号 購入商品型番 jan janコード sku productcode productid itemcode itemid stockcode lineitemsku',
  productName: '商品名 品名 商品 アイテム名 購入商品商品名 productname itemname item description lineitemname title',
  category: 'カテゴリ カテゴリー 商品カテゴリ 分類 category',
  quantity:
    '数量 個数 購入数量 販売個数 購入商品販売個数 点数 qty quantity quantitypurchased lineitemquantity units count',
  unitPrice: '単価 価格 販売単価 販売価格 購入商品販売価格消費税込 商品単価 price unitprice itemprice lineitemprice',
  lineAmount: '金額 明細金額 購入商品小計 行合計 amount lineamount linetotal lineitemtotal',
  lineDiscount: '明細値引き lineitemdiscount',
  lineKind: '明細区分 明細区分名称',
  taxRate: '税率 消費税率 taxrate',
  cost: '原価 仕入単価 仕入価格 原価単価 cost unitcost',
  subtotal: '小計 商品合計 商品合計金額 subtotal',
  discount:
    '値引き 値引 割引 割引金額 クーポン利用額 クーポン利用総額 discount discountamount discounttotal totaldiscount',
  pointsUsed: 'ポイント利用額 利用ポイント ポイント利用 ポイント値引き 使用ポイント pointsused',
  shipping: '送料 送料合計 配送料 shipping shippingprice shippingfee shippingcost shippingtotal',
  fee: '手数料 決済手数料 代引料 代引き手数料 代引料合計 fee',
  tax: '税金 消費税 消費税合計 内消費税 tax taxes totaltax',
  total: '合計 合計金額 請求金額 請求合計金額 支払合計 注文金額 お支払い合計 total totalprice totalamount grandtotal',
  paymentMethod: '支払方法 支払い方法 支払方法名 決済方法 paymentmethod',
  couponCode: 'クーポンコード クーポン couponcode discountcode',
  adCode: '広告コード 媒体コード adcode utmcampaign',
  productKind: '商品種別 商品区分 種別 productkind producttype',
  price: '価格 販売価格 単価 price listprice',
  consumptionDays: '消費日数 使用日数 consumptiondays',
  stock: '在庫 在庫数 在庫数量 stock inventory inventoryquantity',
}

/** `number` is the number of whatever the file lists. */
const numberNames: Record<ImportKind, string> = {
  customers: names.customerNumber ?? '',
  orders:
    '注文番号 注文id 受注番号 受注コード 受注id 売上id 取引id オーダー番号 店舗伝票番号 伝票番号 orderid ordernumber orderno invoiceno invoice invoicenumber order',
  products: '',
}

const tables = Object.fromEntries(importKinds.map((kind) => [kind, tableOf(kind)])) as Record<
  ImportKind,
  Map<string, Field>
>

function tableOf(kind: ImportKind): Map<string, Field> {
  const table = new Map<string, Field>()
  for (const field of fields[kind]) {
    const words = field === 'number' ? numberNames[kind] : (names[field] ?? '')
    for (const word of words.split(' ')) if (word !== '' && !table.has(word)) table.set(word, field)
  }
  return table
}

function plain(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/#\d+$/, '')
    .replace(/[\s_\-・/()[\]「」【】:：*.]/g, '')
}

/** What a name says it is, if we know it. */
export const fieldNamed = (kind: ImportKind, name: string): Field | undefined => tables[kind].get(plain(name))

/** Column → field, as far as its name says. */
export function guessColumns(kind: ImportKind, columns: string[]): Record<string, Field> {
  const guessed: Record<string, Field> = {}
  const taken = new Set<Field>()
  const severally = new Set<Field>(['phone', 'postcode', 'address1', 'address2', 'email'])
  for (const column of columns) {
    const field = fieldNamed(kind, column)
    if (!field || (taken.has(field) && !severally.has(field))) continue
    guessed[column] = field
    taken.add(field)
  }
  return guessed
}

/** How many cells of a row are names we know: what tells a header from data. */
export function knownNames(cells: string[]): number {
  return cells.filter((cell) => cell !== '' && importKinds.some((kind) => tables[kind].has(plain(cell)))).length
}

/** The kind of file whose fields most of the columns name. */
export function guessKind(columns: string[]): ImportKind {
  const scores = importKinds.map((kind) => {
    const guessed = Object.values(guessColumns(kind, columns)) as Field[]
    const decisive =
      kind === 'orders'
        ? ['orderedAt', 'quantity', 'total', 'number']
        : kind === 'products'
          ? ['price', 'cost', 'productCode']
          : []
    return guessed.length + guessed.filter((field) => decisive.includes(field)).length
  })
  return importKinds[scores.indexOf(Math.max(...scores))] ?? 'customers'
}

/** `13/12/2010` can only be day first, `12/13/2010` only month first; unclear samples stay year first. */
export function guessDateOrder(samples: string[]): DateOrder {
  let order: DateOrder = 'ymd'
  for (const sample of samples) {
    const match = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}/.exec(sample.trim())
    if (!match) continue
    if (Number(match[1]) > 12) return 'dmy'
    if (Number(match[2]) > 12) return 'mdy'
    order = 'mdy'
  }
  return order
}
