import type { Preset } from './preset.ts'

const smaregi = { code: 'smaregi', name: 'スマレジ' }

/*
 * Tills. スマレジ writes a legend behind some names, 取引明細区分 (1:通常、2:返品、3:部門売り), and lets the shop choose the
 * columns; header names from programs that read real exports.
 */
export const tillPresets: Preset[] = [
  {
    // one row a product, the transaction's totals on each. Only 取引区分 1 is a sale: the others put money in or take it
    // out, or move points. A discount on the whole may be given in percent only, so it is taken as what is missing.
    id: 'smaregi-transactions',
    kind: 'orders',
    channel: 'store',
    source: smaregi,
    marks: ['取引ID', '取引日時', '取引明細ID', '値引き後計'],
    columns: {
      取引ID: 'number',
      取引日時: 'orderedAt',
      取引区分: 'status',
      取消区分: 'cancelledAt',
      会員ID: 'customerNumber',
      店舗名: 'store',
      店舗ID: 'store',
      小計: 'subtotal',
      ポイント値引き: 'pointsUsed',
      合計: 'total',
      内消費税: 'tax',
      取引明細区分: 'lineKind',
      商品コード: 'productCode',
      品番: 'productCode',
      商品名: 'productName',
      部門名: 'category',
      販売単価: 'unitPrice',
      数量: 'quantity',
      値引き後計: 'lineAmount',
    },
    options: {
      discountIsRest: true,
      statuses: { '1': 'confirmed' },
      ignoredStatuses: ['2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15', '16'],
      lineKinds: { '1': 'product', '2': 'returned', '3': 'product' },
    },
  },
  {
    id: 'smaregi-members',
    kind: 'customers',
    channel: 'store',
    source: smaregi,
    marks: ['会員ID', '会員コード', '姓', '名', 'ポイント'],
    columns: {
      会員ID: 'number',
      // the number on the card
      会員コード: 'attribute',
      姓: 'familyName',
      名: 'givenName',
      'フリガナ(姓)': 'familyKana',
      'フリガナ(名)': 'givenKana',
      姓カナ: 'familyKana',
      名カナ: 'givenKana',
      会社名: 'companyName',
      郵便番号: 'postcode',
      住所: 'address1',
      電話番号: 'phone',
      携帯電話番号: 'phone',
      携帯番号: 'phone',
      メールアドレス: 'email',
      性別: 'gender',
      生年月日: 'birthOn',
      入会日: 'registeredOn',
      所属店舗: 'store',
      備考: 'note',
      案内メール受取許可フラグ: 'mailConsent',
    },
    options: {},
  },
]
