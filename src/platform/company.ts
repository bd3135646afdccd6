import { type Db, one, prepared, sql } from './db/db.ts'

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

/** Names the company on the first visit. */
export async function foundCompany(
  db: Db,
  now: Date,
  company: Pick<Company, 'name' | 'timeZone' | 'fiscalYearStartMonth' | 'currency'>,
): Promise<void> {
  await db.query(
    sql`insert into company (name, time_zone, fiscal_year_start_month, currency, created_at, updated_at)
        values (${company.name}, ${company.timeZone}, ${company.fiscalYearStartMonth}, ${company.currency}, ${now}, ${now})
        on conflict (id) do update set name = excluded.name, time_zone = excluded.time_zone,
          fiscal_year_start_month = excluded.fiscal_year_start_month, currency = excluded.currency,
          updated_at = excluded.updated_at, version = company.version + 1`,
  )
}

export async function readCompany(db: Db): Promise<Company | undefined> {
  return one<Company>(
    db,
    prepared(sql`
      select name, time_zone as "timeZone", fiscal_year_start_month as "fiscalYearStartMonth", currency,
        is_demo as "isDemo", version
      from company`),
  )
}

/**
 * Who answers many requests need not ask for the company each time: `recent` is at most a second old, and never older
 * than the last `forget`, which whoever may have changed it calls.
 */
export function companyReader(db: Db): { recent(): Promise<Company>; forget(): void } {
  let known: { company: Company; until: number } | undefined
  return {
    async recent() {
      if (known && performance.now() < known.until) return known.company
      const company = (await readCompany(db)) ?? unnamedCompany
      known = { company, until: performance.now() + 1000 }
      return company
    },
    forget() {
      known = undefined
    },
  }
}
