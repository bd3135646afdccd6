import type { Words } from '../words.ts'
import type { ja } from './words.ja.ts'

export const en: Words<typeof ja> = {
  close: 'Close',
  cancel: 'Cancel',
  retry: 'Try again',
  loading: 'Loading',
  clear: 'Clear',
  choose: 'Choose',
  noChoice: 'Nothing matches.',
  required: 'Required',
  problem: 'This could not be shown',
  noWayBack: 'This cannot be undone.',
  removeCondition: (name) => `Remove the condition ${name}`,
  selectPage: 'Select all rows on this page',
  editOf: (label) => `Edit ${label}: `,
  blank: 'Not set',
  saved: 'Saved',
  changed: 'Changed',
  unchanged: 'No change',
  up: 'up',
  down: 'down',
  definition: 'Counted',
  definitionOf: (name) => `How ${name} is counted`,
  period: 'Period',
  asOf: 'As of',
  tickFirst: 'Check this and tick the box first.',
}
