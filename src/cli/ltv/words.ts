import type { lifetime } from '../../analysis/index.ts'

/** A row that could not be read. */
export interface Problem {
  row: number
  code: 'no-customer' | 'no-date' | 'not-a-date' | 'not-an-amount'
  value: string
}

export type Words = typeof en
type Warning = lifetime.Warning
interface Rows {
  read: number
  leftOut: number
  zeros: number
  refunds: number
  sameDay: number
}

const modelTitles: Record<string, string> = {
  nbd: 'NBD',
  bgnbd: 'BG/NBD',
  mbgnbd: 'MBG/NBD',
  pnbd: 'Pareto/NBD',
  bgcnbd: 'BG/CNBD',
  mbgcnbd: 'MBG/CNBD',
}
const titleOf = (model: string, k: number) => `${modelTitles[model]}${model.endsWith('cnbd') ? `-${k}` : ''}`
const whole = (value: number) => value.toLocaleString('en')

const en = {
  noFile: (path: string) => `There is no file ${path}`,
  unreadable: (path: string, reason: string, row?: number) =>
    `${path} cannot be read as a table: ${reason}${row ? `, row ${row}` : ''}. Save it as CSV (UTF-8) and try again.`,
  noColumns: (path: string, found: string[]) =>
    `${path} needs the columns customer_id and date in its first row (amount is optional). Found: ${found.join(', ')}`,
  noRows: (path: string) => `${path} has no purchases`,
  badRows: (path: string, problems: Problem[], count: number) =>
    [
      `${path}: ${whole(count)} ${count === 1 ? 'row' : 'rows'} cannot be read.`,
      ...problems.map(({ row, code, value }) => `  row ${row}: ${reasonsEn[code](value)}`),
      ...(count > problems.length ? [`  … and ${whole(count - problems.length)} more`] : []),
    ].join('\n'),
  remedy: 'Correct them, or leave them out with --skip-bad-rows.',
  nobodyYet: (day: string) => `Nobody had bought by ${day}. Give a later --calibration-end.`,
  title: (model: string, k: number, until: string, unit: 'day' | 'week') =>
    `${titleOf(model, k)}, learned from purchases up to ${until}; alpha and beta in ${unit}s`,
  counts: (customers: number, repeats: number) =>
    `${whole(customers)} customers, ${whole(repeats)} repeat purchase days`,
  logLikelihood: 'log-likelihood',
  standardError: 'standard error',
  notTold: 'not identified',
  spendTitle: (customers: number, mean: number) =>
    `Spend a purchase day (Gamma-Gamma), ${whole(customers)} repeat buyers; mean of all customers ${mean.toFixed(2)}`,
  rows: ({ read, leftOut, zeros, refunds, sameDay }: Rows) =>
    `${whole(read)} rows read, ${whole(leftOut)} left out; ${whole(sameDay)} on a day with another of the same customer, ${whole(refunds)} refunds, ${whole(zeros)} of amount 0`,
  warning: (warning: Warning): string => warningsEn[warning.code](warning),
  forecastTitle: (model: string, k: number, until: string, days: number) =>
    `${titleOf(model, k)}: the ${whole(days)} days after ${until}`,
  interval: (share: number) =>
    `low to high: the customer's own number of purchases in that time, an interval that holds at least ${Math.round(share * 100)} % of such customers`,
  window:
    'next_from to next_to: the middle half of the next purchases of such customers, among those who buy again within ten years',
  total: (purchases: number, customers: number) =>
    `${whole(Math.round(purchases))} purchases expected of ${whole(customers)} customers; those with most:`,
}

const reasonsEn: Record<Problem['code'], (value: string) => string> = {
  'no-customer': () => 'customer_id is empty. Write who bought, or delete the row.',
  'no-date': () => 'date is empty. Write the day of purchase as 2026-11-22.',
  'not-a-date': (value) => `"${value}" is not a calendar day. Write it as 2026-11-22.`,
  'not-an-amount': (value) =>
    `"${value}" is not an amount. Write digits, as 1980 or -500 for a refund, or leave it empty.`,
}

const warningsEn: Record<Warning['code'], (warning: Warning) => string> = {
  'no-customers': () => 'There is nobody to learn from.',
  'no-repeats': () => 'Nobody bought twice: how often people come back cannot be learned from this file.',
  'not-identified': ({ parameter }) =>
    `The data do not determine ${parameter}; predictions hold, its value says nothing.`,
  'not-converged': () => 'The search for the parameters ended before it stood still.',
  'simpler-model': ({ model }) =>
    `${titleOf(model ?? '', 1)} explains these data no better than NBD, in which nobody leaves; NBD was used.`,
  'nobody-left': () => 'Nobody has left yet: who will leave, and when, cannot be learned from this file.',
  'spend-not-positive': ({ count }) =>
    `${whole(count ?? 0)} repeat buyers with a mean spend of 0 or less were left out of the spend model.`,
  'spend-mean-infinite': () => 'Spend differs so widely that its mean over all customers is not determined.',
  'spend-depends-on-frequency': () =>
    'Those who buy more often spend more (or less) a time, which the spend model does not know: values of frequent buyers are off.',
}

