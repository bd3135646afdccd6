import type { Words } from '../../words.ts'
import type { ja } from './words.ja.ts'

const n = (value: number) => value.toLocaleString('en-US')

export const en: Words<typeof ja> = {
  title: 'What changed lately',
  intro: (asked, found) =>
    `${n(asked)} questions were asked. ${found === 1 ? 'One answer is' : `${n(found)} answers are`} hard to explain by chance; most money first.`,
  definition: (window, share, many) =>
    `Repeat purchases of first-time buyers within ${n(window)} days, and people who left the best rank, are compared by month, channel, store, product and ad code. ` +
    `Of what stands here, on average at most ${share}% only looks that way by chance. Groups below ${n(many)} people are not compared.`,
  worth: {
    title: 'How money is counted',
    returning: (amount, window) =>
      `Net sales in the first year of those who bought again within ${n(window)} days are ${amount} per person above those who did not (last three years). This difference times the people who make the difference.`,
    best: (amount) => `People of the best rank bought for ${amount} each over the last year.`,
    caution: 'This difference goes with buying again; buying again need not be its cause.',
  },
  of: {
    all: 'first-time buyers',
    store: (name) => `first-time buyers at ${name}`,
    channel: (name) => `first-time buyers through ${name}`,
    product: (name) => `people who started with “${name}”`,
    ad: (code) => `people who came by ad code ${code}`,
  },
  others: { store: 'other stores', channel: 'other channels', product: 'other products', ad: 'other ads' },
  more: {
    'returns-changed': (who, month) => `More of ${month}’s ${who} bought again`,
    'returns-differ': (who, others) => `More ${who} buy again than those of ${others}`,
    'best-leaving': (rank) => `More people left “${rank}”`,
  },
  fewer: {
    'returns-changed': (who, month) => `Fewer of ${month}’s ${who} bought again`,
    'returns-differ': (who, others) => `Fewer ${who} buy again than those of ${others}`,
    'best-leaving': (rank) => `Fewer people left “${rank}”`,
  },
  observed: {
    returns: (people, did, rate, window) => `${did} of ${people} bought again within ${n(window)} days (${rate}%)`,
    leaving: (people, did, rate, from, to) => `${did} of ${people} on ${from} had left by ${to} (${rate}%)`,
  },
  reference: {
    months: (rate) => `the twelve months before: ${rate}%`,
    others: (others, rate) => `${others}: ${rate}%`,
    monthEnds: (rate) => `the twelve months before: ${rate}% a month`,
  },
  period: (from, to) => (from === to ? from : `${from} – ${to}`),
  stake: 'Net sales a year at stake',
  between: (low, high) => `${low} to ${high}`,
  see: {
    all: (count) => `See ${count} people`,
    notYet: (count) => `See ${count} who have not yet`,
    left: (count) => `See ${count} who left`,
  },
  how: {
    open: 'How this was found',
    counted: 'Counted',
    compared: 'Compared with',
    difference: 'Difference of shares',
    differenceIs: (difference, low, high) => `${difference} points (95% interval ${low} to ${high})`,
    test: 'Test',
    testIs: (chance) => `Score test of two shares, two-sided; the chance of this without any difference is ${chance}`,
    below: (limit) => `below ${limit}`,
    falseShare: 'False by chance',
    falseShareIs: (asked, share) =>
      `With ${n(asked)} questions asked at once, ${share}% of the findings down to this one are expected to be chance (Benjamini–Hochberg)`,
    people: (people, did) => `${did} of ${people}`,
  },
  empty: {
    none: 'No change was found that chance explains badly',
    noneWhy: (asked) => `${n(asked)} questions were asked. The news is that all is as usual.`,
    young: 'There is no past to compare with yet',
    youngWhy: (window, people) =>
      `It begins once a month has ${n(people)} first-time buyers or more and ${n(window)} days have passed after it.`,
    never: 'Nothing has been asked yet',
    neverWhy: 'Every night all orders are looked through. It can also be done now.',
    learn: 'Look now',
    learning: 'Under way. What is found will stand here.',
  },
}
