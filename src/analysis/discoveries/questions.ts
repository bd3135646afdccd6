import { type Dimension, dimensions } from '../cohorts/count/terms.ts'
import { falseShares } from '../fans/effect.ts'
import { type Difference, differenceOf, type Share } from './compare.ts'

/** First-time buyers of one month, and how many of them bought again within the window. */
export interface Tally {
  dimension: Dimension
  /** as the cohorts name it */
  value: string
  /** 2026-07 */
  month: string
  buyers: number
  returned: number
}

/** How many of the best rank left it from one month end to the next. */
export interface Leaving {
  rank: string
  /** the two month ends */
  from: string
  to: string
  people: number
  left: number
}

export type Question = { observed: Share; reference: Share } & (
  | { kind: 'returns-changed'; dimension: Dimension; value: string; months: Span; before: Span }
  | { kind: 'returns-differ'; dimension: Dimension; value: string; months: Span }
  | { kind: 'best-leaving'; rank: string; days: Span; before: Span }
)

/** First and last month or day, both counted. */
export interface Span {
  from: string
  to: string
}

/** Money that hangs on one person doing what was asked about: mean and standard error, smallest unit of the currency. */
export interface Worth {
  mean: number
  error: number
}

export type Finding = Question &
  Difference & {
    /** expected share of false ones among all findings as good as this or better */
    falseShare: number
    /** observed people × difference × worth: the money won or, below 0, lost, with its 95 % interval */
    stake: number
    stakeLow: number
    stakeHigh: number
  }

/** Fewer people than this say too little to be asked about. */
export const fewestPeople = 30
const monthsBack = 12

/**
 * What is asked each night. Of the newest month whose window is over, for everyone and for each value: do more or fewer
 * come back than of the twelve months before? Of each value, over the last twelve months: more or fewer than of its
 * neighbours of the same dimension? Of the best rank: do more leave it from one month end to the next than in the twelve
 * months before?
 */
export function questionsOf(tallies: readonly Tally[], newest: string, leaving: readonly Leaving[]): Question[] {
  const year = { from: addMonths(newest, 1 - monthsBack), to: newest }
  const before = { from: addMonths(newest, -monthsBack), to: addMonths(newest, -1) }
  const months = { from: newest, to: newest }
  const questions: Question[] = []
  for (const dimension of dimensions) {
    const own = tallies.filter((tally) => tally.dimension === dimension)
    const whole = sumOf(own, year)
    for (const value of new Set(own.map((tally) => tally.value))) {
      const mine = own.filter((tally) => tally.value === value)
      const changed = { observed: sumOf(mine, months), reference: sumOf(mine, before) }
      questions.push({ kind: 'returns-changed', dimension, value, months, before, ...changed })
      if (dimension === 'all') continue
      const observed = sumOf(mine, year)
      const reference = { people: whole.people - observed.people, did: whole.did - observed.did }
      questions.push({ kind: 'returns-differ', dimension, value, months: year, observed, reference })
    }
  }
  const last = leaving.at(-1)
  const earlier = leaving.slice(-1 - monthsBack, -1)
  const [first] = earlier
  if (last && first) {
    const reference = { people: 0, did: 0 }
    for (const { people, left } of earlier) {
      reference.people += people
      reference.did += left
    }
    const days = { from: last.from, to: last.to }
    const observed = { people: last.people, did: last.left }
    questions.push({
      kind: 'best-leaving',
      rank: last.rank,
      days,
      before: { from: first.from, to: last.from },
      observed,
      reference,
    })
  }
  return questions.filter(isAnswerable)
}

/** The newest month whose window is over for everyone, not only for the few of one value; '' when there is none. */
export function newestMonth(tallies: readonly Tally[]): string {
  const months = tallies.filter(({ dimension }) => dimension === 'all').map(({ month }) => month)
  return months.toSorted().at(-1) ?? ''
}

function isAnswerable({ observed, reference }: Question): boolean {
  return observed.people >= fewestPeople && reference.people >= fewestPeople
}

function sumOf(tallies: readonly Tally[], { from, to }: Span): Share {
  const sum = { people: 0, did: 0 }
  for (const { month, buyers, returned } of tallies) {
    if (month < from || month > to) continue
    sum.people += buyers
    sum.did += returned
  }
  return sum
}

/**
 * Answers all questions and keeps those that chance explains badly: among the kept at most `falseShare` are expected to
 * be false (Benjamini and Hochberg). Most money first.
 */
export function answer(
  questions: readonly Question[],
  worthOf: (question: Question) => Worth,
  falseShare: number,
): Finding[] {
  const differences = questions.map(({ observed, reference }) => differenceOf(observed, reference))
  const shares = falseShares(differences.map(({ chance }) => chance))
  return questions
    .flatMap((question, place): Finding[] => {
      const difference = differences[place] as Difference
      const share = shares[place] as number
      if (share > falseShare) return []
      const worth = worthOf(question)
      return [{ ...question, ...difference, falseShare: share, ...stakeOf(question, difference, worth) }]
    })
    .sort((a, b) => Math.abs(b.stake) - Math.abs(a.stake))
}

const z95 = 1.959963984540054

function stakeOf({ kind, observed: { people } }: Question, { difference, low, high }: Difference, worth: Worth) {
  // who leaves takes the money along
  const stake = (kind === 'best-leaving' ? -1 : 1) * people * difference * worth.mean
  const error = (high - low) / (2 * z95)
  // error of a product of two independent estimates
  const width = z95 * people * Math.hypot(difference * worth.error, worth.mean * error)
  return { stake: Math.round(stake), stakeLow: Math.round(stake - width), stakeHigh: Math.round(stake + width) }
}

export function addMonths(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const at = year * 12 + number - 1 + count
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`
}
