import { describe, expect, test } from 'vitest'
import { rhythmOf } from './rhythm.ts'

describe('rhythmOf', () => {
  test('nothing to draw before the first purchase', () => {
    expect(rhythmOf([], '2026-11-22')).toBeNull()
  })

  test('one purchase has no interval and no window', () => {
    const rhythm = rhythmOf(['2026-11-01'], '2026-11-22')
    expect(rhythm?.usualDays).toBeNull()
    expect(rhythm?.next).toBeNull()
    expect(rhythm?.dots).toHaveLength(1)
  })

  test('several orders of one day are one purchase day', () => {
    expect(rhythmOf(['2026-10-01', '2026-10-01', '2026-11-01'], '2026-11-22')?.usualDays).toBe(31)
  })

  test('the window runs between the quartiles of the own intervals, counted from the last purchase', () => {
    // intervals 30, 40, 50, 60: quartiles 37.5 and 52.5, median 45
    const days = ['2026-01-01', '2026-01-31', '2026-03-12', '2026-05-01', '2026-06-30']
    const rhythm = rhythmOf(days, '2026-09-01')
    expect(rhythm?.usualDays).toBe(45)
    expect(rhythm?.next).toMatchObject({ from: '2026-08-07', to: '2026-08-22' })
    expect(rhythm?.overdueDays).toBe(10)
  })

  test('a clockwork buyer still gets a window one can see', () => {
    const rhythm = rhythmOf(['2026-08-01', '2026-08-31', '2026-09-30', '2026-10-30'], '2026-11-22')
    expect(rhythm?.next).toMatchObject({ from: '2026-11-26', to: '2026-12-02' })
    expect(rhythm?.overdueDays).toBe(0)
  })

  test('places stay inside the strip and in order', () => {
    const days = Array.from({ length: 40 }, (_, index) => `20${10 + Math.floor(index / 4)}-0${(index % 4) + 1}-15`)
    const rhythm = rhythmOf(days, '2026-11-22')
    const places = [...(rhythm?.dots ?? []).map((dot) => dot.at), rhythm?.today ?? 0]
    expect(rhythm?.dots).toHaveLength(12)
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...places)).toBeLessThanOrEqual(100)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
})
