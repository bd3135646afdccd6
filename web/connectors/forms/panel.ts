import { lazy } from 'react'
import type { KindPanel } from '../connections/kinds.ts'

/** Forms are a way by which data arrives; they are made, opened and closed on screens of their own. */
export const formPanel: KindPanel = {
  kind: 'form',
  group: 'people',
  direction: 'in',
  isElsewhere: true,
  words: {
    ja: {
      name: 'フォーム',
      sentence: '会員登録、お問い合わせ、アンケートのページを作り、回答を顧客の記録に届けます。',
    },
    en: {
      name: 'Form',
      sentence: 'Pages for signing up, questions and surveys; answers arrive on records of customers.',
    },
  },
  New: lazy(async () => ({ default: (await import('./FormConnection.tsx')).NewFormConnection })),
  Panel: lazy(async () => ({ default: (await import('./FormConnection.tsx')).FormConnection })),
}