const ja: Words = {
  noFile: (path) => `ファイルがありません: ${path}`,
  unreadable: (path, reason, row) =>
    `${path} を表として読めません（${reason}${row ? `、${row}行目` : ''}）。CSV（UTF-8）で保存し直してください。`,
  noColumns: (path, found) =>
    `${path} の1行目に、列 customer_id と date が必要です（amount は任意）。見つかった列: ${found.join('、')}`,
  noRows: (path) => `${path} に購入がありません`,
  badRows: (path, problems, count) =>
    [
      `${path}: 読めない行が${whole(count)}行あります。`,
      ...problems.map(({ row, code, value }) => `  ${row}行目: ${reasonsJa[code](value)}`),
      ...(count > problems.length ? [`  ほか${whole(count - problems.length)}行`] : []),
    ].join('\n'),
  remedy: '直してからやり直すか、--skip-bad-rows を付けて除いてください。',
  nobodyYet: (day) => `${day} までに購入したお客様がいません。--calibration-end に後の日付を指定してください。`,
  title: (model, k, until, unit) =>
    `${titleOf(model, k)}（${until} までの購入から。alpha と beta の単位は${unit === 'week' ? '週' : '日'}）`,
  counts: (customers, repeats) => `お客様 ${whole(customers)}人、2回目以降の購入日 ${whole(repeats)}日`,
  logLikelihood: '対数尤度',
  standardError: '標準誤差',
  notTold: '定まらない',
  spendTitle: (customers, mean) =>
    `1購入日あたりの金額（Gamma-Gamma）。2回以上購入した ${whole(customers)}人から。全員の平均 ${mean.toFixed(2)}`,
  rows: ({ read, leftOut, zeros, refunds, sameDay }) =>
    `${whole(read)}行を読み、${whole(leftOut)}行を除きました。同じ日の重なり ${whole(sameDay)}行、返金 ${whole(refunds)}行、金額0 ${whole(zeros)}行`,
  warning: (warning) => warningsJa[warning.code](warning),
  forecastTitle: (model, k, until, days) => `${titleOf(model, k)}: ${until} の翌日から${whole(days)}日間`,
  interval: (share) =>
    `low〜high: その期間の購入回数の幅。同じ状況のお客様の${Math.round(share * 100)}%以上が、この中に入ります`,
  window: 'next_from〜next_to: 次の購入の時期。10年以内にまた購入する方のうち、中央の半数がこの間に購入します',
  total: (purchases, customers) =>
    `お客様 ${whole(customers)}人の購入の見込みは、合わせて${whole(Math.round(purchases))}回です。多い順:`,
}

const reasonsJa: typeof reasonsEn = {
  'no-customer': () => 'customer_id が空です。購入した方の番号を入れるか、行を削除してください。',
  'no-date': () => 'date が空です。購入日を 2026-11-22 の形で入れてください。',
  'not-a-date': (value) => `「${value}」は暦の日付ではありません。2026-11-22 の形で書いてください。`,
  'not-an-amount': (value) =>
    `「${value}」は金額ではありません。1980、返金なら -500 のように数字で書くか、空にしてください。`,
}

const warningsJa: typeof warningsEn = {
  'no-customers': () => '学ぶもとになるお客様がいません。',
  'no-repeats': () => '2回購入した方がいないため、どのくらいで戻ってくるかを学べません。',
  'not-identified': ({ parameter }) =>
    `${parameter} の値は、このデータからは定まりません。予測には使えますが、値そのものに意味はありません。`,
  'not-converged': () => 'パラメータの探索が、落ち着く前に終わりました。',
  'simpler-model': ({ model }) =>
    `${titleOf(model ?? '', 1)} は、離れる方がいないとみる NBD より当てはまりが良くならないため、NBD を使いました。`,
  'nobody-left': () => '離れた方がまだいないため、いつ離れるかを学べません。',
  'spend-not-positive': ({ count }) => `平均金額が0以下の ${whole(count ?? 0)}人を、金額のモデルから除きました。`,
  'spend-mean-infinite': () => '金額のばらつきが大きく、全員の平均が定まりません。',
  'spend-depends-on-frequency': () =>
    '購入回数と1回の金額に関係があります。金額のモデルは関係がないとみるため、よく買う方の金額はずれます。',
}

export function wordsOf(locale: 'ja' | 'en'): Words {
  return locale === 'ja' ? ja : en
}
