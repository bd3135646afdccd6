import { BarChart, CustomChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts'
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { ChartTheme } from './chart-theme.ts'
import { pngOf } from './picture.ts'

use([BarChart, LineChart, ScatterChart, SankeyChart, CustomChart])
use([GridComponent, TooltipComponent, LegendComponent, DatasetComponent, MarkLineComponent, AriaComponent, SVGRenderer])

/** An ECharts option, given the theme so that it can name its colours. */
export type ChartOption = (theme: ChartTheme) => EChartsCoreOption

export interface Drawing {
  show(option: ChartOption, theme: ChartTheme, label: string): void
  fit(): void
  picture(): Promise<Blob>
  dispose(): void
}

/** What was pressed. */
export interface Mark {
  name: string
  series: string
  index: number
  data: unknown
}

export function draw(place: HTMLElement, onPress: (mark: Mark) => void): Drawing {
  const chart = init(place, null, { renderer: 'svg' })
  chart.on('click', ({ name, seriesName = '', dataIndex, data }) =>
    onPress({ name, series: seriesName, index: dataIndex, data }),
  )
  return {
    show(option, theme, label) {
      chart.setOption({ ...base(theme, label), ...option(theme) }, { notMerge: true })
    },
    fit: () => chart.resize(),
    picture: () => pictureOf(place),
    dispose: () => chart.dispose(),
  }
}

function base(theme: ChartTheme, label: string): EChartsCoreOption {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  return {
    animation: !calm,
    animationDuration: 200,
    color: theme.kinds,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.ink2 },
    grid: { left: 8, right: 8, top: 24, bottom: 4, containLabel: true },
    // our own sentence, in the person's language, instead of the engine's
    aria: { enabled: true, label: { description: label } },
    tooltip: {
      trigger: 'axis',
      backgroundColor: theme.sheet,
      borderColor: theme.rule2,
      textStyle: { color: theme.ink, fontSize: 13, fontFamily: theme.font },
      confine: true,
    },
    legend: { show: false },
  }
}

/** The SVG on the page as a PNG. */
async function pictureOf(place: HTMLElement): Promise<Blob> {
  const svg = place.querySelector('svg')
  if (!svg) throw new Error('no drawing')
  const { width, height } = svg.getBoundingClientRect()
  return pngOf(new XMLSerializer().serializeToString(svg), width, height)
}
