import type { Formats } from '../../format.ts'
import { pngOf } from '../../ui/picture.ts'
import type { Grid } from './grid.ts'
import type { Shade } from './Heatmap.tsx'
import { heatLimits, heatStep } from './heat.ts'

export interface HeatPicture {
  grid: Grid
  /** labels of R1 … and F1 … */
  rows: string[]
  columns: string[]
  shade: Shade
  format: Formats
  total: string
}

const left = 110
const head = 28
const wide = 112
const high = 52

/** The grid as PNG: the same figures in the same shades as on the page. */
export function heatPicture({ grid, rows, columns, shade, format, total }: HeatPicture): Promise<Blob> {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const limits = heatLimits(grid.most[shade])
  const text = (x: number, y: number, value: string, fill: string, more = '') =>
    `<text x="${x}" y="${y}" fill="${fill}" ${more}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
  const ink = token('text')
  const marks: string[] = [...columns, total].map((label, index) =>
    text(left + (index + 1) * wide - 8, 18, label, token('text-2'), 'text-anchor="end"'),
  )
  grid.rows.forEach((row, y) => {
    const r = row[0]?.r ?? null
    const top = head + y * high
    marks.push(text(2, top + 30, r === null ? total : (rows[r - 1] ?? ''), ink))
    row.forEach((cell, x) => {
      const step = cell.r === null || cell.f === null ? null : heatStep(cell[shade], limits)
      const right = left + (x + 1) * wide - 8
      const on = step === null ? ink : token(`heat-${step}-on`)
      if (step !== null) {
        const box = `x="${left + x * wide}" y="${top}" width="${wide - 2}" height="${high - 2}"`
        marks.push(`<rect ${box} fill="${token(`heat-${step}`)}"/>`)
      }
      marks.push(text(right, top + 21, format.number(cell.customers), on, 'text-anchor="end" font-weight="700"'))
      marks.push(text(right, top + 40, format.amount(cell.netSales), on, 'text-anchor="end"'))
    })
  })
  const width = left + (columns.length + 1) * wide
  const height = head + grid.rows.length * high
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${token('font').replaceAll('"', "'")}" font-size="13">${marks.join('')}</svg>`
  return pngOf(svg, width, height)
}
