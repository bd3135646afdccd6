import type { ChartTheme } from '../../ui/chart-theme.ts'

/** The names of two or three series at the upper right of the drawing. */
export const legendOf = (theme: ChartTheme) => ({
  show: true,
  right: 0,
  top: 0,
  itemWidth: 14,
  itemHeight: 10,
  textStyle: { color: theme.ink2, fontSize: 12 },
})
