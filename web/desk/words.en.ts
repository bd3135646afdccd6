import type { Words } from '../words.ts'
import { lateFrom } from './today.ts'
import type { ja } from './words.ja.ts'

const n = (value: number) => value.toLocaleString('en')

export const en: Words<typeof ja> = {
  title: 'Today',
  person: ' people',
  about: 'about ',

  actions: {
    title: (count) => `Worth doing today: ${n(count)}`,
    none: 'Nobody needs a word from you right now.',
    see: (count) => `See ${count} customers`,
    withMail: (count) => `${count} of them with an e-mail address`,
    atRisk: {
      title: 'Talk to good customers who are late',
      why: (first, second) =>
        `${first} and ${second} customers, silent ${lateFrom} days or more longer than their own average interval.`,
    },
    fans: {
      title: 'Ask after fans who are falling',
      why: 'Fans, and those with a high fan index, who have been silent for more than twice their usual interval or lost their rank.',
    },
    second: {
      title: 'Suggest a second purchase',
      why: 'They first bought 30 to 60 days ago and have not come back yet.',
    },
    thank: { title: 'Thank those who moved up', why: (rank, day) => `They became ${rank} after ${day}.` },
    birthday: {
      title: 'Celebrate birthdays of good customers',
      why: (first, second) => `${first} and ${second} customers born in this month.`,
    },
    welcome: { title: 'Welcome first-time buyers', why: 'Their first order came in the last 7 days.' },
  },

  discoveries: {
    title: 'What changed lately',
    see: (count) => (count === 1 ? 'Read it' : `Read all ${n(count)}`),
  },

  figures: {
    title: 'This month',
    asOf: (time) => `as of ${time}`,
    sales: 'Net sales',
    salesDefinition:
      'Confirmed orders and refunds: product lines less discounts and points used, tax included, without shipping and fees. Orders of guests count.',
    yearAgo: (amount) => `same days last year ${amount}`,
    noYearAgo: 'no sales on the same days last year',
    orders: (count) => `See ${count} orders`,
    f2: (days) => `Second purchase (${n(days)} days)`,
    f2Definition: (days) =>
      `Of those who first bought in a month, the share who bought again within ${n(days)} days. Shown for the latest month whose ${n(days)} days are over.`,
    f2Before: (month, rate) => `${month} ${rate}%`,
    f2None: 'No complete month yet',
    buyers: (count) => `See ${count} first-time buyers`,
    atRisk: 'Good customers who are late',
    atRiskDefinition: (first, second) =>
      `${first} and ${second} customers whose silence exceeds their own average interval by ${lateFrom} days or more; only those who bought on three days or more.`,
    atRiskNote: 'against their own interval',
    newcomers: 'New customers',
    newcomersDefinition: 'Customers whose first order came in this period.',
    newcomersNote: 'first orders this month',
    customers: (count) => `See ${count} customers`,
  },

  freshness: {
    title: 'How fresh the data is',
    lastOrder: 'Newest order',
    ranks: 'Ranks computed',
    fresh: 'Fresh',
    old: (days) => `${n(days)} days old`,
    none: 'none',
  },

  sources: { title: 'Arriving data', all: 'See connections', failing: 'Needs you', silent: 'Gone quiet' },

  imports: {
    title: 'Recent imports',
    all: 'See all',
    none: 'No imports yet.',
    rejected: (count) => `${count} rows rejected`,
    statuses: {
      received: 'To be checked',
      queued: 'Waiting',
      staging: 'Reading',
      applying: 'Importing',
      done: 'Done',
      failed: 'Failed',
      cancelled: 'Cancelled',
      undoing: 'Undoing',
      undone: 'Undone',
    },
  },

  first: {
    title: 'Getting started',
    lead: 'Step by step, until you see your best customers.',
    steps: {
      orders: { title: 'Import customers and orders', why: 'CSV files of EC-CUBE or Shopify, or any table of yours.' },
      ranks: {
        title: 'Check the rules of the ranks',
        why: 'They are computed right after the import; make them fit your shop.',
      },
      customer: { title: 'Open one of your customers', why: 'Orders, calls and notes stand on one screen, in time.' },
      staff: { title: 'Invite those who work with you', why: 'Roles decide what each may see and change.' },
    },
    go: { orders: 'Import', ranks: 'See the rules', customer: 'Open customers', staff: 'Invite' },
    demo: 'Look around an invented shop first',
    demoWhy:
      'Try every screen with 2,000 customers and three years of orders. All of it can be removed before you import.',
  },
}
