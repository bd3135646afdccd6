/** Why a row was not taken in, and what helps, in the two languages people read the list of rejected rows in. */
export const reasons: Record<string, { ja: string; en: string }> = {
  missing: { ja: '値がありません。値を入れてください', en: 'The value is missing. Fill it in' },
  'not-an-amount': {
    ja: '金額として読めません。「1,234」や「-500」のように数字で書いてください',
    en: 'This is no amount. Write figures such as 1,234 or -500',
  },
  'amount-too-large': {
    ja: '金額が大きすぎます。桁数を確かめてください',
    en: 'The amount is too large. Check its digits',
  },
  'not-a-number': {
    ja: '整数として読めません。数字だけで書いてください',
    en: 'This is no whole number. Write digits only',
  },
  'excel-scientific': {
    ja: 'Excelが番号を「4.9E+12」の形に変えています。元のファイルから文字列として書き出し直してください',
    en: 'Excel turned the number into the form 4.9E+12. Export it again as text from its source',
  },
  'not-a-date': {
    ja: '日付として読めません。「2026/11/22」や「令和8年11月22日」のように書いてください',
    en: 'This is no date. Write it as 2026-11-22',
  },
  'not-an-email': {
    ja: 'メールアドレスの形になっていません。直すか、空にしてください',
    en: 'This is no e-mail address. Correct it or leave it empty',
  },
  'not-a-phone': {
    ja: '電話番号として読めません。市外局番から数字で書いてください',
    en: 'This is no phone number. Write it with its area code',
  },
  'unknown-status': {
    ja: 'この言葉がどの状態を表すか決まっていません。取り込む前の画面で状態を選ぶか、「発送済み」「キャンセル」のような言葉に直してください',
    en: 'Nobody has said what this status means. Choose a status for it before the import, or write a known word such as paid or cancelled',
  },
  'unknown-choice': {
    ja: '決まった値のどれにも当たりません。書き方を確かめてください',
    en: 'This is none of the known values. Check its spelling',
  },
  'too-long': { ja: '長すぎます。200文字までにしてください', en: 'This is too long. 200 characters at most' },
  'unreadable-characters': {
    ja: '読めない文字が含まれています。文字コードを確かめて保存し直してください',
    en: 'It holds characters that cannot be read. Check the encoding and save it again',
  },
  'other-line-rejected': {
    ja: '同じ注文の別の行に問題があるため、注文全体を取り込みませんでした。問題の行を直して一緒に取り込んでください',
    en: 'Another row of this order has a problem, so the whole order was left out. Correct that row and take them in together',
  },
}
