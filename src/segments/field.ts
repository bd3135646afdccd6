import type { Permission } from '../platform/access.ts'
import type { Db, Sql } from '../platform/db/db.ts'
import type { Condition, Test } from './predicate.ts'

/** What the compiler knows while it turns a condition into SQL. */
export interface Asking {
  /** today in the company's zone */
  today: string
}

interface Asked {
  key: string
  room: string
  /** only where the shop itself gave the name (custom attributes); else the words files name it by its key */
  name?: string
  /** who may filter, sort and see it, beyond those who may read customers */
  needs?: Permission
  choices?: readonly string[]
  of?: 'stores' | 'channels' | 'tags' | 'sources' | 'products' | 'categories'
  /** SQL types by which parameters are compared */
  type: 'text' | 'number' | 'money' | 'day' | 'choice' | 'reference' | 'flag'
}

/**
 * One value of a customer: an expression over `customer` (the row of customers) and, when it lives elsewhere, one
 * left join that must not multiply rows. Fields with the same join share it.
 */
export interface ValueField extends Asked {
  sql: Sql
  join?: Sql
  /** an index serves this order */
  isSortable?: boolean
  isColumn?: boolean
  /** how a value looks to those who may not read contact data */
  mask?: (value: string) => string
}

/** Something a customer has any number of (tags, orders of a product): `exists` wraps a test of one of them. */
export interface ManyField extends Asked {
  exists: (test: Sql) => Sql
  sql: Sql
  /** all of them as an array, for a column */
  list?: Sql
}

/** A value as of a past day, for example the rank at a month's end: `exists` gets the day and a test of the value. */
export interface PastField extends Asked {
  existsAt: (day: string, test: Sql) => Sql
  sql: Sql
}

/** A condition of its own kind, for example the search box. */
export interface OwnField extends Asked {
  tests: readonly Test[]
  where: (condition: Condition, asking: Asking) => Sql
}

export type Field = ValueField | ManyField | PastField | OwnField

/** Rooms hand in fixed fields, or a function where the shop defines them (custom attributes). */
export type FieldSource = Field[] | ((db: Db) => Promise<Field[]>)
