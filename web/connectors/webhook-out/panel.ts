import { lazy } from 'react'
import type { KindPanel, KindWords } from '../connections/kinds.ts'

const ja: KindWords = {
  name: 'Webhookの送信',
  sentence: '顧客・注文・同意に起きたことを、基幹システムなど別のシステムへ、署名を付けて知らせます。',
  troubles: {
    'endpoint-failing': {
      reason: ({ status }) =>
        typeof status === 'number'
          ? `送り先が知らせを受け取らず、${status}と答えています。`
          : '送り先につながらないか、答えがありません。',
      remedy: '間をおいて3日間やり直します。送り先の記録と、下の「送信の記録」を確かめてください。',
    },
    'endpoint-gone': {
      reason: '送り先が「もうここにはない」（410）と答えたため、オフにしました。',
      remedy: '送り先のアドレスを直してオンに戻し、失敗したものを送り直してください。',
    },
    'endpoint-given-up': {
      reason: '3日間どの知らせも受け取られなかったため、オフにしました。',
      remedy: '送り先を直してオンに戻し、失敗したものを送り直してください。',
    },
  },
}

const en: KindWords = {
  name: 'Webhooks out',
  sentence: 'Tells another system, signed, what happens to customers, orders and consents.',
  troubles: {
    'endpoint-failing': {
      reason: ({ status }) =>
        typeof status === 'number'
          ? `The receiver does not take messages and answers ${status}.`
          : 'The receiver cannot be reached or does not answer.',
      remedy: 'It is tried again for three days. Look at the log of the receiver and at the deliveries below.',
    },
    'endpoint-gone': {
      reason: 'The receiver said that it is gone for good (410), so this was switched off.',
      remedy: 'Correct the address, switch it on and send again what failed.',
    },
    'endpoint-given-up': {
      reason: 'Nothing was taken for three days, so this was switched off.',
      remedy: 'Put the receiver right, switch this on and send again what failed.',
    },
  },
}

export const webhookOutPanel: KindPanel = {
  kind: 'webhook-out',
  group: 'systems',
  direction: 'out',
  words: { ja, en },
  New: lazy(async () => ({ default: (await import('./NewWebhookOut.tsx')).NewWebhookOut })),
  Panel: lazy(async () => ({ default: (await import('./WebhookOut.tsx')).WebhookOut })),
}
