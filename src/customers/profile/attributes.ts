import { type Db, many, sql } from '../../platform/db/db.ts'
import { type FieldProblem, Refusal } from '../../platform/http/refusal.ts'
import type { Fields, Value } from '../history/change.ts'

export interface AttributeDefinition {
  id: number
  key: string
  name: string
  type: 'text' | 'number' | 'date' | 'boolean' | 'choice'
  choices: string[]
  version: number
}

export async function readDefinitions(db: Db): Promise<AttributeDefinition[]> {
  return many<AttributeDefinition>(
    db,
    sql`select id, key, name, type, choices, version from attribute_definitions order by id`,
  )
}

/** Why a value does not fit its definition; undefined when it does. */
export function misfit(definition: AttributeDefinition, value: Value): string | undefined {
  if (value === null) return undefined
  switch (definition.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'wrong-type'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'wrong-type'
    case 'date':
      return typeof value === 'string' && isDay(value) ? undefined : 'wrong-format'
    case 'choice':
      return typeof value === 'string' && definition.choices.includes(value) ? undefined : 'not-a-choice'
    case 'text':
      return typeof value === 'string' ? undefined : 'wrong-type'
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

const column = {
  text: 'text_value',
  choice: 'text_value',
  number: 'number_value',
  date: 'date_value',
  boolean: 'boolean_value',
}

/** Checks values by key against the definitions; unknown keys and misfits are refused together. */
export function checkAttributes(definitions: AttributeDefinition[], values: Fields): void {
  const problems = Object.entries(values).flatMap(([key, value]): FieldProblem[] => {
    const definition = definitions.find((one) => one.key === key)
    if (!definition) return [{ field: `attributes.${key}`, code: 'unknown-field' }]
    const code = misfit(definition, value)
    return code ? [{ field: `attributes.${key}`, code }] : []
  })
  if (problems.some((problem) => problem.code === 'unknown-field')) throw new Refusal('unknown-field', {}, problems)
  if (problems.length > 0) throw new Refusal('invalid-request', {}, problems)
}

export async function writeAttributes(
  db: Db,
  now: Date,
  customerId: number,
  definitions: AttributeDefinition[],
  values: Fields,
): Promise<void> {
  for (const [key, value] of Object.entries(values)) {
    const definition = definitions.find((one) => one.key === key)
    if (!definition) continue
    const target = sql.raw(column[definition.type])
    await db.query(
      value === null
        ? sql`delete from customer_attributes where customer_id = ${customerId} and attribute_id = ${definition.id}`
        : sql`insert into customer_attributes (customer_id, attribute_id, ${target}, updated_at)
              values (${customerId}, ${definition.id}, ${value}, ${now})
              on conflict (customer_id, attribute_id) do update set ${target} = excluded.${target}, updated_at = ${now}`,
    )
  }
}
