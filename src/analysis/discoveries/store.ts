import { type Db, many, one, sql } from '../../platform/db/db.ts'
import type { FindingReply } from './contract.ts'
import type { Finding, Worth } from './questions.ts'

interface Run {
  asOf: string
  computedAt: Date
  newestMonth: string | null
  windowDays: number
  falseShare: number
  asked: number
  worth: { returning: Worth; best: Worth }
}

/** The newest answers, their subjects by the names they have today. */
export async function readDiscoveries(db: Db): Promise<{ run: Run | null; items: FindingReply[] }> {
  const row = await one<Run & { findings: Finding[] }>(
    db,
    sql`select as_of_on as "asOf", computed_at as "computedAt", nullif(newest_month, '') as "newestMonth",
          window_days as "windowDays", false_share as "falseShare", asked, worth, findings
        from discovery_runs order by id desc limit 1`,
  )
  if (!row) return { run: null, items: [] }
  const { findings, ...run } = row
  const names = await readNames(db, findings)
  const items = findings.map((finding): FindingReply => {
    if (finding.kind === 'best-leaving') return finding
    return { ...finding, name: names.get(`${finding.dimension} ${finding.value}`) ?? null }
  })
  return { run, items }
}

async function readNames(db: Db, findings: Finding[]): Promise<Map<string, string>> {
  const products = findings.flatMap((finding) =>
    finding.kind !== 'best-leaving' && finding.dimension === 'product' && finding.value.startsWith('id:')
      ? [Number(finding.value.slice(3))]
      : [],
  )
  const rows = await many<{ key: string; name: string }>(
    db,
    sql`select 'store id:' || id as key, name from stores
        union all select 'channel id:' || id, name from channels
        union all select 'product id:' || id, name from products where id = any(${products}::bigint[])`,
  )
  return new Map(rows.map(({ key, name }) => [key, name]))
}
