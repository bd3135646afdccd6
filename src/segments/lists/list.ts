import { may } from '../../platform/access.ts'
import type { CsvCell } from '../../platform/csv.ts'
import { type Db, many, type Sql, sql } from '../../platform/db/db.ts'
import { compile, requireField, typed, unfit } from '../compile.ts'
import { type Asking, columnOf, type Field, type Fields, isSortable, type ValueField } from '../field.ts'
import type { Predicate } from '../predicate.ts'

export interface Row {
  id: number
  number: string | null
  familyName: string
  givenName: string
  familyKana: string
  givenKana: string
  companyName: string
  values: Record<string, CsvCell>
}

/** Where the next page begins: after this value and id; after the id alone among those without a value. */
export interface Position {
  value: string | number | null
  id: number
}

export interface Asked {
  predicate: Predicate
  /** a field's key, `-key` for descending */
  sort: string
  columns: readonly string[]
  limit: number
  after?: Position
}

type Found = Omit<Row, 'values'> & { sortValue: string | number | null } & Record<`c${number}`, CsvCell>

/** One page of the customers who match, and where the next one begins. */
export async function readPage(
  db: Db,
  fields: Fields,
  asking: Asking,
  asked: Asked,
): Promise<{ rows: Row[]; next: Position | null }> {
  const order = readSort(asked.sort, fields, asking)
  const columns = readColumns(asked.columns, fields, asking)
  const wanted = asked.limit + 1
  const read = (part: 'with' | 'without', limit: number, after?: Position) =>
    many<Found>(db, selectPart(fields, asking, asked.predicate, order, columns, { part, limit, after }))

  // Who has no value to sort by comes after everyone who has, in either direction; two selects keep both on an index.
  const isTail = asked.after?.value === null
  const found = isTail ? [] : await read('with', wanted, asked.after)
  if (found.length < wanted) {
    found.push(...(await read('without', wanted - found.length, isTail ? asked.after : undefined)))
  }
  const page = found.slice(0, asked.limit)
  const last = page.at(-1)
  const next = found.length > asked.limit && last ? { value: last.sortValue, id: last.id } : null
  return { rows: page.map((one) => rowOf(one, columns)), next }
}

interface Order {
  field: ValueField
  direction: Sql
  beyond: Sql
}

function readSort(sort: string, fields: Fields, asking: Asking): Order {
  const isDescending = sort.startsWith('-')
  const key = isDescending ? sort.slice(1) : sort
  const field = requireField(fields, key, asking)
  if (!isSortable(field)) throw unfit(key, 'not-sortable')
  return isDescending ? { field, direction: sql`desc`, beyond: sql`<` } : { field, direction: sql`asc`, beyond: sql`>` }
}

interface Column {
  field: Field
  key: string
  sql: Sql
  mask?: (value: string) => string
}

export function readColumns(keys: readonly string[], fields: Fields, asking: Asking): Column[] {
  return [...new Set(keys)].map((key) => {
    const field = fields.get(key)
    const column = field && columnOf(field)
    if (!field || !column) throw unfit(key, 'unknown-field')
    const isHidden = field.needs !== undefined && !may(asking.actor, field.needs)
    if (isHidden && !field.mask) throw unfit(key, 'unknown-field')
    return { field, key, sql: column, mask: isHidden ? field.mask : undefined }
  })
}

function selectPart(
  fields: Fields,
  asking: Asking,
  predicate: Predicate,
  order: Order,
  columns: Column[],
  page: { part: 'with' | 'without'; limit: number; after?: Position },
): Sql {
  const { joins, where } = compile(predicate, fields, asking)
  const { field, direction, beyond } = order
  for (const used of [field, ...columns.map((column) => column.field)]) {
    if ('join' in used && used.join) joins.add(used.join)
  }
  const shown = columns.map((column, index) => sql`, ${column.sql} as ${sql.raw(`c${index}`)}`)
  const id = field.sortId ?? sql`customer.id`
  const { after } = page
  const afterValue = after && after.value !== null ? typed(field, after.value) : undefined
  const keyset =
    page.part === 'with'
      ? sql`${field.sql} is not null
          ${afterValue && after ? sql`and (${field.sql}, ${id}) ${beyond} (${afterValue}, ${after.id})` : sql.empty}`
      : sql`${field.sortId ?? field.sql} is null ${after ? sql`and customer.id > ${after.id}` : sql.empty}`
  return sql`
    select customer.id, customer.number, customer.family_name as "familyName", customer.given_name as "givenName",
      customer.family_kana as "familyKana", customer.given_kana as "givenKana", customer.company_name as "companyName",
      ${field.sql} as "sortValue" ${shown.length > 0 ? sql.join(shown, '') : sql.empty}
    from customers customer ${joins.size > 0 ? sql.join([...joins], ' ') : sql.empty}
    where ${where} and ${keyset}
    order by ${page.part === 'with' ? sql`${field.sql} ${direction}, ${id} ${direction}` : sql`customer.id`}
    limit ${page.limit}`
}

function rowOf(found: Found, columns: Column[]): Row {
  const values: Record<string, CsvCell> = {}
  columns.forEach(({ key, mask }, index) => {
    const value = found[`c${index}`] ?? null
    values[key] = mask && typeof value === 'string' ? mask(value) : value
  })
  const { id, number, familyName, givenName, familyKana, givenKana, companyName } = found
  return { id, number, familyName, givenName, familyKana, givenKana, companyName, values }
}
