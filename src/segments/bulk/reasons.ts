/** Why a bulk job left a customer out, and what helps, in the two languages people read the error file in. */
export const reasons = {
  gone: {
    ja: {
      reason: '顧客が見つかりません。取り込みの取り消しなどで消えたか、担当する店舗の顧客ではなくなりました。',
      remedy: '顧客の一覧で探し直してください。見つからないときは、この行には何もしなくてかまいません。',
    },
    en: {
      reason: 'The customer is not there: removed, by an undone import for example, or no longer of your stores.',
      remedy: 'Look for the customer in the list. If there is none, nothing needs to be done about this row.',
    },
  },
  'not-saved': {
    ja: {
      reason: '保存できませんでした。',
      remedy: 'この顧客だけを選んで、もう一度実行してください。続くときは管理者に知らせてください。',
    },
    en: {
      reason: 'It could not be saved.',
      remedy: 'Select this customer alone and do it again. If it happens again, tell your administrator.',
    },
  },
} as const

export type FailureReason = keyof typeof reasons
