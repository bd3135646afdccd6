import pg from 'pg'
import { Trouble } from '../trouble.ts'

/** Makes sure that a server can hold our data: its version, its encoding, and that its trigrams know Japanese. */
export async function checkServer(url: string): Promise<{ version: string; encoding: string; characterType: string }> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tokui-check',
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new Trouble(
      `The database cannot be reached: ${(error as Error).message || (error as { code?: string }).code}`,
    )
  }
  try {
    const facts = await readFacts(client)
    if (Number(facts.number) < 150_000) {
      throw new Trouble(`Tokui needs PostgreSQL 15 or newer; this server is ${facts.version}.`)
    }
    if (facts.encoding !== 'UTF8') {
      throw new Trouble(
        `The database must be encoded in UTF8, not ${facts.encoding}. Create it anew: create database … encoding 'UTF8' template template0`,
      )
    }
    await checkTrigrams(client, facts.characterType)
    return facts
  } finally {
    await client.end()
  }
}

async function readFacts(client: pg.Client) {
  const { rows } = await client.query<{ version: string; number: string; encoding: string; characterType: string }>(
    `select current_setting('server_version') as version, current_setting('server_version_num') as number,
       pg_encoding_to_char(encoding) as encoding, datctype as "characterType"
     from pg_database where datname = current_database()`,
  )
  return rows[0] as (typeof rows)[number]
}

/** Under LC_CTYPE=C the trigrams of Japanese are empty, and every search by name finds nothing without an error. */
async function checkTrigrams(client: pg.Client, characterType: string): Promise<void> {
  await client.query('create extension if not exists pg_trgm').catch((error: Error) => {
    throw new Trouble(`The extension pg_trgm is needed. As a superuser: create extension pg_trgm (${error.message})`)
  })
  const { rows } = await client.query<{ knows: boolean }>("select show_trgm('日本') <> '{}' as knows")
  if (!rows[0]?.knows) {
    throw new Trouble(
      `The database's character type ${characterType} does not know Japanese letters. Create it anew: create database … lc_ctype 'C.UTF-8' template template0`,
    )
  }
}
