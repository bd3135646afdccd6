import { lateFrom } from './today.ts'

const n = (value: number) => value.toLocaleString('ja-JP')

export const ja = {
  title: '今日',
  person: '人',
  about: '約',

  actions: {
    title: (count: number) => `今日やること ${n(count)}件`,
    none: '今日すぐに声をかけたほうがよい方はいません。',
    see: (count: string) => `${count}人を見る`,
    withMail: (count: string) => `うちメールの登録がある方 ${count}人`,
    atRisk: {
      title: '買い時を過ぎたお得意様に、ひと声かける',
      why: (first: string, second: string) =>
        `${first}・${second}のうち、最終購入からの日数が、その方の平均の買い間隔を${lateFrom}日以上過ぎた方です。`,
    },
    fans: {
      title: '離れかけているファンに、近況をうかがう',
      why: 'ファンの方やファン指数の高い方で、いつもの買い間隔の2倍をこえて購入がないか、ランクが下がった方です。',
    },
    second: {
      title: '2回目がまだの方に、次の一品を勧める',
      why: '初めて買ってから30〜60日たち、2回目の注文がまだない方です。',
    },
    thank: {
      title: '上がった方に、お礼を伝える',
      why: (rank: string, day: string) => `${day}のあと、${rank}になった方です。`,
    },
    birthday: {
      title: '誕生月のお得意様を祝う',
      why: (first: string, second: string) => `${first}・${second}のうち、今月が誕生月の方です。`,
    },
    welcome: {
      title: '初めて買った方を迎える',
      why: '今日までの7日間に、初めての注文があった方です。',
    },
  },

  discoveries: {
    title: '最近変わったこと',
    see: (count: number) => `${n(count)}件すべてを読む`,
  },

  figures: {
    title: '今月の数字',
    asOf: (time: string) => `${time}現在`,
    sales: '売上',
    salesDefinition:
      '確定した注文と返金の、商品代から値引きとポイント利用を引いた合計（税込み）です。送料と手数料は含みません。ゲストの注文も数えます。',
    yearAgo: (amount: string) => `前年同期 ${amount}`,
    noYearAgo: '前年同期の売上なし',
    orders: (count: string) => `注文 ${count}件を見る`,
    f2: (days: number) => `2回目の購入率（${n(days)}日）`,
    f2Definition: (days: number) =>
      `その月に初めて買った方のうち、${n(days)}日以内にもう一度買った方の割合です。${n(days)}日がすべて過ぎた最も新しい月を示します。`,
    f2Before: (month: string, rate: string) => `${month} ${rate}%`,
    f2None: '集計できる月がまだありません',
    buyers: (count: string) => `初回のお客様 ${count}人を見る`,
    atRisk: '買い時を過ぎたお得意様',
    atRiskDefinition: (first: string, second: string) =>
      `${first}・${second}のうち、最終購入からの日数が、その方の平均の買い間隔を${lateFrom}日以上過ぎた方の数です。購入した日が3日以上ある方だけを数えます。`,
    atRiskNote: 'その方の買い間隔と比べて',
    newcomers: '新しいお客様',
    newcomersDefinition: 'この期間に初めての注文があった方の数です。',
    newcomersNote: '今月の初回購入',
    customers: (count: string) => `顧客 ${count}人を見る`,
  },

  freshness: {
    title: 'データの新しさ',
    lastOrder: '最も新しい注文',
    ranks: 'ランクの計算',
    fresh: '最新',
    old: (days: number) => `${n(days)}日前`,
    none: 'なし',
  },

  sources: { title: 'データの到着', all: '接続を見る', failing: '要対応', silent: '届いていません' },

  imports: {
    title: '最近の取り込み',
    all: 'すべて見る',
    none: '取り込みはまだありません。',
    rejected: (count: string) => `取り込めなかった行 ${count}行`,
    statuses: {
      received: '確認待ち',
      queued: '順番待ち',
      staging: '読み取り中',
      applying: '取り込み中',
      done: '完了',
      failed: '失敗',
      cancelled: '中止済み',
      undoing: '取り消し中',
      undone: '取り消し済み',
    },
  },

  first: {
    title: 'はじめの準備',
    lead: '次の順に進めると、お得意様が見えてきます。',
    steps: {
      orders: {
        title: '顧客と注文のファイルを取り込む',
        why: 'EC-CUBEやShopifyのCSV、お手元の表を、そのまま読み取ります。',
      },
      ranks: { title: 'ランクの基準を確かめる', why: '取り込むとすぐに計算します。お店に合わせて変えられます。' },
      customer: { title: 'お得意様をひとり開いてみる', why: '注文も電話もメモも、ひとつの画面に時間の順で並びます。' },
      staff: { title: '一緒に使う人を招く', why: '役割ごとに、見られる範囲と直せる範囲が決まります。' },
    },
    go: { orders: '取り込む', ranks: '基準を見る', customer: '顧客を開く', staff: '招く' },
    demo: '先に、架空のお店で試す',
    demoWhy: 'お客様2,000人と3年分の注文を入れて、すべての画面を試せます。取り込む前に、まとめて消せます。',
  },
}
