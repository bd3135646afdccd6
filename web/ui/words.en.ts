import type { Words } from '../words.ts'
import type { ja } from './words.ja.ts'

export const en: Words<typeof ja> = {
  close: 'Close',
  retry: 'Try again',
  loading: 'Loading',
  clear: 'Clear',
  problem: 'This could not be shown',
}
