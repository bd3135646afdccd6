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
    sql`select 'order', o.source_id, o.number, ordered_at, ordered_on, status, subtotal, discount, points_used, shipping, fee, tax,
          total, net_sales, gross_profit, payment_method, buyer, ref.external_id
        from orders o left join customer_refs ref on ref.customer_id = o.customer_id and ref.source_id = o.source_id order by 2, 3`,
    sql`select 'line', n.source_id, n.number, line_no, l.code, l.name, quantity, unit_price, amount, l.tax_rate, l.cost, p.code
        from order_lines l join order_numbers n on n.order_id = l.order_id left join products p on p.id = l.product_id
        order by 2, 3, 4`,
    sql`select 'customer', ref.source_id, ref.external_id, c.number, family_name, given_name, family_kana, birth_on, gender, name_key
        from customers c left join customer_refs ref on ref.customer_id = c.id order by 2, 3`,
    sql`select 'contact', ref.external_id, kind, value, key, postcode, prefecture from contact_points p
        join customer_refs ref on ref.customer_id = p.customer_id order by 2, 3, 4, 5`,
    sql`select 'product', code, name, price from products order by 2`,
    sql`select 'metrics', ref.external_id, first_on, last_on, order_count, m.net_sales, rank from customer_metrics m
        join customer_refs ref on ref.customer_id = m.customer_id order by 2`,
  ]
  const rows: object[] = []
  for (const part of parts) rows.push(...(await many(db, part)))
  return rows.map((row) => JSON.stringify(Object.values(row)))
}
