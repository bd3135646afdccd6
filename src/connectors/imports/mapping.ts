import { createHash } from 'node:crypto'
import { type Field, fields, type ImportKind, keepAsAttribute, requiredFields, type Target } from './field.ts'
import { guessColumns, guessDateOrder } from './guess.ts'
import { type Mapping, mappingShape } from './mapping-shape.ts'
import { type Preset, plainName } from './preset.ts'
import { presetFor } from './presets.ts'

export { type Mapping, mappingShape }

/** The names of columns as the mapping writes them. */
export function columnNames(header: string[]): string[] {
  const seen = new Map<string, number>()
  return header.map((cell) => {
    const name = cell.replace(/^\ufeff/, '').trim()
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name}#${count}`
  })
}

/** Without a header row columns are called 1, 2, 3 … */
export function numberedColumns(width: number): string[] {
  return Array.from({ length: width }, (_, index) => String(index + 1))
}

/** Finds a layout again whatever the order of its columns. */
export function headerHash(names: string[]): Buffer {
  return createHash('sha256')
    .update([...names].sort().join('\u001f'))
    .digest()
}

/** Which columns carry a field, by their places in this file. */
export function placesOf(mapping: Mapping, names: string[], field: Target): number[] {
  return names.flatMap((name, place) => (mapping.columns[name] === field ? [place] : []))
}

/** A first mapping: the layout's own when its header is known, else by the names of the columns. */
export function suggestMapping(kind: ImportKind, names: string[], samples: string[][]): Mapping {
  const preset = presetFor(kind, names)
  if (preset) return presetMapping(preset, names)
  const columns = guessColumns(kind, names)
  const dates = names.flatMap((name, place) =>
    columns[name] === 'orderedAt' ? samples.map((row) => row[place] ?? '') : [],
  )
  return mappingShape.parse({ columns, options: { dateOrder: guessDateOrder(dates) } })
}

export function presetMapping(preset: Preset, names: string[]): Mapping {
  const meanings = new Map(Object.entries(preset.columns).map(([name, field]) => [plainName(name), field]))
  const columns = Object.fromEntries(
    names.flatMap((name) => {
      const field = meanings.get(plainName(name))
      return field ? [[name, field]] : []
    }),
  )
  return mappingShape.parse({ preset: preset.id, columns, options: preset.options })
}

export interface MappingProblem {
  code: 'field-missing' | 'field-unknown' | 'column-unknown'
  /** fields of which one is needed, or the field or column nobody knows */
  names: string[]
}

/** What stands in the way of starting with this mapping. */
export function mappingProblems(kind: ImportKind, mapping: Mapping, names: string[]): MappingProblem[] {
  const problems: MappingProblem[] = []
  const mapped = new Set(
    Object.entries(mapping.columns).flatMap(([name, field]) => (names.includes(name) ? [field] : [])),
  )
  for (const group of requiredFields[kind]) {
    if (!group.some((field) => mapped.has(field))) problems.push({ code: 'field-missing', names: [...group] })
  }
  const known = new Set<string>(fields[kind])
  for (const field of mapped) {
    const attribute = kind === 'customers' && (field === keepAsAttribute || field.startsWith(`${keepAsAttribute}:`))
    if (!known.has(field as Field) && !attribute) problems.push({ code: 'field-unknown', names: [field] })
  }
  return problems
}

/** Places of the columns that mean something, in the order of the file: only these are cut out of it at all. */
export function mappedPlaces(mapping: Mapping, names: string[]): number[] {
  return names.flatMap((name, place) => (mapping.columns[name] ? [place] : []))
}

/** Columns kept as custom attributes: their place and the key of the attribute, or the column's name for a new one. */
export function attributePlaces(mapping: Mapping, names: string[]): [place: number, attribute: string][] {
  return names.flatMap((name, place): [number, string][] => {
    const target = mapping.columns[name]
    if (target === keepAsAttribute) return [[place, `=${name}`]]
    return target?.startsWith(`${keepAsAttribute}:`) ? [[place, target.slice(keepAsAttribute.length + 1)]] : []
  })
}
