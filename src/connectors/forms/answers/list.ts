import { maskEmail, maskPhone, maskText, seenBy } from '../../../customers/index.ts'
import { type Actor, may } from '../../../platform/access.ts'
import { type Db, many, type Sql, sql } from '../../../platform/db/db.ts'
import type { Field, StoredDefinition } from '../definition.ts'
import type { AnswerValue } from '../page/sent.ts'
import type { Answer, GivenConsent } from './store.ts'

export interface ListedAnswer extends Pick<Answer, 'id' | 'at' | 'state' | 'confirmedAt'> {
  customerId: number | null
  customerName: string
  values: { key: string; label: string; kind: Field['kind']; value: AnswerValue }[]
  consents: GivenConsent[]
  masked: boolean
}

interface Asked {
  formId: number
  state?: Answer['state'] | undefined
  before: number
  limit: number
}

/** Newest first. People limited to stores see the answers of those customers whom they see, and no others. */
export async function listAnswers(
  db: Db,
  actor: Actor,
  { formId, state, before, limit }: Asked,
): Promise<ListedAnswer[]> {
  const rows = await many<Row>(
    db,
    sql`select a.id, a.at, a.state, a.confirmed_at as "confirmedAt", a.answers, a.consents, v.definition,
          customer.id as "customerId", coalesce(nullif(concat_ws(' ', nullif(customer.family_name, ''),
            nullif(customer.given_name, '')), ''), customer.company_name, '') as "customerName"
        from form_answers a join form_versions v on v.form_id = a.form_id and v.version = a.version
          left join answered_forms whose on whose.answer_id = a.id
          left join customers customer on customer.id = whose.customer_id
        where a.form_id = ${formId} and a.id < ${before} and ${limitedTo(actor)}
          and (${state ?? null}::text is null or a.state = ${state ?? null})
        order by a.id desc limit ${limit}`,
  )
  const shown = may(actor, 'contacts.read')
  return rows.map(({ answers, definition, ...row }) => ({
    ...row,
    masked: !shown,
    values: definition.fields.flatMap(({ key, label, kind }) => {
      const value = answers[key]
      return value === undefined ? [] : [{ key, label, kind, value: shown ? value : masked(kind, value) }]
    }),
  }))
}

type Row = Omit<ListedAnswer, 'values' | 'masked'> & Pick<Answer, 'answers'> & { definition: StoredDefinition }

/** Reads the customers' tables. */
const limitedTo = (actor: Actor): Sql =>
  actor.storeIds === null ? sql`true` : sql`(customer.id is not null and ${seenBy(actor)})`

function masked(kind: Field['kind'], value: AnswerValue): AnswerValue {
  if (kind === 'email') return maskEmail(String(value))
  if (kind === 'phone') return maskPhone(String(value))
  if (kind === 'address') return maskText('')
  return value
}
