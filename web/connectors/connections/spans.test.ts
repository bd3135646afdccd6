import { expect, test } from 'vitest'
import { spanOf } from './spans.ts'
import { ja } from './words.ja.ts'

test.each([
  [0, '0秒'],
  [59, '59秒'],
  [3599, '59分'],
  [3600, '1時間'],
  [86_400, '24時間'],
  [2 * 86_400, '2日'],
  [30.5 * 86_400, '30日'],
])('%d seconds: %s', (seconds, text) => {
  expect(spanOf(seconds, ja.ages)).toBe(text)
})
