/** 離反リスク: the chance, in thousandths, that nothing is bought in 365 days. A band holds chances from `from` up to `to`. */
export const churnBands = [
  { key: 'low', from: 0, to: 299 },
  { key: 'middle', from: 300, to: 699 },
  { key: 'high', from: 700, to: 1000 },
] as const
export type ChurnBand = (typeof churnBands)[number]['key']
