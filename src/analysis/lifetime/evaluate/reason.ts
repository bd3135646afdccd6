import type { CandidateName, LevelName } from './candidates.ts'
import type { Correction, Trial } from './choose.ts'
import type { Shipped } from './ship.ts'
import { enough } from './small.ts'

export type Locale = 'ja' | 'en'

/** What the reasons rest on. */
export type Grounds = Pick<Shipped, 'small' | 'choice' | 'trials' | 'chosen' | 'parts'> & { origin: { days: number } }

/** Why the forecast is what it is, in sentences for the people of the shop. */
export function reasonFor(shipped: Grounds, locale: Locale): string {
  return reasonsFor(shipped, locale).join((locale === 'ja' ? ja : en).between)
}

/** The same reason by reason. */
export function reasonsFor(shipped: Grounds, locale: Locale): string[] {
  const say = locale === 'ja' ? ja : en
  const { small, choice, trials, chosen, parts } = shipped
  if (small || !choice || chosen === 'ruleOfThumb') {
    const found = small ?? { customers: 0, repeats: 0, days: 0 }
    return [say.small(found.customers, found.repeats, found.days)]
  }
  const speaking = trials.filter((one) => one.speaks)
  const longest = speaking.reduce((most, { horizon }) => Math.max(most, horizon), 0)
  const sentences = [say.chosen(say.names[chosen])]
  if (speaking.length === 0) sentences.push(say.untried(shipped.origin.days))
  else {
    const misses = (['clock', 'mbgnbd', 'ownRate'] as const).map((name) => ({ name, miss: meanMiss(speaking, name) }))
    if (!misses.some(({ name }) => name === chosen))
      misses.push({ name: chosen as 'clock', miss: meanMiss(speaking, chosen) })
    const told = misses.map(({ name, miss }) => say.miss(say.names[name], percent(miss)))
    sentences.push(say.tried(speaking.length, longest, told))
    const least = misses.reduce((best, one) => (one.miss < best.miss ? one : best))
    if (least.name !== chosen) sentences.push(say.undecided(say.names[least.name]))
    if (chosen === 'clock')
      sentences.push(say.season(percent(meanMiss(speaking, 'steady')), percent(meanMiss(speaking, 'clock'))))
  }
  const others = parts.filter(({ share }) => share > 0)
  if (others.length > 1 || others[0]?.name !== chosen) {
    const [only] = others
    sentences.push(
      others.length === 1 && only
        ? say.onePart(say.names[only.name])
        : say.parts(others.map(({ name, share }) => say.part(say.names[name], Math.round(share * 100)))),
    )
  }
  sentences.push(say.correction(choice.correction))
  return sentences
}

export function nameOf(name: CandidateName | 'shipped' | 'ruleOfThumb', locale: Locale): string {
  return (locale === 'ja' ? ja : en).names[name]
}

/** Mean of |forecast / actual − 1| of the totals. */
function meanMiss(trials: Trial[], name: LevelName): number {
  return (
    trials.reduce((sum, { off }) => sum + Math.abs(Math.exp(-(off[name] ?? 0)) - 1), 0) / Math.max(trials.length, 1)
  )
}

const percent = (share: number): string => String(Math.round(share * 100))
const signed = (factor: number): string => `${factor >= 1 ? '+' : '−'}${Math.abs(Math.round((factor - 1) * 1000) / 10)}`

type Words = typeof en

