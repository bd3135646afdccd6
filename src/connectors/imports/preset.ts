import type { Field, ImportKind, keepAsAttribute } from './field.ts'
import type { MappingOptions } from './mapping-shape.ts'

/** A layout we know by its column names. */
export interface Preset {
  id: string
  kind: ImportKind
  /** code and name of the source its numbers belong to */
  source: { code: string; name: string }
  /** where such orders are sold; taken when the company has just one channel of the kind */
  channel: 'ec' | 'store' | 'marketplace' | null
  /** the layout is this one when all of these columns are there */
  marks: string[]
  columns: Record<string, Field | typeof keepAsAttribute>
  options: Partial<MappingOptions>
}

/** A column's name however wide its signs are typed, without spaces and without a legend such as `(0:拒否, 1:許可)`. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/\([^()]*:[^()]*\)$/, '')
}
