import { fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rankAll } from '../../src/analysis/index.ts'
import { stepBack } from '../../src/cli/serving.ts'
import { findImport, interruptImport, receiveFile, runImport, startImport } from '../../src/connectors/index.ts'
import { readCompany, unnamedCompany } from '../../src/platform/company.ts'
import type { Context } from '../../src/platform/context.ts'
import { many, one, openPool, type Pool, sql, transaction } from '../../src/platform/db/db.ts'

const ordersOfFile = 200_000
/** Of a hundred orders in a file, so many are of people who have not bought before. */
const newcomers = 10

interface Importing {
  /** Stops the import under way, and takes back what was taken in. */
  stop(): Promise<{ orders: number }>
}

/** The importer at work on files of new orders, one after the other, in a process of its own as `tokui work` is one. */
export async function startImporting(url: string, evening: Date): Promise<Importing> {
  const child = fork(import.meta.filename, [url, evening.toISOString()])
  stepBack(child)
  const exited = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`the importer ended with ${code}`)))
  })
  // who waits for it is told; until then it is not unhandled
  exited.catch(() => {})
  const told = () => Promise.race([new Promise<unknown>((resolve) => child.once('message', resolve)), exited])
  await told()
  return {
    async stop() {
      const answer = told()
      child.send('stop')
      return (await answer) as { orders: number }
    },
  }
}

interface Buyer {
  number: string
  name: string
  kana: string
}

interface Goods {
  code: string
  name: string
  price: number
}

const digits = (count: number) => String(randomInt(10 ** count)).padStart(count, '0')

/** A shop's order file, one row an order line; most orders are of customers it sold to before. */
function orderFile(round: number, buyers: Buyer[], goods: Goods[]): string {
  const rows = ['注文番号,注文日時,会員番号,氏名,フリガナ,メールアドレス,電話番号,商品コード,商品名,単価,数量,金額']
  const pick = <T>(list: T[]) => list[randomInt(list.length)] as T
  for (let order = 0; order < ordersOfFile; order += 1) {
    const isNew = randomInt(100) < newcomers
    const buyer = pick(buyers)
    const number = isNew ? `N${round}-${order}` : buyer.number
    const contact = isNew ? `n${round}.${order}@example.jp,090-${digits(4)}-${digits(4)}` : ','
    const at = `2026/10/${10 + randomInt(20)} ${10 + randomInt(12)}:${10 + randomInt(50)}:00`
    for (let line = 1 + randomInt(3); line > 0; line -= 1) {
      const { code, name, price } = pick(goods)
      const quantity = 1 + randomInt(2)
      rows.push(
        `R${round}-${order},${at},${number},${buyer.name},${buyer.kana},${contact},${code},${name},${price},${quantity},${price * quantity}`,
      )
    }
  }
  return `${rows.join('\n')}\n`
}

async function readShop(pool: Pool): Promise<{ buyers: Buyer[]; goods: Goods[] }> {
  const known = await one<{ count: number }>(
    pool,
    sql`select greatest(reltuples, 1) as count from pg_class where relname = 'customers'`,
  )
  const percent = Math.min(100, 5_000_000 / (known?.count ?? 1))
  const buyers = await many<Buyer>(
    pool,
    sql`select r.external_id as number, concat(c.family_name, '　', c.given_name) as name,
          concat(c.family_kana, '　', c.given_kana) as kana
        from customers c tablesample system (${percent}) join customer_refs r on r.customer_id = c.id
          join sources s on s.id = r.source_id and s.code = 'eccube'
        where c.family_name <> ''`,
  )
  const goods = await many<Goods>(pool, sql`select code, name, price from products where price > 0 and name !~ '[,"]'`)
  return { buyers, goods }
}

async function importUntilStopped(url: string, now: Date): Promise<void> {
  const pool = openPool(url, { max: 10, applicationName: 'tokui-bench-import' })
  const folder = mkdtempSync(join(tmpdir(), 'tokui-bench-'))
  const ctx: Context = {
    pool,
    config: { dataFolder: folder } as Context['config'],
    now,
    company: (await readCompany(pool)) ?? unnamedCompany,
    jobs: { enqueue: async () => {} },
    log: { info() {}, warn() {}, error: console.error, debug() {} },
  }
  const { buyers, goods } = await readShop(pool)
  const ids: number[] = []
  let stopped = false
  process.once('message', () => {
    stopped = true
    const id = ids.at(-1)
    // between two files there is nothing to interrupt
    if (id !== undefined) transaction(pool, (tx) => interruptImport(ctx, tx, null, id)).catch(() => {})
  })
  for (let round = 1; !stopped; round += 1) {
    const path = join(folder, 'orders.csv')
    writeFileSync(path, orderFile(round, buyers, goods))
    const id = await receiveFile(ctx, null, createReadStream(path), {
      fileName: 'orders.csv',
      kind: 'orders',
      source: 'eccube',
    })
    ids.push(id)
    if (stopped) break
    await transaction(pool, (tx) => startImport(ctx, tx, null, id))
    if (round === 1) void tellWhenApplying(pool, id)
    await runImport(ctx, id)
  }
  const added = await one<{ orders: number }>(
    pool,
    sql`select coalesce(sum((counts->'orders'->>'added')::int), 0) as orders from imports where id = any(${ids})`,
  )
  await takeBack(ctx, ids)
  await pool.end()
  rmSync(folder, { recursive: true })
  process.send?.(added)
  process.disconnect()
}

/** The clients begin when the first orders have been taken in. */
async function tellWhenApplying(pool: Pool, id: number): Promise<void> {
  while (((await findImport(pool, id))?.appliedThrough ?? 0) === 0) await sleep(100)
  process.send?.('applying')
}

/** The database as it was, for the next run: by sets, where the program's own undo goes order by order. */
async function takeBack(ctx: Context, ids: number[]): Promise<void> {
  const orders = sql`select customer_id, id, source_id, number from orders where import_id = any(${ids})`
  const people = sql`select id from customers where import_id = any(${ids})`
  const removals = [
    sql`delete from order_numbers n using (${orders}) o where n.number = o.number and n.source_id = o.source_id`,
    sql`delete from order_lines l using (${orders}) o where l.customer_id = o.customer_id and l.order_id = o.id`,
    sql`delete from orders where import_id = any(${ids})`,
    ...['contact_points', 'customer_refs', 'customer_metrics', 'customer_changes'].map(
      (table) => sql`delete from ${sql.raw(table)} where customer_id in (${people})`,
    ),
    sql`delete from customers where import_id = any(${ids})`,
    ...['import_rejections', 'import_before'].map(
      (table) => sql`delete from ${sql.raw(table)} where import_id = any(${ids})`,
    ),
    sql`delete from imports where id = any(${ids})`,
  ]
  for (const removal of removals) await ctx.pool.query(removal)
  await rankAll(ctx)
}

const [url, evening] = process.argv.slice(2)
if (process.send && url && evening) await importUntilStopped(url, new Date(evening))
