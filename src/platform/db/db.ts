import pg from 'pg'
import sqlTag, { empty, join, raw, type Sql } from 'sql-template-tag'

/** SQL in the open: `db.query(sql\`select … where id = ${id}\`)`; every `${}` is a parameter, nested `sql` is spliced. */
export const sql = Object.assign(sqlTag, { join, raw, empty })
export type { Sql }

/** What functions in `store.ts` take first: a pool, or one connection inside a transaction. */
export interface Db {
  query<Row extends object = Record<string, unknown>>(query: Sql): Promise<{ rows: Row[]; rowCount: number | null }>
}

/** A connection inside a transaction. Functions that must not run outside one say so by taking a Tx. */
export type Tx = pg.PoolClient & { readonly inTransaction: true }
export type Pool = pg.Pool

// Calendar days stay text (never shifted by a zone); bigint and numeric become numbers, refused beyond 2^53.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of range: ${text}`)
  return value
})

export function openPool(url: string, options: { max?: number; applicationName?: string } = {}): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'tokui',
    options: '-c timezone=UTC -c jit=off',
  })
  // A connection that dies while idle is replaced on the next use; without a listener Node would exit.
  pool.on('error', () => {})
  // The same for one that dies in a transaction between two statements: the next statement says so.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const preparedNames = new Map<string, string>()

/**
 * Plans a statement once a connection instead of at each call: for the few that run on every request. Only for texts of
 * which there is a handful; parameters may differ.
 */
export function prepared(query: Sql): Sql {
  const { text } = query
  let name = preparedNames.get(text)
  if (!name) {
    name = `prepared_${preparedNames.size + 1}`
    preparedNames.set(text, name)
  }
  return Object.assign(query, { name })
}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function transaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client as unknown as Tx)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

export async function one<Row extends object>(db: Db, query: Sql): Promise<Row | undefined> {
  return (await db.query<Row>(query)).rows[0]
}

export async function many<Row extends object>(db: Db, query: Sql): Promise<Row[]> {
  return (await db.query<Row>(query)).rows
}
