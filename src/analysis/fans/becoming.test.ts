import { expect, test } from 'vitest'
import { dayNumber, pastMonthEnds } from '../../platform/calendar.ts'
import { openBecoming } from './becoming.ts'
import { usualDefinition } from './definition.ts'
import { fallOf } from './falling.ts'

const today = dayNumber('2026-11-22')
const monthEnds = pastMonthEnds('2026-11-22', 36).map(dayNumber)
const joined = monthEnds[0] as number
const definition = { ...usualDefinition(5), rank: { best: 1, months: 3 } }

test('a rank has to be kept month after month, after the first days and in time', () => {
  const outcomeOf = (held: number[], kept = monthEnds) => {
    const becoming = openBecoming({ definition, monthEnds: kept, today })
    for (const place of held) becoming.ranked(7, monthEnds[place] as number)
    return becoming.outcome(7, joined)
  }
  expect(outcomeOf([5, 6, 7])).toEqual(['rank'])
  expect(outcomeOf([5, 6, 8, 9])).toEqual([])
  // the first days hold two month ends and more
  expect(outcomeOf([0, 1, 2, 3])).toEqual([])
  // two years are over with the 24th month end
  expect(outcomeOf([23, 24, 25])).toEqual([])
  // a month end that is not kept: nobody knows
  expect(
    outcomeOf(
      [5, 7, 8],
      monthEnds.filter((_, place) => place !== 6),
    ),
  ).toBeUndefined()
  expect(outcomeOf([], monthEnds.slice(-13))).toBeUndefined()
})

test('before the time is over nothing is counted, and who gave no answer is told by other ways alone', () => {
  const becoming = openBecoming({ definition: { ...definition, rank: null }, monthEnds, today })
  becoming.answered(1, true, today - 5)
  becoming.answered(2, false, today - 5)
  expect([1, 2, 3].map((id) => becoming.outcome(id, joined))).toEqual([['attribute'], [], undefined])
  expect(becoming.outcome(1, today - 729)).toBeUndefined()
  expect(becoming.outcome(1, today - 730)).toEqual(['attribute'])
  becoming.happened(3, joined + 90)
  expect(becoming.outcome(3, joined)).toEqual([])
  becoming.happened(3, joined + 91)
  expect(becoming.outcome(3, joined)).toEqual(['events'])
  expect(becoming.since(3)).toBe(joined + 90)
  expect(becoming.since(2)).toBeNaN()
  // such events are recorded in this shop: whoever has none, has none
  expect(becoming.outcome(4, joined)).toEqual([])
})

test('someone falls when silent for twice their own interval, for three months, or with their rank', () => {
  const lately = { firstDay: today - 400, lastDay: today - 61, orderDays: 12, rank: 0, rankBefore: 0 }
  const rhythm = Math.round((400 - 61) / 11)
  const silent = (days: number) =>
    fallOf({ ...lately, firstDay: today - days - 11 * rhythm, lastDay: today - days }, today)
  expect([2 * rhythm, 2 * rhythm + 1, 2 * rhythm + 90, 2 * rhythm + 91].map(silent)).toEqual([0, 1, 1, 0])
  expect(fallOf({ ...lately, lastDay: today, rank: 2, rankBefore: 1 }, today)).toBe(2)
  expect(fallOf({ ...lately, rank: undefined }, today)).toBe(0)
  expect(fallOf({ ...lately, orderDays: 2, lastDay: today - 300, rank: 3 }, today)).toBe(2)
})
