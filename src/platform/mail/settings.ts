import type { Config } from '../config.ts'
import { type Db, one, sql } from '../db/db.ts'
import { seal, unseal } from '../secrets.ts'
import type { MailServer } from './deliver.ts'
import type { Security } from './faults.ts'
import type { Sender } from './message.ts'

export interface MailSettings {
  host: string
  port: number
  security: Security
  user: string | null
  authority: string | null
  fromName: string
  fromAddress: string
  replyTo: string | null
  hasPassword: boolean
  version: number
}

const sealedAs = 'mail-settings'

/**
 * A mail server is named by an owner or administrator and may stand in one's own network, as most do, so the guard of
 * other outgoing calls does not apply. What it could be misused for does not work: only the ports of mail servers are
 * called, others must be listed in TOKUI_REACH, and nothing is said before the other side has greeted like a mail server.
 */
export const mailPorts = [25, 465, 587, 2525]

export function mayReach({ reach = [] }: Pick<Config, 'reach'>, host: string, port: number): boolean {
  return mailPorts.includes(port) || reach.includes(`${host}:${port}`)
}

export async function readMailSettings(db: Db): Promise<MailSettings | undefined> {
  return one<MailSettings>(
    db,
    sql`select host, port, security, user_name as "user", authority, from_name as "fromName",
          from_address as "fromAddress", reply_to as "replyTo", password is not null as "hasPassword", version
        from mail_settings`,
  )
}

/** The server with its password, and who our mails are from. */
export async function readMailServer(
  db: Db,
  config: Config,
): Promise<{ server: MailServer; from: Sender } | undefined> {
  const row = await one<MailSettings & { sealed: Buffer | null }>(
    db,
    sql`select host, port, security, user_name as "user", authority, from_name as "fromName",
          from_address as "fromAddress", reply_to as "replyTo", password as sealed from mail_settings`,
  )
  if (!row) return undefined
  const { host, port, security, user, authority, sealed } = row
  const password = sealed && unseal(config, sealedAs, sealed)
  return {
    server: { host, port, security, user, password, authority },
    from: { name: row.fromName, address: row.fromAddress, replyTo: row.replyTo },
  }
}

/** `password` undefined: the one that stands is kept. False when somebody else saved meanwhile. */
export async function writeMailSettings(
  db: Db,
  config: Config,
  now: Date,
  settings: Omit<MailSettings, 'hasPassword'> & { password?: string | null | undefined },
): Promise<boolean> {
  const { host, port, security, user, authority, fromName, fromAddress, replyTo, version, password } = settings
  const sealed = password ? seal(config, sealedAs, password) : null
  const { rowCount } = await db.query(
    sql`insert into mail_settings as standing (host, port, security, user_name, password, authority, from_name, from_address,
          reply_to, updated_at)
        values (${host}, ${port}, ${security}, ${user}, ${sealed}, ${authority}, ${fromName}, ${fromAddress},
          ${replyTo}, ${now})
        on conflict (id) do update set host = excluded.host, port = excluded.port, security = excluded.security,
          user_name = excluded.user_name, authority = excluded.authority, from_name = excluded.from_name,
          from_address = excluded.from_address, reply_to = excluded.reply_to, updated_at = excluded.updated_at,
          password = case when ${password === undefined} then standing.password else excluded.password end,
          version = standing.version + 1
        where standing.version = ${version}`,
  )
  return rowCount === 1
}
