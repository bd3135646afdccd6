import { byteOrderMark, type CsvEncoding, csvEncoder } from '../../platform/csv.ts'

export { csvLine } from '../../platform/csv.ts'
export type OutputEncoding = CsvEncoding

/** UTF-8 with BOM, which Excel needs; or CP932, with 〓 for characters it has not. */
export function csvBytes(text: string, encoding: OutputEncoding, first: boolean): Buffer {
  return csvEncoder(encoding).encode(first && encoding === 'utf-8' ? byteOrderMark + text : text)
}
