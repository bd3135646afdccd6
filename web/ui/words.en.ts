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
  tickFirst: 'Check this and tick the box first.',
}
