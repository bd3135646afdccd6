const n = (value: number) => value.toLocaleString('ja-JP')

export const ja = {
  title: '最近変わったこと',
  intro: (asked: number, found: number) =>
    `${n(asked)}個の問いを調べ、偶然では説明しにくかった${n(found)}件を、金額の大きい順に並べています。`,
  definition: (window: number, share: string, many: number) =>
    `初めて買った方の${n(window)}日以内の再購入と、最上位のランクを離れた方を、月・販路・店舗・商品・広告コードごとに比べます。` +
    `並んでいるもののうち、偶然そう見えただけのものは平均で${share}%までに抑えています。${n(many)}人に満たない組は比べません。`,
  worth: {
    title: '金額の数え方',
    returning: (amount: string, window: number) =>
      `${n(window)}日以内にまた買った方の初年度の売上は、買わなかった方より1人あたり${amount}多くなっています（過去3年）。この差に、差のあった人数を掛けています。`,
    best: (amount: string) => `最上位のランクの方は、直近1年に1人あたり${amount}買っています。`,
    caution: '再購入に伴って見られる差であり、再購入がその差を生んだとは限りません。',
  },

  /** whose first-time buyers */
  of: {
    all: '初めて買った方',
    store: (name: string) => `${name}で初めて買った方`,
    channel: (name: string) => `${name}で初めて買った方`,
    product: (name: string) => `「${name}」から始めた方`,
    ad: (code: string) => `広告コード${code}から来た方`,
  },
  others: { store: 'ほかの店舗', channel: 'ほかの販路', product: 'ほかの商品', ad: 'ほかの広告' },

  more: {
    'returns-changed': (who: string, month: string) => `${month}に${who}の再購入が増えました`,
    'returns-differ': (who: string, others: string) => `${who}は、${others}の方より再購入が多くなっています`,
    'best-leaving': (rank: string) => `「${rank}」を離れた方が増えました`,
  },
  fewer: {
    'returns-changed': (who: string, month: string) => `${month}に${who}の再購入が減りました`,
    'returns-differ': (who: string, others: string) => `${who}は、${others}の方より再購入が少なくなっています`,
    'best-leaving': (rank: string) => `「${rank}」を離れた方が減りました`,
  },
  observed: {
    returns: (people: string, did: string, rate: string, window: number) =>
      `${people}人のうち${n(window)}日以内にまた買った方は${did}人（${rate}%）`,
    leaving: (people: string, did: string, rate: string, from: string, to: string) =>
      `${from}の${people}人のうち、${to}までに離れた方は${did}人（${rate}%）`,
  },
  reference: {
    months: (rate: string) => `その前の12か月は${rate}%`,
    others: (others: string, rate: string) => `${others}は${rate}%`,
    monthEnds: (rate: string) => `その前の12か月は月ごとに${rate}%`,
  },
  period: (from: string, to: string) => (from === to ? from : `${from}〜${to}`),
  stake: '年間の売上への影響',
  between: (low: string, high: string) => `${low}〜${high}`,
  see: {
    all: (count: string) => `${count}人を見る`,
    notYet: (count: string) => `まだ買っていない${count}人を見る`,
    left: (count: string) => `離れた${count}人を見る`,
  },
  how: {
    open: 'どう調べたか',
    counted: '数えたもの',
    compared: '比べたもの',
    difference: '割合の差',
    differenceIs: (difference: string, low: string, high: string) => `${difference}ポイント（95%区間 ${low}〜${high}）`,
    test: '検定',
    testIs: (chance: string) => `2つの割合の差のスコア検定（両側）、差がないのにこうなる確率は${chance}`,
    below: (limit: string) => `${limit}未満`,
    falseShare: '偶然の見込み',
    falseShareIs: (asked: number, share: string) =>
      `${n(asked)}個の問いを一度に調べたことを差し引くと、ここまでに並ぶもののうち偶然の見込みは${share}%（ベンジャミニ・ホッホベルク法）`,
    people: (people: string, did: string) => `${people}人のうち${did}人`,
  },
  empty: {
    none: '偶然では説明しにくい変化は見つかりませんでした',
    noneWhy: (asked: number) => `${n(asked)}個の問いを調べました。いつもどおりという知らせです。`,
    young: '比べられる過去がまだありません',
    youngWhy: (window: number, people: number) =>
      `初めて買った方が1か月に${n(people)}人以上いて、その${n(window)}日後まで過ぎると調べはじめます。`,
    never: 'まだ調べていません',
    neverWhy: '毎晩、注文の全体から調べます。今すぐ調べることもできます。',
    learn: '今すぐ調べる',
    learning: '受け付けました。終わるとここに並びます。',
  },
}
