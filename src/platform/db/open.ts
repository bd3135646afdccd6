import type { Config } from '../config.ts'
import { checkServer } from './check-server.ts'
import { startEmbedded } from './embedded.ts'

/** The database of this installation: the one DATABASE_URL names, else our own in the data folder. */
export interface Database {
  url: string
  embedded: boolean
  /** other processes were using it when we came */
  shared: boolean
  stop(): Promise<void>
}

export async function openDatabase(config: Config, say?: (line: string) => void): Promise<Database> {
  if (config.databaseUrl !== undefined) {
    await checkServer(config.databaseUrl)
    return { url: config.databaseUrl, embedded: false, shared: true, stop: async () => {} }
  }
  const server = await startEmbedded(config.dataFolder, { say })
  try {
    await checkServer(server.url)
  } catch (error) {
    await server.stop()
    throw error
  }
  return { url: server.url, embedded: true, shared: server.shared, stop: server.stop }
}