const en = {
  between: ' ',
  names: {
    clock: 'MBG/NBD on the shop’s own clock',
    steady: 'MBG/NBD with changing levels but no season',
    nbd: 'NBD',
    bgnbd: 'BG/NBD',
    mbgnbd: 'MBG/NBD',
    pnbd: 'Pareto/NBD',
    mbgcnbd: 'MBG/CNBD-2',
    ownRate: 'everyone’s own past rate',
    recency: 'days since the last order',
    ruleOfThumb: 'a rule of thumb',
    shipped: 'the shipped forecast',
  } satisfies Record<CandidateName | 'shipped' | 'ruleOfThumb', string>,
  chosen: (name: string) => `The total is forecast by ${name}.`,
  untried: (days: number) =>
    `${days} days of history are too few to try it on the shop’s own past; the choice rests on other shops.`,
  tried: (count: number, longest: number, misses: string[]) =>
    `On ${count} ${count === 1 ? 'stretch' : 'stretches'} of the shop’s own past, up to ${longest} days long, the totals missed by: ${misses.join(', ')}.`,
  miss: (name: string, share: string) => `${name} ${share} %`,
  undecided: (name: string) =>
    `${capital(name)} missed by less, but seasons alone move such stretches as much; another model is taken only when it explains the past five times as well.`,
  season: (without: string, withIt: string) =>
    `The season is kept: without it the misses were ${without} % against ${withIt} %, and it is given up only when that explains the past five times as well.`,
  onePart: (name: string) =>
    `Each customer’s share of the total is that of ${name}, which came closest to single customers.`,
  parts: (parts: string[]) =>
    `Each customer’s share of the total is mixed from ${parts.join(', ')}, which came closest to single customers.`,
  part: (name: string, share: number) => `${name} ${share} %`,
  correction: ({ verdict, factor, before, after }: Correction): string =>
    verdict === 'kept'
      ? `The total is corrected by ${signed(factor)} %: what earlier stretches taught brought later ones from ${percent(before ?? 0)} % to ${percent(after ?? 0)} % off.`
      : verdict === 'no-gain'
        ? 'No correction is made: what earlier stretches taught did not bring later ones closer.'
        : 'No correction is made: there is too little history to see whether one would help.',
  small: (customers: number, repeats: number, days: number) =>
    `Too few data for a model: ${customers} customers, ${repeats} repeat purchases, ${days} days; ${enough.customers}, ${enough.repeats} and ${enough.days} are needed. Customers are put in order by a rule of thumb (own rate, drawn towards the mean; a third for those long away); the total may be off by a factor of two.`,
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

const ja: Words = {
  between: '',
  names: {
    clock: '店の時計で測る MBG/NBD',
    steady: '季節をみない MBG/NBD',
    nbd: 'NBD',
    bgnbd: 'BG/NBD',
    mbgnbd: 'MBG/NBD',
    pnbd: 'Pareto/NBD',
    mbgcnbd: 'MBG/CNBD-2',
    ownRate: 'お客様ごとの過去のペース',
    recency: '最後の購入からの日数',
    ruleOfThumb: '目安の順位',
    shipped: '実際に使う予測',
  },
  chosen: (name) => `合計は「${name}」で予測しています。`,
  untried: (days) => `履歴が${days}日分しかなく、この店の過去では試せません。ほかの店での成績をもとに選びました。`,
  tried: (count, longest, misses) =>
    `この店の過去${count}区間（最長${longest}日）を当時の情報だけで予測すると、合計のずれの平均は${misses.join('、')}でした。`,
  miss: (name, share) => `${name} ${share}%`,
  undecided: (name) =>
    `${name}のほうがずれは小さいものの、この程度の差は季節だけでも生じます。ほかの予測に替えるのは、過去を5倍以上よく説明するときだけです。`,
  season: (without, withIt) =>
    `季節の動きを使っています（使わない場合のずれは${without}%、使うと${withIt}%）。やめるのは、使わないほうが過去を5倍以上よく説明するときだけです。`,
  onePart: (name) => `お客様ごとの配分は、一人ひとりの購入に最も近かった${name}で決めています。`,
  parts: (parts) => `お客様ごとの配分は、一人ひとりの購入に最も近かった${parts.join('、')}の組み合わせです。`,
  part: (name, share) => `${name} ${share}%`,
  correction: ({ verdict, factor, before, after }) =>
    verdict === 'kept'
      ? `合計を${signed(factor)}%補正しています。過去のずれから学ぶと、その後の区間のずれが${percent(before ?? 0)}%から${percent(after ?? 0)}%に縮まりました。`
      : verdict === 'no-gain'
        ? '補正はしていません。過去のずれから学んでも、その後の区間のずれは縮まりませんでした。'
        : '補正はしていません。効果を確かめられるだけの履歴がまだありません。',
  small: (customers, repeats, days) =>
    `予測モデルを使うにはデータが足りません（お客様${customers}人、2回目以降の購入${repeats}回、履歴${days}日。目安は${enough.customers}人、${enough.repeats}回、${enough.days}日）。購入のペースから目安の順位をつけています。合計は2倍ほどずれることがあります。`,
}
