import { resolve } from 'node:path'
import { Trouble } from './trouble.ts'

export interface Config {
  /** where the embedded database, uploads and exports live */
  dataFolder: string
  /** an external PostgreSQL ≥ 15; undefined: the embedded one */
  databaseUrl: string | undefined
  port: number
  host: string
  /** the address people type; links and origin checks use it, never the Host header */
  origin: string
  logLevel: string
  /** what secrets are sealed with; undefined: a key file in the data folder */
  secret?: string | undefined
  /** where LINE's Messaging API is; undefined: at LINE */
  lineApi?: string | undefined
  /** inner addresses (`host:port`) that outgoing calls may reach */
  reach?: readonly string[]
  /** folders beside the data folder's inbox whose files may be taken in */
  folders?: readonly string[]
}

/** Reads the settings of this process from its environment; throws a sentence for people when one is wrong. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(env.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Trouble(`PORT must be a port number, not "${env.PORT}"`)
  if (env.DATABASE_URL && !/^postgres(ql)?:\/\//.test(env.DATABASE_URL)) {
    throw new Trouble('DATABASE_URL must start with postgres:// or postgresql://')
  }
  return {
    dataFolder: resolve(env.TOKUI_DATA ?? 'data'),
    databaseUrl: env.DATABASE_URL || undefined,
    port,
    host: env.TOKUI_HOST ?? '127.0.0.1',
    origin: (env.TOKUI_ORIGIN ?? `http://localhost:${port}`).replace(/\/$/, ''),
    logLevel: env.TOKUI_LOG ?? 'info',
    secret: env.TOKUI_SECRET || undefined,
    lineApi: env.TOKUI_LINE_API || undefined,
    reach: (env.TOKUI_REACH ?? '').split(',').filter(Boolean),
    folders: (env.TOKUI_FOLDERS ?? '')
      .split(',')
      .filter(Boolean)
      .map((folder) => resolve(folder.trim())),
  }
}
