import { maskEmail, maskPhone, maskText, readDefinitions, searchCondition } from '../customers/index.ts'
import { type Db, type Sql, sql } from '../platform/db/db.ts'
import type { Field, ManyField, ValueField } from './field.ts'

/** What can be asked of the customers' own tables: reading joins on them, in the compiler's terms. */

/** fields of this list, before they are told their room */
type Unplaced = Field extends infer One ? (One extends Field ? Omit<One, 'room'> : never) : never

type Contact = 'email' | 'phone' | 'address' | 'line'

function exists(table: Sql, test: Sql): Sql {
  return sql`exists (select from ${table} one where one.customer_id = customer.id and ${test})`
}

function contactOf(kind: Contact, column: Sql): Pick<ManyField, 'sql' | 'exists' | 'column'> {
  const kindIs = sql.raw(`kind = '${kind}'`)
  return {
    sql: sql`one.${column}`,
    exists: (test) => exists(sql`contact_points`, sql`one.${kindIs} and ${test}`),
    column: sql`(select ${column} from contact_points one
      where one.customer_id = customer.id and one.${kindIs} and one.is_primary limit 1)`,
  }
}

function hasContact(key: string, kind: Contact): Omit<ValueField, 'room'> {
  return {
    key,
    type: 'flag',
    isColumn: true,
    sql: exists(sql`contact_points`, sql`one.kind = ${sql.raw(`'${kind}'`)}`),
  }
}

const contacts: Unplaced[] = [
  { key: 'email', type: 'text', needs: 'contacts.read', mask: maskEmail, ...contactOf('email', sql`value`) },
  { key: 'phone', type: 'text', needs: 'contacts.read', mask: maskPhone, ...contactOf('phone', sql`value`) },
  { key: 'postcode', type: 'text', needs: 'contacts.read', mask: maskText, ...contactOf('address', sql`postcode`) },
  { key: 'address', type: 'text', needs: 'contacts.read', mask: maskText, ...contactOf('address', sql`value`) },
  { key: 'prefecture', type: 'text', ...contactOf('address', sql`prefecture`) },
  hasContact('hasEmail', 'email'),
  hasContact('hasPhone', 'phone'),
  hasContact('hasAddress', 'address'),
  hasContact('hasLine', 'line'),
]

const profile: Unplaced[] = [
  { key: 'id', type: 'reference', sql: sql`customer.id`, isSortable: true },
  {
    key: 'search',
    type: 'text',
    tests: ['matches'],
    where: (condition, { actor }) => ('matches' in condition ? searchCondition(actor, condition.matches) : sql`false`),
  },
  { key: 'kana', type: 'text', sql: sql`customer.kana_key`, isSortable: true },
  { key: 'number', type: 'text', sql: sql`customer.number`, isSortable: true, isColumn: true },
  { key: 'companyName', type: 'text', sql: sql`customer.company_name`, isColumn: true },
  { key: 'birthOn', type: 'day', sql: sql`customer.birth_on`, isColumn: true },
  { key: 'birthMonth', type: 'number', sql: sql`extract(month from customer.birth_on)` },
  {
    key: 'gender',
    type: 'choice',
    choices: ['female', 'male', 'other', 'unanswered'],
    sql: sql`customer.gender`,
    isColumn: true,
  },
  { key: 'registeredOn', type: 'day', sql: sql`customer.registered_on`, isSortable: true, isColumn: true },
  {
    key: 'store',
    type: 'reference',
    of: 'stores',
    sql: sql`customer.store_id`,
    column: sql`(select name from stores where id = customer.store_id)`,
  },
  {
    key: 'channel',
    type: 'reference',
    of: 'channels',
    sql: sql`customer.channel_id`,
    column: sql`(select name from channels where id = customer.channel_id)`,
  },
  {
    key: 'tag',
    type: 'reference',
    of: 'tags',
    sql: sql`one.tag_id`,
    exists: (test) => exists(sql`customer_tags`, test),
    column: sql`array(select tags.name from customer_tags one join tags on tags.id = one.tag_id
      where one.customer_id = customer.id order by tags.name)`,
  },
  {
    key: 'source',
    type: 'reference',
    of: 'sources',
    sql: sql`one.source_id`,
    exists: (test) => exists(sql`customer_refs`, test),
  },
  {
    key: 'preference',
    type: 'text',
    sql: sql`one.value`,
    exists: (test) => exists(sql`preferences`, test),
    column: sql`array(select one.value from preferences one where one.customer_id = customer.id order by one.id)`,
  },
]

const valueOf = {
  text: { type: 'text', column: sql`text_value` },
  choice: { type: 'choice', column: sql`text_value` },
  number: { type: 'number', column: sql`number_value` },
  date: { type: 'day', column: sql`date_value` },
  boolean: { type: 'flag', column: sql`boolean_value` },
} as const

/** Customers' fields: their own, and the custom attributes the shop has defined. */
export async function customerFields(db: Db): Promise<Field[]> {
  const attributes = (await readDefinitions(db)).map((definition): Omit<ManyField, 'room'> => {
    const { type, column } = valueOf[definition.type]
    const own = sql`one.attribute_id = ${definition.id}`
    return {
      key: `attributes.${definition.key}`,
      name: definition.name,
      type,
      choices: definition.type === 'choice' ? definition.choices : undefined,
      sql: sql`one.${column}`,
      exists: (test) => exists(sql`customer_attributes`, sql`${own} and ${test}`),
      column: sql`(select one.${column} from customer_attributes one where one.customer_id = customer.id and ${own})`,
    }
  })
  return [...profile, ...contacts, ...attributes].map((field) => ({ ...field, room: 'customers' }))
}
