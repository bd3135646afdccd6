import { Readable } from 'node:stream'
import { findImport, receiveFile, startImport } from '../src/connectors/index.ts'
import { house, jobsOf } from '../src/house.ts'
import type { Context } from '../src/platform/context.ts'
import { type Db, many, sql, transaction } from '../src/platform/db/db.ts'
import type { inlineJobs } from './context.ts'

export type ImportingContext = Context & { jobs: ReturnType<typeof inlineJobs> }

/** Takes a file in as the wizard does when nobody changes anything, to the end. */
export async function takeIn(
  ctx: ImportingContext,
  file: Buffer | Readable,
  options: { fileName: string; source?: string },
) {
  const id = await receiveFile(ctx, null, file instanceof Readable ? file : Readable.from([file]), options)
  await transaction(ctx.pool, (tx) => startImport(ctx, tx, null, id))
  await ctx.jobs.run(ctx, jobsOf(house))
  return findImport(ctx.pool, id)
}

/** Everything an import writes, without ids, times and the marks of which import it was: equal states, equal texts. */
export async function stateOf(db: Db): Promise<string[]> {
  const parts = [
    sql`select 'order', s.code, o.number, ordered_at, ordered_on, status, subtotal, discount, points_used, shipping, fee, tax,
          total, net_sales, gross_profit, payment_method, buyer, ref.external_id
        from orders o join sources s on s.id = o.source_id
          left join customer_refs ref on ref.customer_id = o.customer_id and ref.source_id = o.source_id`,
    sql`select 'line', s.code, n.number, line_no, l.code, l.name, quantity, unit_price, amount, l.tax_rate, l.cost, p.code
        from order_lines l join order_numbers n on n.order_id = l.order_id join sources s on s.id = n.source_id
          left join products p on p.id = l.product_id`,
    sql`select 'customer', s.code, ref.external_id, c.number, family_name, given_name, family_kana, company_name, birth_on, gender,
          name_key
        from customers c left join customer_refs ref on ref.customer_id = c.id left join sources s on s.id = ref.source_id`,
    sql`select 'contact', s.code, ref.external_id, kind, value, key, postcode, prefecture from contact_points p
        join customer_refs ref on ref.customer_id = p.customer_id join sources s on s.id = ref.source_id`,
    sql`select 'product', code, name, price from products`,
    sql`select 'metrics', s.code, ref.external_id, c.family_name, first_on, last_on, order_count, order_days, m.net_sales,
          m.gross_profit, r, f, m, rank, cpm
        from customer_metrics m join customers c on c.id = m.customer_id
          left join customer_refs ref on ref.customer_id = m.customer_id left join sources s on s.id = ref.source_id`,
  ]
  const rows: object[] = []
  for (const part of parts) rows.push(...(await many(db, part)))
  return rows.map((row) => JSON.stringify(Object.values(row))).sort()
}
