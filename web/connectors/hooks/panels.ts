import { lazy } from 'react'
import type { KindPanel, TroubleWords } from '../connections/kinds.ts'

type Troubles = Record<string, TroubleWords>

const ja: Troubles = {
  'bad-signature': {
    reason: '署名の合わない知らせが届き、受け取りませんでした。',
    remedy: '送り元に設定した鍵が、この接続のものかを確かめてください。心当たりがなければ、そのままでかまいません。',
  },
  'missing-signature': {
    reason: '署名のない知らせが届き、受け取りませんでした。',
    remedy: '送り元で署名の鍵を設定してください。',
  },
  'old-timestamp': {
    reason: '時刻が5分以上ずれた知らせが届き、受け取りませんでした。',
    remedy: '送り元のサーバーの時計を合わせてください。',
  },
  'wrong-shop': {
    reason: '別のストアからの知らせが届き、受け取りませんでした。',
    remedy: '設定のストアのアドレスを確かめてください。',
  },
  'messages-failed': {
    reason: ({ count }) => `取り込めなかった知らせが${String(count)}件あります。`,
    remedy: '「届いた知らせ」で理由を確かめ、直したあと「もう一度」を押してください。',
  },
  'pull-failed': {
    reason: ({ reason, status }) =>
      reason === 'not-authorised'
        ? 'ショップに読む許可がないと言われました。'
        : `ショップから読めませんでした${typeof status === 'number' ? `（${status}）` : ''}。`,
    remedy: '許可とトークンを確かめてください。間をおいて自動でやり直します。',
  },
  'record-unfit': {
    reason: 'ショップの記録のうち、取り込めない値を持つものがあります。',
    remedy: 'ショップでその記録を直してください。直すと次の読み込みで取り込みます。',
  },
  'shopify-customers-redact': {
    reason: ({ number }) => `お客様の情報の削除を求められました（Shopifyの顧客ID ${String(number)}）。`,
    remedy: '顧客を開いて情報を消し、終わったら対応済みにしてください。自動では消しません。',
  },
  'shopify-customers-data-request': {
    reason: ({ number }) => `お客様の情報の開示を求められました（Shopifyの顧客ID ${String(number)}）。`,
    remedy: '顧客の記録を書き出して渡し、終わったら対応済みにしてください。',
  },
  'shopify-shop-redact': {
    reason: 'ストアの情報の削除を求められました。',
    remedy: 'このストアの記録を残す必要があるかを確かめ、終わったら対応済みにしてください。',
  },
  'shopify-app-uninstalled': {
    reason: 'Shopifyでアプリが外されました。',
    remedy: '続けて使うときは、アプリを入れ直してトークンを貼り直してください。',
  },
}

const en: Troubles = {
  'bad-signature': {
    reason: 'A message whose signature does not hold was refused.',
    remedy:
      'See whether the sender uses the key of this connection. If nobody of yours sent it, nothing is to be done.',
  },
  'missing-signature': {
    reason: 'A message without a signature was refused.',
    remedy: 'Set the signing key up at the sender.',
  },
  'old-timestamp': {
    reason: 'A message whose time is more than five minutes off was refused.',
    remedy: 'Set the clock of the sending server.',
  },
  'wrong-shop': {
    reason: 'A message of another store was refused.',
    remedy: 'Check the address of the store under Settings.',
  },
  'messages-failed': {
    reason: ({ count }) => `${String(count)} messages could not be taken in.`,
    remedy: 'See why under Messages received; once it is put right, press Again.',
  },
  'pull-failed': {
    reason: ({ reason, status }) =>
      reason === 'not-authorised'
        ? 'The shop says that we may not read.'
        : `The shop could not be read${typeof status === 'number' ? ` (${status})` : ''}.`,
    remedy: 'Check the permission and the token. It is tried again by itself.',
  },
  'record-unfit': {
    reason: 'Some records of the shop hold values that do not fit.',
    remedy: 'Correct them in the shop: they are taken in with the next fetch.',
  },
  'shopify-customers-redact': {
    reason: ({ number }) => `A customer asks to be forgotten (Shopify customer id ${String(number)}).`,
    remedy: 'Open the customer, remove what is known and settle this. Nothing is removed by itself.',
  },
  'shopify-customers-data-request': {
    reason: ({ number }) => `A customer asks what is known of them (Shopify customer id ${String(number)}).`,
    remedy: 'Export the record, hand it over and settle this.',
  },
  'shopify-shop-redact': {
    reason: 'The store asks for its data to be removed.',
    remedy: 'See whether its records have to be kept, and settle this.',
  },
  'shopify-app-uninstalled': {
    reason: 'The app was removed in Shopify.',
    remedy: 'To go on, install it again and paste its token.',
  },
}

export const hookPanels: readonly KindPanel[] = [
  {
    kind: 'shopify',
    group: 'shops',
    direction: 'in',
    words: {
      ja: { name: 'Shopify', sentence: '注文・顧客・商品が、変わるたびに届きます。', troubles: ja },
      en: { name: 'Shopify', sentence: 'Orders, customers and products arrive as they change.', troubles: en },
    },
    New: lazy(async () => ({ default: (await import('./Shopify.tsx')).NewShopify })),
    Panel: lazy(async () => ({ default: (await import('./Shopify.tsx')).Shopify })),
  },
  {
    kind: 'eccube',
    group: 'shops',
    direction: 'in',
    words: {
      ja: {
        name: 'EC-CUBE 4',
        sentence: '変わった注文・会員・商品を読みに行きます。EC-CUBEに「Web APIプラグイン」を入れて使います。',
        troubles: ja,
      },
      en: {
        name: 'EC-CUBE 4',
        sentence:
          'Fetches orders, members and products that changed. The Web API plugin has to be installed in EC-CUBE.',
        troubles: en,
      },
    },
    New: lazy(async () => ({ default: (await import('./Eccube.tsx')).NewEccube })),
    Panel: lazy(async () => ({ default: (await import('./Eccube.tsx')).Eccube })),
  },
  {
    kind: 'webhook',
    group: 'systems',
    direction: 'in',
    words: {
      ja: {
        name: 'Webhookの受信',
        sentence:
          '予約や会員のシステムなどから、注文・顧客・商品を受け取ります。送る側に、署名付きのWebhookを送る機能が必要です。',
        troubles: ja,
      },
      en: {
        name: 'Webhooks in',
        sentence:
          'Receives orders, customers and products, from a booking system for one. It has to be able to send signed webhooks.',
        troubles: en,
      },
    },
    New: lazy(async () => ({ default: (await import('./Webhook.tsx')).NewWebhook })),
    Panel: lazy(async () => ({ default: (await import('./Webhook.tsx')).Webhook })),
  },
]
