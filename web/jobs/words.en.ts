import type { Words } from '../words.ts'
import type { ja } from './words.ja.ts'

export const en: Words<typeof ja> = {
  title: 'Background work',
  empty: 'No background work.',
  emptyWhy: 'Exports, imports and other long work appear here.',
  statuses: {
    queued: 'Waiting',
    running: 'Running',
    done: 'Done',
    partial: 'Partly failed',
    failed: 'Failed',
    cancelled: 'Stopped',
  },
  kind: 'Work',
  status: 'State',
  progress: 'Progress',
  received: 'Received',
  finished: 'Ended',
  stop: 'Stop',
  stopOf: (name) => `Stop ${name}`,
  more: 'Show more',
  kinds: {
    'demo.load': 'Demo shop',
    'customer-export': 'Customer export',
    'bulk-tag': 'Bulk tagging',
    recompute: 'Recomputation',
  },
}
