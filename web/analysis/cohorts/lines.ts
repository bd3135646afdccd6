import type { ChartTheme } from '../../ui/chart-theme.ts'

/** One line of a chart that goes on as an expectation with a band. */
export interface Line {
  name: string
  color: string
  points: { observed: number | null; expected: number | null; low: number | null; high: number | null }[]
  /** the expectation stands beside what was observed, too */
  isWhole?: boolean
}

/**
 * Observed solid; expected dashed, from the last observed point on, so that the line does not break; the band as an area
 * between low and high.
 */
export function seriesOf(lines: readonly Line[], expected: string, theme: ChartTheme): object[] {
  return lines.flatMap(({ name, color, points, isWhole = false }) => {
    const last = points.findLastIndex(({ observed }) => observed !== null)
    const from = (place: number, value: number | null) =>
      place === last ? (points[place]?.observed ?? null) : place > last ? value : null
    const plain = { type: 'line', symbol: 'none', silent: true, emphasis: { disabled: true } }
    const low = points.map((point, place) => from(place, point.low))
    const high = points.map((point, place) => from(place, point.high))
    return [
      // the area stands on the invisible line below it
      {
        ...plain,
        name: `${name} 80%`,
        stack: name,
        data: low,
        lineStyle: { opacity: 0 },
      },
      {
        ...plain,
        name: `${name} 80%`,
        stack: name,
        data: high.map((value, place) => (value === null ? null : value - (low[place] ?? 0))),
        lineStyle: { opacity: 0 },
        areaStyle: { color, opacity: 0.13 },
      },
      {
        ...plain,
        name: `${name} ${expected}`,
        data: points.map((point, place) => (isWhole ? point.expected : from(place, point.expected))),
        lineStyle: { color, width: 2, type: [5, 4] },
        itemStyle: { color },
      },
      {
        ...plain,
        name,
        data: points.map(({ observed }) => observed),
        lineStyle: { color, width: 2.5 },
        itemStyle: { color, borderColor: theme.sheet },
        z: 3,
      },
    ]
  })
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

interface TooltipWords {
  /** an amount or share as text */
  say(value: number): string
  expected: string
  /** the heading of a place */
  placeOf(place: number): string
}

/** What stands beside the pointer: of each line the observed figure, or the expected one with its band. */
export function tooltipOf(lines: readonly Line[], { say, expected, placeOf }: TooltipWords): object {
  const rowOf = ({ name, color, points }: Line, place: number): string => {
    const point = points[place]
    const value = point?.observed ?? point?.expected ?? null
    if (!point || value === null) return ''
    const isSeen = point.observed !== null
    const band = isSeen || point.low === null || point.high === null ? '' : ` (${say(point.low)}–${say(point.high)})`
    const dot = `<span style="display:inline-block;width:10px;height:10px;border-radius:5px;margin-right:6px;background:${color}"></span>`
    const text = escaped(isSeen ? name : `${name} ${expected}`)
    return `<div style="display:flex;gap:16px;justify-content:space-between"><span>${dot}${text}</span><b>${escaped(say(value) + band)}</b></div>`
  }
  return {
    trigger: 'axis',
    formatter: (marks: { dataIndex: number }[]) => {
      const place = marks[0]?.dataIndex ?? 0
      return `${escaped(placeOf(place))}${lines.map((line) => rowOf(line, place)).join('')}`
    },
  }
}
