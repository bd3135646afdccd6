import { type Top, topOf } from './top.ts'

/** Scores of some items out of many: only those that were touched are looked at and wiped. */
export interface Sheet {
  scores: Float64Array
  seen: Int32Array
  count: number
  /** 1: stands in `seen` */
  marks: Uint8Array
}

export function openSheet(items: number): Sheet {
  return { scores: new Float64Array(items), seen: new Int32Array(items), count: 0, marks: new Uint8Array(items) }
}

export function addTo(sheet: Sheet, item: number, score: number): void {
  if (sheet.marks[item] === 0) {
    sheet.marks[item] = 1
    sheet.seen[sheet.count++] = item
  }
  sheet.scores[item] = (sheet.scores[item] as number) + score
}

/** The item does not come into the list. */
export function strike(sheet: Sheet, item: number): void {
  addTo(sheet, item, Number.NEGATIVE_INFINITY)
}

export function topOfSheet(sheet: Sheet, size: number): Top {
  return topOf(sheet.scores, size, sheet.seen, sheet.count)
}

export function wipe(sheet: Sheet): void {
  for (let at = 0; at < sheet.count; at++) {
    const item = sheet.seen[at] as number
    sheet.scores[item] = 0
    sheet.marks[item] = 0
  }
  sheet.count = 0
}
