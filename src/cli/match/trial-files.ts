import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { scanner } from '../../connectors/index.ts'
import { matching } from '../../customers/index.ts'
import { Trouble } from '../../platform/trouble.ts'

type Field = Exclude<keyof matching.SourceRecord, 'others'>

/** Columns of RECORDS.csv and what they are called inside. */
const fieldOf: Record<string, Field> = {
  source: 'source',
  member_no: 'memberNo',
  family_name: 'familyName',
  given_name: 'givenName',
  family_kana: 'familyKana',
  given_kana: 'givenKana',
  full_name_raw: 'fullName',
  postcode: 'postcode',
  prefecture: 'prefecture',
  address1: 'address1',
  address2: 'address2',
  phone: 'phone',
  mobile: 'mobile',
  email: 'email',
  birth_date: 'birthDate',
  gender: 'gender',
  line_id: 'lineId',
}
/** a pattern of levels is one number, which has room for so many columns more */
const mostOthers = 10
const known = ['record_id', ...Object.keys(fieldOf)]

export interface TrialRecords {
  base: matching.Base
  /** place of each record by its id */
  places: Map<string, number>
}

export async function readRecords(path: string, mapPath: string | undefined): Promise<TrialRecords> {
  const map = mapPath === undefined ? undefined : readMap(mapPath)
  const places = new Map<string, number>()
  let layout: Layout | undefined
  let base = matching.openBase()
  let filling = matching.fillBase(base)
  await readRows(path, (cells, row) => {
    if (!layout) {
      layout = layoutOf(path, headOf(cells), map)
      base = matching.openBase(layout.others.length)
      filling = matching.fillBase(base)
      return
    }
    const id = (cells[layout.id] ?? '').trim()
    if (id === '') throw new Trouble(`${path}, row ${row}: record_id is empty`)
    if (places.has(id)) throw new Trouble(`${path}, row ${row}: record_id "${id}" occurs twice`)
    places.set(id, places.size)
    const record: matching.SourceRecord = { others: layout.others.map((at) => cells[at] ?? '') }
    for (const [field, columns] of layout.fields) record[field] = joined(cells, columns)
    filling.add(record)
  })
  filling.end()
  if (places.size === 0) throw new Trouble(`${path} has no records`)
  return { base, places }
}

export async function readTruth(path: string, places: ReadonlyMap<string, number>): Promise<[number, number][]> {
  const pairs: [number, number][] = []
  let columns: { a: number; b: number } | undefined
  await readRows(path, (cells, row) => {
    if (!columns) {
      const head = headOf(cells)
      columns = { a: head.indexOf('record_id_a'), b: head.indexOf('record_id_b') }
      if (columns.a < 0 || columns.b < 0) {
        throw new Trouble(`${path} needs the columns record_id_a and record_id_b in its first row`)
      }
      return
    }
    const [a, b] = [columns.a, columns.b].map((at) => (cells[at] ?? '').trim()) as [string, string]
    if (a === '' && b === '') return
    pairs.push([placeOf(a, row), placeOf(b, row)])
  })
  return pairs

  function placeOf(id: string, row: number): number {
    const place = places.get(id)
    if (place === undefined) throw new Trouble(`${path}, row ${row}: there is no record "${id}"`)
    return place
  }
}

async function readRows(path: string, onRow: (cells: string[], row: number) => void): Promise<void> {
  if (!existsSync(path)) throw new Trouble(`There is no file ${path}`)
  const scan = scanner({ delimiter: ',' }, onRow)
  for await (const chunk of createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>) scan.push(chunk)
  scan.end()
}

const headOf = (cells: string[]) => cells.map((cell) => cell.replace('\ufeff', '').trim())

function joined(cells: string[], columns: number[]): string {
  const [only = 0] = columns
  if (columns.length === 1) return cells[only] ?? ''
  return columns
    .map((at) => (cells[at] ?? '').trim())
    .filter((cell) => cell !== '')
    .join(' ')
}

type ColumnMap = Record<string, string | string[] | null>

function readMap(path: string): ColumnMap {
  if (!existsSync(path)) throw new Trouble(`There is no file ${path}`)
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Trouble(`${path} is not JSON: ${(error as Error).message}`)
  }
  const isName = (value: unknown) => value === null || typeof value === 'string'
  const fits =
    typeof content === 'object' &&
    content !== null &&
    !Array.isArray(content) &&
    Object.values(content).every((value) => isName(value) || (Array.isArray(value) && value.every(isName)))
  if (!fits) throw new Trouble(`${path} must be an object: {"family_name": "surname", "address1": ["street", "no"]}`)
  return content as ColumnMap
}

interface Layout {
  id: number
  fields: [Field, number[]][]
  others: number[]
}

/** Which column is which field. Without a map every column must have a known name; a map may pass columns over. */
function layoutOf(path: string, head: string[], map: ColumnMap | undefined): Layout {
  const columnsOf = new Map<string, number[]>()
  const others: number[] = []
  const taken = new Set<string>()
  const take = (field: string, column: string) => {
    const at = head.indexOf(column)
    if (at < 0) throw new Trouble(`${path} has no column "${column}"; it has ${head.join(', ')}`)
    taken.add(column)
    if (field === 'other') others.push(at)
    else columnsOf.set(field, [...(columnsOf.get(field) ?? []), at])
  }
  for (const [key, value] of Object.entries(map ?? {})) {
    const names = value === null ? [] : [value].flat()
    const isField = known.includes(key) || key === 'other'
    // either way round: {"family_name": "surname"} or {"surname": "family_name"}
    const turned =
      names.length === 1 &&
      (known.includes(names[0] as string) || names[0] === 'other') &&
      !head.includes(names[0] as string)
    if (turned && head.includes(key)) take(names[0] as string, key)
    else if (isField) for (const name of names) take(key, name)
    else if (head.includes(key) && names.length === 0) taken.add(key)
    else throw new Trouble(`"${key}" is no field; there are ${known.join(', ')}, and other for any further column`)
  }
  for (const name of head) {
    if (taken.has(name) || columnsOf.has(name)) continue
    if (known.includes(name)) take(name, name)
    else if (!map) {
      throw new Trouble(
        `${path}: column "${name}" is not known; there are ${known.join(', ')}. Say with --columns what it is, or null to leave it out`,
      )
    }
  }
  const [id] = columnsOf.get('record_id') ?? []
  if (id === undefined) throw new Trouble(`${path} needs a column record_id`)
  columnsOf.delete('record_id')
  if (columnsOf.size + others.length === 0) throw new Trouble(`${path} has no column to compare`)
  if (others.length > mostOthers)
    throw new Trouble(`At most ${mostOthers} columns can be named as other, not ${others.length}`)
  const fields = [...columnsOf].map(([field, columns]): [Field, number[]] => [fieldOf[field] as Field, columns])
  return { id, fields, others }
}
