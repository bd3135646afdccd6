const whole = (value: number) => value.toLocaleString('en')

const en = {
  title: (cut: string, days: number, customers: number, actual: number) =>
    `Known up to ${cut}: ${whole(customers)} customers. In the ${whole(days)} days after, they made ${whole(actual)} purchases (days with a purchase).`,
  interval: (low: number, high: number, inside: boolean) =>
    `Forecast with 80 % between ${whole(low)} and ${whole(high)}: ${inside ? 'the actual lies within' : 'the actual lies outside'}.`,
  columns: ['total', 'bias', 'MAE', 'RMSE', 'Brier', 'AUC', ''],
  nothingAfter: (cut: string, last: string) =>
    `The file ends on ${last}: nothing after ${cut} to hold a forecast against. Give an earlier --cut.`,
  incomplete: (last: string, days: number, horizon: number) =>
    `The file ends on ${last}, ${whole(days)} days after the cut; over ${whole(horizon)} days the actual is incomplete. Give --horizon ${days}.`,
}

const ja: typeof en = {
  title: (cut, days, customers, actual) =>
    `${cut} までにわかっていたお客様は${whole(customers)}人。その後の${whole(days)}日間に、購入した日が合わせて${whole(actual)}日ありました。`,
  interval: (low, high, inside) =>
    `予測の80%の幅は${whole(low)}〜${whole(high)}。実際の値は${inside ? 'この中に入りました' : 'この外でした'}。`,
  columns: ['合計', 'ずれ', 'MAE', 'RMSE', 'Brier', 'AUC', ''],
  nothingAfter: (cut, last) =>
    `ファイルは ${last} で終わっており、${cut} より後の購入がありません。--cut に前の日付を指定してください。`,
  incomplete: (last, days, horizon) =>
    `ファイルは ${last} で終わっています（基準日の${whole(days)}日後）。${whole(horizon)}日間の実績としては足りません。--horizon ${days} を指定してください。`,
}

export const evaluationWords = (locale: 'ja' | 'en') => (locale === 'ja' ? ja : en)
