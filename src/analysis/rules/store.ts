import { type Db, many, one, sql, type Tx } from '../../platform/db/db.ts'
import { type AnalysisRules, analysisRules, defaultRules, type Rank } from './rules.ts'

/** The rules in force; `id` null: none saved yet, the defaults of the company's currency hold. */
export interface RulesInForce {
  id: number | null
  rules: AnalysisRules
  savedAt: Date | null
}

export async function readRules(db: Db, currency: string): Promise<RulesInForce> {
  const row = await one<{ id: number; definition: unknown; savedAt: Date }>(
    db,
    sql`select id, definition, created_at as "savedAt" from analysis_settings order by id desc limit 1`,
  )
  if (!row) return { id: null, rules: defaultRules(currency), savedAt: null }
  return { id: row.id, rules: analysisRules.parse(row.definition), savedAt: row.savedAt }
}

/** The ranks of the shop's own rules, best first; undefined while it has saved none. */
export async function readOwnRanks(db: Db): Promise<Rank[] | undefined> {
  const row = await one<{ list: Rank[] }>(
    db,
    sql`select definition #> '{ranks,list}' as list from analysis_settings order by id desc limit 1`,
  )
  return row?.list
}

/** Whether purchases of one day count as one under the rules in force. */
export async function readSameDayOnce(db: Db): Promise<boolean> {
  const row = await one<{ once: boolean }>(
    db,
    sql`select (definition->>'sameDayOnce')::boolean as once from analysis_settings order by id desc limit 1`,
  )
  return row?.once ?? false
}

export async function readRulesById(db: Db, id: number): Promise<AnalysisRules | undefined> {
  const row = await one<{ definition: unknown }>(db, sql`select definition from analysis_settings where id = ${id}`)
  return row && analysisRules.parse(row.definition)
}

/** Every saved version, newest first, with the name of who saved it. */
export async function listRules(db: Db) {
  return many<{ id: number; savedAt: Date; staffName: string | null; definition: AnalysisRules }>(
    db,
    sql`select a.id, a.created_at as "savedAt", s.name as "staffName", a.definition
        from analysis_settings a left join staff s on s.id = a.staff_id
        order by a.id desc limit 100`,
  )
}

/** Appends a version; the newest is in force. */
export async function appendRules(tx: Tx, rules: AnalysisRules, staffId: number, now: Date): Promise<number> {
  const row = await one<{ id: number }>(
    tx,
    sql`insert into analysis_settings (definition, staff_id, created_at)
        values (${JSON.stringify(rules)}, ${staffId}, ${now}) returning id`,
  )
  return (row as { id: number }).id
}
