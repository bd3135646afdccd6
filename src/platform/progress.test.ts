import { expect, test } from 'vitest'
import { describeProgress, startProgress } from './progress.ts'

test('tells the share and what is left at the speed so far', () => {
  expect(describeProgress('Orders', 250, 1000, 10)).toBe(
    'Orders ██████░░░░░░░░░░░░░░░░░░ 25 % (250 of 1,000) · about 30 s left',
  )
  expect(describeProgress('Orders', 1000, 1000, 40)).toContain('100 % (1,000 of 1,000) · about 0.0 s left')
  expect(describeProgress('Rows', 1234, undefined, 3)).toBe('Rows 1,234 · 3.0 s')
})

test('writes plain lines, one in five seconds, where there is no terminal', () => {
  let now = 0
  const written: string[] = []
  const progress = startProgress('Loading', {
    total: 100,
    output: { write: (text) => written.push(text) },
    clock: () => now,
  })
  for (now = 0; now <= 12_000; now += 1000) progress.at(now / 120)
  progress.end('100 rows')
  expect(written).toHaveLength(4)
  expect(written[0]).toBe('Loading …\n')
  expect(written[1]).toContain('41 %')
  expect(written[3]).toBe('✓ Loading: 100 rows (13 s)\n')
})

test('redraws one line on a terminal', () => {
  let now = 0
  const written: string[] = []
  const output = { write: (text: string) => written.push(text), isTTY: true, columns: 40 }
  const progress = startProgress('Loading', { total: 100, output, clock: () => now })
  now = 200
  progress.at(50)
  progress.end()
  expect(written.every((text) => text.startsWith('\r'))).toBe(true)
  expect(written[1]?.replace('\r\u001b[2K', '').length).toBeLessThan(40)
  expect(written.at(-1)).toMatch(/✓ Loading \(0\.2 s\)\n$/)
})
