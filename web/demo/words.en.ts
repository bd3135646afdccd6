import type { Words } from '../words.ts'
import type { ja } from './words.ja.ts'

const count = (value: number) => value.toLocaleString('en')

export const en: Words<typeof ja> = {
  label: 'Demo data',
  look: 'Look at the demo shop',
  preparing: 'Preparing the demo shop',
  share: (percent) => `${percent} %`,
  steps: { people: 'Making invented customers and orders', ranks: 'Ranking them month by month' },
  leaveFreely: 'It goes on when you leave this page.',
  failed: 'It could not be prepared. Try again.',
  cameFirst: 'Data of your own came first, so the demo data was left out.',
  obstacles: (names) => `The demo data cannot be loaded, for there are already ${names}.`,
  and: ', ',
  obstacleNames: {
    customers: 'customers',
    orders: 'orders',
    products: 'products',
    imports: 'imports',
    connections: 'connections',
    stores: 'stores',
    channels: 'channels',
    tags: 'tags',
    attributes: 'custom fields',
  },
  why: 'Try every screen with an invented skin-care shop: 2,000 customers and three years of orders. It takes about a minute.',
  isLoaded: (customers) =>
    `An invented skin-care shop is loaded (${count(customers)} customers). Remove it before you import your own files.`,
  remove: 'Remove the demo data',
  removeTitle: 'Remove the demo data',
  removeWhat: [
    'All customers, orders, products and records of imports go.',
    'What you imported or wrote while looking around goes too.',
    'Tags, custom fields, saved views and the stores and channels of the demo go as well.',
  ],
  stays: 'Staff, company settings, the rules of ranks and the audit log stay.',
  typeName: (company) => `Type the name of the company, “${company}”, to confirm`,
  noWayBack: 'This cannot be undone.',
  removed: 'The demo data is gone',
  beforeImport: 'Demo data is loaded. Remove it before you import your own files.',
  onlyOwner: 'The owner can remove the demo data.',
}
