import type { Actor, Permission } from '../platform/access.ts'
import type { Db, Sql } from '../platform/db/db.ts'
import type { Condition, Test } from './predicate.ts'

/** For whom and on which day a question is asked. */
export interface Asking {
  actor: Actor
  /** today in the company's zone */
  today: string
}

interface Asked {
  key: string
  /** the room that hands it in */
  room: string
  type: 'text' | 'number' | 'money' | 'day' | 'choice' | 'reference' | 'flag'
  /** only where the shop itself gave the name (custom attributes); else the words files name it by its key */
  name?: string
  /** who may filter and sort by it, beyond those who may read customers; as a column it is masked or left out */
  needs?: Permission
  choices?: readonly string[]
  /** choices that the shop changes at will, named by itself or by the words files: a former one finds nobody, but is no fault */
  offers?: readonly { id: string; name: string | null }[]
  /** `reference`: whose ids the values are */
  of?: 'stores' | 'channels' | 'tags' | 'sources' | 'products' | 'categories'
  /** what a list shows of it, where that is not the value itself */
  column?: Sql
  isColumn?: boolean
  /** how a shown value looks to those who may not read it; without it they do not see the column at all */
  mask?: (value: string) => string
}

/**
 * One value of a customer: an expression over `customer` (the row of customers), from elsewhere by one left join that
 * never multiplies rows. Fields that name the same join share it.
 */
export interface ValueField extends Asked {
  sql: Sql
  join?: Sql
  /** an index serves this order */
  isSortable?: boolean
  /** the customer's id as it stands in that index, where that is not the customers table's own */
  sortId?: Sql
}

/** Something a customer has any number of (tags, products bought): `exists` wraps a test of one of them. */
export interface ManyField extends Asked {
  sql: Sql
  exists: (test: Sql) => Sql
}

/** A value as of a past day, for example the rank at a month's end; conditions name the day (`at`). */
export interface PastField extends Asked {
  sql: Sql
  existsAt: (day: string, test: Sql) => Sql
}

/** A condition of its own kind, for example the search box. */
export interface OwnField extends Asked {
  tests: readonly Test[]
  where: (condition: Condition, asking: Asking) => Sql
}

export type Field = ValueField | ManyField | PastField | OwnField

/** Rooms hand in fixed fields, or a function where the shop defines them (custom attributes). */
export type FieldSource = readonly Field[] | ((db: Db) => Promise<readonly Field[]>)

export type Fields = ReadonlyMap<string, Field>

/** Every field there is at this moment, by its key. */
export async function gatherFields(db: Db, sources: readonly FieldSource[]): Promise<Fields> {
  const gathered = await Promise.all(
    sources.map((source) => (typeof source === 'function' ? source(db) : Promise.resolve(source))),
  )
  return new Map(gathered.flat().map((field) => [field.key, field]))
}

const ranges: Test[] = ['from', 'to', 'in', 'notIn', 'empty']
const testsOfType: Record<Asked['type'], readonly Test[]> = {
  text: ['in', 'notIn', 'startsWith', 'contains', 'empty'],
  number: ranges,
  money: ranges,
  day: [...ranges, 'withinDays', 'olderThanDays'],
  choice: ['in', 'notIn', 'empty'],
  reference: ['in', 'notIn', 'empty'],
  flag: ['is'],
}

export function testsOf(field: Field): readonly Test[] {
  return 'tests' in field ? field.tests : testsOfType[field.type]
}

export function isSortable(field: Field): field is ValueField {
  return 'isSortable' in field && field.isSortable === true
}

/** What a list reads for a column; undefined when the field is none. */
export function columnOf(field: Field): Sql | undefined {
  if (field.column) return field.column
  return field.isColumn && 'sql' in field ? field.sql : undefined
}
