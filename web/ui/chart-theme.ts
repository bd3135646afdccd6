/** The tokens as a chart needs them. */
export interface ChartTheme {
  font: string
  ink: string
  ink2: string
  sheet: string
  rule: string
  rule2: string
  /** unordered kinds */
  kinds: string[]
  /** ordered stages and heat, light to strong */
  heat: string[]
  up: string
  down: string
  accent: string
}

const steps = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

export function themeOf(style: Pick<CSSStyleDeclaration, 'getPropertyValue'>): ChartTheme {
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    font: token('font'),
    ink: token('text'),
    ink2: token('text-2'),
    sheet: token('sheet'),
    rule: token('rule'),
    rule2: token('rule-2'),
    kinds: steps(8).map((step) => token(`cat-${step}`)),
    heat: steps(7).map((step) => token(`heat-${step}`)),
    up: token('up'),
    down: token('down'),
    accent: token('accent'),
  }
}

/** Axis looks shared by charts: 1 px rules, no ticks; `label` writes the figures. */
export function axisOf(theme: ChartTheme, label?: string | ((value: number) => string)) {
  return {
    axisLine: { lineStyle: { color: theme.rule2 } },
    axisTick: { show: false },
    axisLabel: { color: theme.ink2, fontSize: 12, ...(label ? { formatter: label } : {}) },
    splitLine: { lineStyle: { color: theme.rule } },
  }
}

/** Hatching of an unfinished period (集計中). */
export function hatch(color: string, theme: ChartTheme) {
  return {
    color,
    decal: { symbol: 'rect', rotation: -Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [2, 4], color: theme.sheet },
  }
}
