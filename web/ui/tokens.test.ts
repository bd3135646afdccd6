import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../tokens.css'), 'utf8')

function tokensIn(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  const block = css.slice(start, css.indexOf('\n}', start))
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): ?(#[0-9A-F]{6})/gi)].map(([, name, value]) => [name, value]),
  )
}

const themes = { light: tokensIn(':root'), dark: { ...tokensIn(':root'), ...tokensIn(':root[data-theme="dark"]') } }

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['sheet', 'ground', 'sunken', 'hover', 'accent-quiet']
const heat = [1, 2, 3, 4, 5, 6, 7].map((step) => [`heat-${step}-on`, `heat-${step}`])
const texts: string[][] = [
  ...['text', 'text-2'].flatMap((text) => grounds.map((ground) => [text, ground])),
  ['text-off', 'sheet'],
  ['text-off', 'sunken'],
  ...['accent', 'danger', 'warn', 'ok', 'up', 'down'].map((text) => [text, 'sheet']),
  ...['accent', 'danger', 'warn', 'ok', 'up', 'down'].map((text) => [text, `${text}-quiet`]),
  ['accent', 'ground'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['sheet', 'danger'],
  ...heat,
]
const graphics = [
  ['field', 'sheet'],
  ['field', 'sunken'],
  ['ink-rule', 'sheet'],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((step) => [`cat-${step}`, 'sheet']),
]

for (const [theme, tokens] of Object.entries(themes)) {
  const ratio = (on: string, under: string) => contrast(tokens[on] as string, tokens[under] as string)

  test.each(texts)(`${theme}: %s on %s can be read (4.5)`, (text, ground) => {
    expect(ratio(text as string, ground as string)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(graphics)(`${theme}: %s on %s can be made out (3)`, (line, ground) => {
    expect(ratio(line as string, ground as string)).toBeGreaterThanOrEqual(3)
  })
}

test('every colour of light has its own value in dark', () => {
  const dark = tokensIn(':root[data-theme="dark"]')
  expect(Object.keys(themes.light).filter((name) => !(name in dark))).toEqual([])
})
