import { type Db, one, sql } from '../../platform/db/db.ts'
import type { Explanation, RuleCode } from '../matching/index.ts'
import type { KnownRecord } from './read-records.ts'

/** What is joined without asking. Nothing, until somebody says so. */
export interface MatchSettings {
  automaticFrom: number | null
  rules: RuleCode[]
  version: number
}

export async function readSettings(db: Db): Promise<MatchSettings> {
  const row = await one<MatchSettings>(
    db,
    sql`select automatic_from as "automaticFrom", rules, version from match_settings`,
  )
  return row ?? { automaticFrom: null, rules: [], version: 0 }
}

type Verified = KnownRecord['verified']
type Judged = Pick<Explanation, 'chance' | 'rule' | 'veto'>

/** The rule that joins two records without counting chances; a shared mailbox or phone is one when both were verified. */
export function exactRule({ rule, veto, chance }: Judged, one: Verified, other: Verified): RuleCode | undefined {
  if (rule === undefined || veto !== undefined || chance < 0.9) return undefined
  if (rule === 'email' && !(one.email && other.email)) return undefined
  if (rule === 'mobile' && !(one.phone && other.phone)) return undefined
  return rule
}

export function isAutomatic(judged: Judged, one: Verified, other: Verified, settings: MatchSettings): boolean {
  if (judged.veto !== undefined) return false
  const rule = exactRule(judged, one, other)
  if (rule !== undefined && settings.rules.includes(rule)) return true
  return settings.automaticFrom !== null && judged.chance >= settings.automaticFrom
}
