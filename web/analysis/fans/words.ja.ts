import type { ActionKey } from '../../../src/analysis/fans/contract.ts'

const n = (value: number) => value.toLocaleString('ja-JP')
const span = (days: number) => (days % 365 === 0 ? `${n(days / 365)}年` : `${n(days)}日`)

/** `value`: the threshold, written out; `within`: the first days */
type Phrase = (value: string, within: number) => string

/** What buyers did, as the subject of a sentence. */
const who: Record<ActionKey, Phrase> = {
  'second-order': (days: string) => `初回購入から${days}日以内に2回目を買った方`,
  'purchase-days': (count: string, within: number) =>
    `初回購入から${n(within)}日以内に、購入した日が${count}日以上ある方`,
  categories: (count: string, within: number) => `初回購入から${n(within)}日以内に${count}つ以上の分類を買った方`,
  channels: (count: string, within: number) => `初回購入から${n(within)}日以内に${count}つ以上の販路で買った方`,
  subscription: (_count: string, within: number) => `初回購入から${n(within)}日以内に定期を始めた方`,
  coupon: (count: string, within: number) =>
    count === '1'
      ? `初回購入から${n(within)}日以内にクーポンを使った方`
      : `初回購入から${n(within)}日以内にクーポンを${count}回以上使った方`,
  'first-amount': (amount: string) => `初回購入の日に${amount}以上買った方`,
  line: (days: string) =>
    days === '0' ? '初回購入の日までにLINEに登録した方' : `初回購入から${days}日以内にLINEに登録した方`,
  view: (count: string, within: number) => `初回購入から${n(within)}日以内にページを${count}回以上見た方`,
  read: (count: string, within: number) => `初回購入から${n(within)}日以内に読みものを${count}回以上見た方`,
  'mail-open': (count: string, within: number) => `初回購入から${n(within)}日以内にメールを${count}回以上開いた方`,
  'mail-click': (count: string, within: number) =>
    `初回購入から${n(within)}日以内にメールのリンクを${count}回以上押した方`,
  inquiry: (count: string, within: number) => `初回購入から${n(within)}日以内にお問い合わせを${count}回以上した方`,
  call: (count: string, within: number) => `初回購入から${n(within)}日以内に電話で${count}回以上話した方`,
  visit: (count: string, within: number) => `初回購入から${n(within)}日以内に、買わずに${count}回以上来店した方`,
}

/** The same as a step on the way. */
const step: Record<ActionKey, Phrase> = {
  'second-order': (days: string) => `${days}日以内に2回目を買う`,
  'purchase-days': (count: string) => `${count}日以上購入する`,
  categories: (count: string) => `${count}つの分類を買う`,
  channels: (count: string) => `${count}つの販路で買う`,
  subscription: () => '定期を始める',
  coupon: (count: string) => (count === '1' ? 'クーポンを使う' : `クーポンを${count}回使う`),
  'first-amount': (amount: string) => `初回に${amount}以上買う`,
  line: (days: string) => (days === '0' ? '初回までにLINEに登録する' : `${days}日以内にLINEに登録する`),
  view: (count: string) => `ページを${count}回見る`,
  read: (count: string) => `読みものを${count}回見る`,
  'mail-open': (count: string) => `メールを${count}回開く`,
  'mail-click': (count: string) => `メールのリンクを${count}回押す`,
  inquiry: (count: string) => `お問い合わせを${count}回する`,
  call: (count: string) => `電話で${count}回話す`,
  visit: (count: string) => `${count}回来店する`,
}

/** What an action came to. */
const value: Record<ActionKey, (value: string) => string> = {
  'second-order': (days) => `${days}日目`,
  'purchase-days': (days) => `${days}日`,
  categories: (count) => `${count}つ`,
  channels: (count) => `${count}つ`,
  subscription: () => 'あり',
  coupon: (times) => `${times}回`,
  'first-amount': (amount) => amount,
  line: (days) => `${days}日目`,
  view: (times) => `${times}回`,
  read: (times) => `${times}回`,
  'mail-open': (times) => `${times}回`,
  'mail-click': (times) => `${times}回`,
  inquiry: (times) => `${times}回`,
  call: (times) => `${times}回`,
  visit: (times) => `${times}回`,
}

