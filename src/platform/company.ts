import { type Db, one, sql } from './db/db.ts'

export interface Company {
  name: string
  timeZone: string
  fiscalYearStartMonth: number
  /** ISO 4217; amounts are integers in its smallest unit */
  currency: string
  isDemo: boolean
  version: number
}

/** Before the first visit there is no company yet; until then Japanese defaults hold. */
export const unnamedCompany: Company = {
  name: '',
  timeZone: 'Asia/Tokyo',
  fiscalYearStartMonth: 4,
  currency: 'JPY',
  isDemo: false,
  version: 0,
}

export async function readCompany(db: Db): Promise<Company | undefined> {
  return one<Company>(
    db,
    sql`select name, time_zone as "timeZone", fiscal_year_start_month as "fiscalYearStartMonth", currency,
          is_demo as "isDemo", version
        from company`,
  )
}
