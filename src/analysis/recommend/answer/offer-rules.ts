import { type Db, one, sql, type Tx } from '../../../platform/db/db.ts'
import { type OfferRulesSaved, offerRules } from '../contract.ts'
import { usualRules } from '../serve/rules.ts'

export interface OfferRulesInForce {
  /** null: none saved yet */
  id: number | null
  saved: { at: Date; staffName: string | null } | null
  rules: OfferRulesSaved
}

interface Row {
  id: number
  definition: unknown
  at: Date
  staffName: string | null
}

export async function readOfferRules(db: Db): Promise<OfferRulesInForce> {
  const row = await one<Row>(
    db,
    sql`select r.id, r.definition, r.created_at as at, s.name as "staffName"
        from recommendation_rules r left join staff s on s.id = r.staff_id order by r.id desc limit 1`,
  )
  if (!row) return { id: null, saved: null, rules: offerRules.parse(usualRules) }
  return { id: row.id, saved: { at: row.at, staffName: row.staffName }, rules: offerRules.parse(row.definition) }
}

export async function appendOfferRules(tx: Tx, rules: OfferRulesSaved, staffId: number, now: Date): Promise<number> {
  const row = await one<{ id: number }>(
    tx,
    sql`insert into recommendation_rules (definition, staff_id, created_at)
        values (${JSON.stringify(rules)}, ${staffId}, ${now}) returning id`,
  )
  return (row as { id: number }).id
}
