import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, createReadStream, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { findImport, receiveFile, runImport, startImport } from '../src/connectors/index.ts'
import { unnamedCompany } from '../src/platform/company.ts'
import type { Context } from '../src/platform/context.ts'
import { one, type Pool, sql, transaction } from '../src/platform/db/db.ts'
import type { Figures, Machinery, Options } from './machinery.ts'

export const defaults: Options = { lines: 1_000_000 }

const log = { info() {}, warn() {}, error: console.error, debug() {} }

/**
 * Takes a CP932 file of order lines in, from the file to orders, lines, products, customers, contact points and
 * metrics, against a bare COPY of the same file into one table with the keys that order lines are found by.
 */
export async function run({ lines = 1 }: Options, machinery: Machinery): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'tokui-bench-'))
  try {
    const path = join(folder, 'lines.csv')
    execFileSync(process.execPath, [join(import.meta.dirname, 'load/order-lines.ts'), path, String(lines)])
    const { pool } = await machinery.empty()
    const baselineSeconds = await machinery.seconds('COPY of the file', () => copyFile(pool, path))
    await pool.query('drop table bare')
    const ctx = contextOf(pool, folder)
    let id = 0
    const seconds = await machinery.seconds('Import of the file', async () => {
      id = await receiveFile(ctx, null, createReadStream(path), { fileName: 'lines.csv', kind: 'orders' })
      await transaction(pool, (tx) => startImport(ctx, tx, null, id))
      await runImport(ctx, id)
    })
    const { status, rowsRead, counts } = await findImport(pool, id)
    const net = await one(pool, sql`select sum(net_sales) as net, count(*) as orders from orders`)
    return {
      size: rowsRead,
      seconds,
      baselineSeconds,
      status,
      counts,
      ...net,
      fileMegabytes: Math.round(statSync(path).size / 1e6),
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      state: createHash('sha256')
        .update(JSON.stringify([counts, net]))
        .digest('hex')
        .slice(0, 12),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function contextOf(pool: Pool, dataFolder: string): Context {
  return {
    pool,
    config: { dataFolder } as Context['config'],
    now: new Date('2026-11-01T03:00:00Z'),
    company: unnamedCompany,
    jobs: { enqueue: async () => {} },
    log,
  }
}

/** The same rows as they stand, into columns of fitting types, keyed by order and line, found by customer, day and product. */
async function copyFile(pool: Pool, path: string): Promise<void> {
  const names = headerOf(path)
  const typeOf = (name: string) =>
    name === '注文日時'
      ? 'timestamp'
      : /単価|数量|金額|商品合計|値引き|ポイント|送料|手数料|消費税/.test(name)
        ? 'bigint'
        : 'text'
  const columns = names.map((name) => `"${name}" ${typeOf(name)}`).join(', ')
  await pool.query(`create table bare (${columns}, line serial, primary key ("注文番号", line))`)
  await pool.query('create index on bare ("会員番号")')
  await pool.query('create index on bare ("注文日時")')
  await pool.query('create index on bare ("商品コード", "会員番号")')
  const client = await pool.connect()
  try {
    const list = names.map((name) => `"${name}"`).join(', ')
    const into = client.query(copyFrom(`copy bare (${list}) from stdin (format csv, header, encoding 'SJIS')`))
    await pipeline(createReadStream(path, { highWaterMark: 262_144 }), into)
  } finally {
    client.release()
  }
}

function headerOf(path: string): string[] {
  const file = openSync(path, 'r')
  const head = Buffer.alloc(65_536)
  const length = readSync(file, head)
  closeSync(file)
  return new TextDecoder('shift_jis')
    .decode(head.subarray(0, Math.min(length, head.indexOf(10))))
    .trim()
    .split(',')
}
