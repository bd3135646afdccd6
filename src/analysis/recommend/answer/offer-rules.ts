import * as z from 'zod'
import { type Db, one, sql, type Tx } from '../../../platform/db/db.ts'
import { usualRules } from '../serve/rules.ts'

/** What may be offered, as the company says it. */
export const offerRules = z.strictObject({
  /** ids of product categories that are never offered */
  excludedCategories: z.array(z.number().int().positive()).max(1000),
  /** least share of the price that remains after cost, 0 to 1 */
  leastMargin: z.number().min(0).max(1),
  /** places of one category among any eight of a list */
  mostPerCategory: z.number().int().min(1).max(8),
  /** id of a category → days during which what was bought is not offered again; others: again when due */
  restDays: z.record(z.string().regex(/^\d+$/), z.number().int().min(1).max(3650)),
  /** offer trial products to those who have bought */
  trialsForBuyers: z.boolean(),
})
export type OfferRulesSaved = z.output<typeof offerRules>

export interface OfferRulesInForce {
  /** null: none saved yet */
  id: number | null
  rules: OfferRulesSaved
}

export async function readOfferRules(db: Db): Promise<OfferRulesInForce> {
  const row = await one<{ id: number; definition: unknown }>(
    db,
    sql`select id, definition from recommendation_rules order by id desc limit 1`,
  )
  if (!row) return { id: null, rules: offerRules.parse(usualRules) }
  return { id: row.id, rules: offerRules.parse(row.definition) }
}

export async function appendOfferRules(tx: Tx, rules: OfferRulesSaved, staffId: number, now: Date): Promise<number> {
  const row = await one<{ id: number }>(
    tx,
    sql`insert into recommendation_rules (definition, staff_id, created_at)
        values (${JSON.stringify(rules)}, ${staffId}, ${now}) returning id`,
  )
  return (row as { id: number }).id
}
