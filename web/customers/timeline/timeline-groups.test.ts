import { expect, test } from 'vitest'
import { groupTimeline } from './timeline-groups.ts'

const dayOf = (at: string) => at.slice(0, 10)
const quiet = (item: { kind: string }) => item.kind === 'mail' || item.kind === 'view'
const entry = (kind: string, at: string) => ({ kind, at })

test('entries of one day stand under one separator', () => {
  const sections = groupTimeline(
    [entry('call', '2026-11-21T11:20'), entry('order', '2026-11-21T09:00'), entry('order', '2026-11-18T19:42')],
    dayOf,
    quiet,
  )
  expect(sections.map((section) => [section.from, section.lines.length])).toEqual([
    ['2026-11-21', 2],
    ['2026-11-18', 1],
  ])
})

test('a quiet stretch is folded by kind under the span of its days', () => {
  const sections = groupTimeline(
    [
      entry('order', '2026-11-20T10:00'),
      entry('mail', '2026-11-14T10:00'),
      entry('view', '2026-11-02T10:00'),
      entry('mail', '2026-10-20T10:00'),
      entry('mail', '2026-10-02T10:00'),
      entry('order', '2026-09-06T21:15'),
    ],
    dayOf,
    quiet,
  )
  expect(sections[1]).toMatchObject({ from: '2026-10-02', to: '2026-11-14' })
  expect(
    sections[1]?.lines.map((line) => (line.type === 'run' ? [line.kind, line.items.length] : line.item.kind)),
  ).toEqual([['mail', 3], 'view'])
  expect(sections).toHaveLength(3)
})

test('two mails are not worth folding', () => {
  const sections = groupTimeline([entry('mail', '2026-11-14T10:00'), entry('mail', '2026-11-14T09:00')], dayOf, quiet)
  expect(sections).toHaveLength(1)
  expect(sections[0]?.lines.map((line) => line.type)).toEqual(['one', 'one'])
})

test('nothing is lost', () => {
  const items = Array.from({ length: 200 }, (_, index) =>
    entry(['order', 'mail', 'view', 'view', 'mail'][index % 5] as string, new Date(1e12 - index * 4e7).toISOString()),
  )
  const shown = groupTimeline(items, dayOf, quiet).flatMap((section) =>
    section.lines.flatMap((line) => (line.type === 'run' ? line.items : [line.item])),
  )
  expect(new Set(shown)).toEqual(new Set(items))
})