export const ja = {
  people: '人',
  index: 'ファン指数',
  times: '倍',
  comma: '、',
  together: (before: string, after: string) => `${before}${after}`,

  who,
  step,
  value,
  /** what is counted of each action */
  action: {
    'second-order': '2回目の購入までの日数（同じ日の注文は数えません）',
    'purchase-days': '購入した日の数',
    categories: '買った商品の分類の数',
    channels: '買った販路の数',
    subscription: '定期の申し込み（定期の注文、または定期の開始）',
    coupon: 'クーポンを使った購入の数',
    'first-amount': '初回購入の日の売上の合計',
    line: 'LINEの連絡先が登録されるまでの日数',
    view: 'ページの閲覧の数',
    read: '読みものの閲覧の数',
    'mail-open': 'メールの開封の数',
    'mail-click': 'メールのリンクを押した数',
    inquiry: 'お問い合わせの数',
    call: '電話の数',
    visit: '買わなかった来店の数',
  },

  definition: {
    title: 'ファンの決め方',
    change: '決め方を変える',
    rank: (ranks: string, months: number) => `ランク「${ranks}」を月末に${n(months)}回続けて保った方`,
    attribute: (name: string, least: string) => `「${name}」が${least}以上の方`,
    gone: 'なくなった項目',
    kinds: { review: 'レビューを書いた方', referral: 'お友だちを紹介した方' },
    kind: (kind: string) => `「${kind}」の記録がある方`,
    any: 'どれか1つでもあてはまる方をファンと数えます。',
    window: (firstDays: number, outcome: number) =>
      `初めの${n(firstDays)}日を過ぎてから、初回購入の${span(outcome)}後までに、ファンになったかを見ます。`,
    stale: '決め方が変わりました。下の数字は前の決め方によるもので、計算が終わると新しくなります。',
  },

  figures: {
    known: '調べた方',
    knownIs: (outcome: number) =>
      `初回購入から${span(outcome)}がたち、ファンになったかどうかが分かる方です。まだ${span(outcome)}たっていない方と、ランクの記録や回答がなくて分からない方は含みません。`,
    knownNote: (all: string) => `購入のある${all}人のうち`,
    became: 'ファンになった方',
    becameIs: '期間のうちに、決め方のどれかにあてはまった方です。',
    share: (share: string) => `調べた方の${share}%`,
    fans: '今のファン',
    fansIs:
      '時期によらず、これまでに決め方のどれかにあてはまった方です。新しいお客様も、初めの日々のうちにファンになった方も数えます。',
    see: (count: string) => `${count}人を見る`,
    falling: '離れかけ',
    fallingIs: (index: number, times: number, days: number) =>
      `ファンの方とファン指数が${index}以上の方のうち、いつもの買い間隔の${times}倍をこえて購入がない方（こえてから${days}日まで）と、4週間以上前の月末よりランクが下がった方です。`,
  },

  findings: {
    title: (days: number) => `ファンになった方が、初めの${n(days)}日にしていたこと`,
    note: '確かめられた行動',
    sentence: (who: string, lift: string, interval: string) =>
      `${who}は、そうでない方の${lift}倍（${interval}）ファンになっています。`,
    only: (who: string, low: string) => `ファンになっているのは、${who}ばかりです（少なくとも${low}倍）。`,
    interval: (low: string, high: string) => `${low}〜${high}倍`,
    openInterval: (low: string) => `${low}倍以上`,
    support: (did: string, didShare: string, not: string, notShare: string) =>
      `した方${did}人のうち${didShare}%、しなかった方${not}人のうち${notShare}%がファンになりました。`,
    check: (lift: string, day: string) =>
      `目安の数は${day}までに初めて買った方（${lift}倍）で決め、倍率はそのあとに初めて買った方で確かめました。`,
    alike: (lift: string, interval: string) => `ほかの行動が同じ方どうしで比べると${lift}倍（${interval}）です。`,
    few: 'した方またはしなかった方のファンが30人に満たないため、倍率は大きく動くことがあります。',
    caution: '関連であり、原因とは限りません。勧めれば必ずファンが増える、という意味ではありません。',
    points: (points: number) => `${n(points)}点`,
    oneAway: (count: string) => `これだけがまだの方 ${count}人を見る`,
    oneAwayNone: 'これだけがまだの方はいません',
    open: (count: string) => `うち今からできる方 ${count}人を見る`,
    axis: '倍率と95%の幅',
    chart: (lift: string, interval: string) => `倍率${lift}、${interval}`,
    none: '確かめられた行動はありません。',
    noneWhy: (tested: number) =>
      `${n(tested)}の行動を確かめましたが、ファンになった方とそうでない方の間に、偶然と言い切れない差はありませんでした。偶然の差を意味ありげに見せないため、何も出していません。`,
    others: (count: number) => `そのほかに調べた行動 ${n(count)}`,
    carried: (who: string, by: string) => `${who}：差はありますが、「${by}」に伴うものと見られます。`,
    notConfirmed: (who: string) => `${who}：偶然と言い切れる差はありませんでした。`,
    unknown: (actions: string) => `した方が少なすぎるか、ほとんどの方がしているため、調べられなかったもの：${actions}`,
  },

  small: {
    title: '調べるには、人数がまだ足りません。',
    why: (known: string, fans: string) => `ファンになったかどうかが分かる方は${known}人、うちファンは${fans}人です。`,
    need: (buyers: string, fans: string) =>
      `目安を決める方と確かめる方に分けるため、分かる方が${buyers}人、ファンが${fans}人ほど要ります。少ない数で無理に出した倍率は、次の年には消えることが多いため、表していません。`,
    recent: (count: string) => `まだ期間のたっていない方が${count}人います。時がたつと分かるようになります。`,
    untold: (count: string) => `期間はたったものの、回答や月末のランクの記録がなくて分からない方が${count}人います。`,
    ranksBack: '月末のランクの記録は、毎晩6か月ずつ、3年前までさかのぼって作っています。',
    hint: '決め方を広げると、早く調べられます。',
  },

  path: {
    title: 'ファンへの道のり',
    note: '済んだステップの数ごとの人数',
    definition: (days: number) =>
      `購入のある方を、初回購入から${n(days)}日以内に済んだステップの数で分けた人数です。期間を過ぎてからしたことは数えません。`,
    steps: (done: number, all: number) => (done === all ? `${n(done)}つ すべて` : `${n(done)}つ`),
    within: (count: string) => `うち期間内 ${count}人`,
    all: 'ステップ',
    withinColumn: 'うち期間内',
    customers: '人数',
    stepsDone: '済んだ方、',
    opens: '人。一覧を開く',
    legendWithin: '期間内（これから進む方）',
    legendPast: '期間を過ぎた方',
  },

  away: {
    title: 'あと1つの方',
    note: 'ほかのステップがすべて済んだ方',
    step: 'まだのステップ',
    customers: 'あと1つ',
    open: 'うち今からできる方',
    openIs: '初回購入からの期間と、ステップの期限がまだ残っている方です。',
  },

  composite: {
    title: 'ファン指数の内訳',
    note: '合わせて100点',
    definition:
      '確かめられた行動の点の合計です。点は、ほかの行動が同じ方どうしで比べた倍率の対数に比例させ、合わせて100点にしています。',
    label: (steps: string) => `ファン指数の内訳：${steps}`,
    part: (step: string, points: number) => `${step} ${n(points)}点`,
    stepColumn: 'ステップ',
    pointsColumn: '点',
    liftColumn: '倍率（同じ方どうし）',
  },

  falling: {
    title: '離れかけているファン',
    note: '累計購入額の多い順',
    none: '離れかけているファンはいません。',
    all: (count: string) => `${count}人すべてを見る`,
    silent: (days: string, usual: string) => `${days}日購入なし（いつもは${usual}日ごと）`,
    dropped: (before: string, now: string) => `ランクが${before}から${now}へ`,
    customer: '顧客',
    why: '理由',
    sales: '累計購入額',
    fan: 'ファン',
    yes: 'ファン',
    indexOf: (index: number) => `指数${n(index)}`,
    unnamed: '名前なし',
  },

  method: {
    title: '調べ方',
    study: (known: string, fans: string, splitOn: string) =>
      `ファンになったかが分かる${known}人（うちファン${fans}人）を、初回購入の早い方（${splitOn}まで）と遅い方に分けます。早い方で目安の数を決め、遅い方で1回だけ確かめます。目安を選んだ方の数字は倍率に使わないので、倍率は選んだことで大きくなりません。`,
    counted: (days: number) =>
      `数えるのは、初回購入の日から${n(days)}日以内の行動だけです。ファンになったことは、そのあとから見ます。ファンだから増えた行動を、ファンの理由と取り違えないためです。`,
    test: (tested: number, share: string) =>
      `${n(tested)}の行動を同時に調べると、偶然の差も混じります。割合の差の検定（片側のスコア検定）を、ベンジャミニ・ホッホベルグ法で補正し、見つかったもののうち偶然が平均${share}%以下になるものだけを残します。`,
    lift: '倍率は、した方のファンの割合を、しなかった方の割合で割ったものです。幅は95%の信頼区間（カッツの対数法）です。同じ方どうしの比べ方は、マンテル・ヘンツェル法です。',
    carried: '別の行動に伴うだけの差は、その行動が同じ方どうしで比べて見分け、ステップから外します。',
    tableTitle: '調べた行動と数（確かめた方）',
    action: '行動',
    counts: '数え方',
    did: 'した方',
    didFans: 'うちファン',
    not: 'しなかった方',
    notFans: 'うちファン',
    lift2: '倍率',
    chance: '偶然の確率',
    falseShare: '補正後',
    status: '結果',
    statuses: { confirmed: '確かめられた', carried: 'ほかに伴う', 'not-confirmed': '差なし' },
    took: (milliseconds: string) => `計算 ${milliseconds}ミリ秒`,
    under: (value: string) => `${value}未満`,
    runs: 'これまでの結果',
    runOf: (day: string, known: string, fans: string) => `${day}：調べた方${known}人、ファン${fans}人`,
    noSteps: '確かめられた行動なし',
  },

  never: {
    title: 'ファンの分析は、まだ行っていません。',
    why: '毎晩1回、ファンになった方の初めの行動を調べます。今すぐ調べることもできます。',
    now: '今すぐ調べる',
    started: '調べています。終わると、この画面に表れます。',
  },

  editor: {
    title: 'ファンの決め方',
    back: 'ファン',
    ways: 'ファンとみなす方',
    waysNote: 'どれか1つでもあてはまればファン',
    useRank: '良いランクを続けて保った方',
    best: 'ランク',
    bestChoice: (ranks: string) => ranks,
    months: '続けた月末の数',
    monthsUnit: '回',
    useAttribute: '自由項目の数が高い方',
    attributeNote: '推奨度（0〜10）なら9以上が目安です',
    noAttributes: '数の自由項目がありません。設定の「項目」で推奨度などを作ると選べます。',
    attribute: '自由項目',
    least: 'いくつ以上',
    events: '次の記録がある方',
    eventsNote: '1つあれば足ります',
    kinds: { review: 'レビュー（review）', referral: '紹介（referral）' },
    study: '調べ方',
    firstDays: '初めの日々の長さ',
    firstDaysNote: 'この間の行動を調べます',
    daysUnit: '日',
    days: (days: number) => `${n(days)}日`,
    outcome: '初回購入から、ファンになるまでの期間',
    outcomeNote: '長いほど多くのファンを数えますが、それだけ前に買った方しか調べられません',
    falseShare: '見つかったもののうち、偶然が混じってよい割合',
    percent: (share: number) => `${n(share)}%`,
    preview: '保存の前に、ファンの数を確かめる',
    counting: 'ファンの数を数えています',
    enough: '調べられる数です。',
    tooSmall: '調べるには足りません。',
    buyers: '購入のある方',
    tooRecent: '期間がまだたっていない方',
    untold: '分からない方',
    known: '調べられる方',
    fans: 'うちファン',
    byRank: 'ランクによる',
    byAttribute: '自由項目による',
    byEvents: '記録による',
    save: '保存',
    discard: '変更を取り消す',
    saved: 'ファンの決め方を保存しました。新しい決め方で調べています。',
    restored: '前の決め方に戻しました。新しく調べています。',
    conflict: 'ほかの人が先に決め方を保存しました。再読み込みしてから変えてください。',
    history: '保存した決め方',
    historyNone: '保存した決め方はありません。はじめの決め方で調べています。',
    by: (name: string) => `${name}が保存`,
    inForce: '使用中',
    restore: '戻す',
    required: 'どれか1つを選んでください。',
    tooShort: (days: string) => `この決め方には、${days}日以上が必要です。`,
  },

  card: {
    title: 'ファンへの道のり',
    note: (index: number) => `指数${n(index)}`,
    definition: (days: number) =>
      `初回購入から${n(days)}日以内に済んだステップの点の合計です。ファンになった方に多かった行動で、ファンになることを約束するものではありません。`,
    done: '済み',
    missing: 'まだ',
    openUntil: (day: string) => `${day}まで`,
    past: '期間を過ぎました',
    fan: (day: string) => `${day}からファン`,
    within: (day: string) => `期間は${day}まで`,
    silent: (usual: string) => `いつもの買い間隔（${usual}日）の2倍をこえて購入がありません。`,
    dropped: '1か月前よりランクが下がりました。',
    toPage: '何をもとに決めたか',
    bar: (index: number) => `ファン指数 100点のうち${n(index)}点`,
  },
}
