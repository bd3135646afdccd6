import { lazy } from 'react'
import type { KindPanel, KindWords } from '../connections/kinds.ts'

const ja: KindWords = {
  name: 'LINE公式アカウント',
  sentence: '友だち追加・ブロック・メッセージを受け取り、会員とLINEをつなぎます。',
  troubles: {
    'bad-signature': {
      reason: '署名が合わない知らせが届いたため、受け取りませんでした。',
      remedy: 'チャネルシークレットを貼り直してください。LINE以外から送られた可能性もあります。',
    },
    'missing-signature': {
      reason: '署名のない知らせが届いたため、受け取りませんでした。',
      remedy: 'LINE以外から送られたものです。続かなければ、そのままで構いません。',
    },
    'line-api': {
      reason: ({ status }) =>
        typeof status === 'number' ? `LINEに問い合わせを断られました（${status}）。` : 'LINEに問い合わせできません。',
      remedy: '「LINEに確かめる」を押し、アクセストークンを確かめてください。友だちの名前は、次の機会に取り直します。',
    },
    'line-link-unknown': {
      reason: '連携の合言葉（nonce）が古いか、使用済みか、Tokuiで作ったものではありません。',
      remedy: 'もう一度、会員ページから連携してもらってください。有効なのは10分間です。',
    },
    'line-link-taken': {
      reason: 'このLINEは、すでに別の顧客とつながっています。',
      remedy: '2つの顧客を見比べ、同じ方なら統合してください。',
    },
    'line-link-refused': {
      reason: '前に「別の方」と判断された2つの記録のため、つなぎませんでした。',
      remedy: '2つの顧客を見比べ、同じ方なら統合してください。',
    },
  },
}

const en: KindWords = {
  name: 'Official account of LINE',
  sentence: 'Hears of friends, blocks and messages, and joins members with their LINE accounts.',
  troubles: {
    'bad-signature': {
      reason: 'Something whose signature does not hold was turned away.',
      remedy: 'Paste the channel secret anew. It may also have come from somebody else than LINE.',
    },
    'missing-signature': {
      reason: 'Something without a signature was turned away.',
      remedy: 'It did not come from LINE. Leave it unless it goes on.',
    },
    'line-api': {
      reason: ({ status }) =>
        typeof status === 'number' ? `LINE refused to answer (${status}).` : 'LINE cannot be asked.',
      remedy: 'Press “Ask LINE” and check the access token. Names of friends are asked for again later.',
    },
    'line-link-unknown': {
      reason: 'A nonce was too old, used before, or not made here.',
      remedy: 'Let the member start again at the shop. A nonce holds for ten minutes.',
    },
    'line-link-taken': {
      reason: 'This LINE account is joined with another customer already.',
      remedy: 'Compare the two customers and merge them if they are one person.',
    },
    'line-link-refused': {
      reason: 'Somebody said before that these two records are not one person, so they were not joined.',
      remedy: 'Compare the two customers and merge them if they are one person.',
    },
  },
}

export const linePanel: KindPanel = {
  kind: 'line',
  group: 'people',
  direction: 'in',
  words: { ja, en },
  New: lazy(async () => ({ default: (await import('./LinePanel.tsx')).NewLine })),
  Panel: lazy(async () => ({ default: (await import('./LinePanel.tsx')).LinePanel })),
}
