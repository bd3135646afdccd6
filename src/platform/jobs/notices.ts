import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../context.ts'

/** Many notices in a moment are heard as one. */
const gatherMilliseconds = 100
const againMilliseconds = 5000

/**
 * Hears what is notified on channels of the database, on a connection of its own that is opened anew when it breaks. What
 * is notified in between is not heard: whoever must not miss anything also looks by the clock.
 */
export function hearNotices(
  url: string,
  hear: Record<string, () => Promise<void>>,
  log: Pick<Log, 'warn'>,
): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
  const gathering = new Map<string, NodeJS.Timeout>()

  async function listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'tokui-notices',
      connectionTimeoutMillis: 5000,
    })
    const broken = new Promise<void>((resolve) => client.on('error', () => resolve()).on('end', () => resolve()))
    client.on('notification', ({ channel }) => {
      if (gathering.has(channel)) return
      gathering.set(channel, setTimeout(tell, gatherMilliseconds, channel))
    })
    await client.connect()
    try {
      for (const channel of Object.keys(hear)) await client.query(`listen ${client.escapeIdentifier(channel)}`)
      await Promise.race([broken, stopped])
    } finally {
      await client.end()
    }
  }

  function tell(channel: string): void {
    gathering.delete(channel)
    hear[channel]?.().catch((error) => log.warn({ err: error }, 'what was notified could not be queued'))
  }

  async function keepListening(): Promise<void> {
    while (!stopping.signal.aborted) {
      await listen().catch((error) => log.warn({ err: error }, 'the database could not be listened to'))
      await sleep(againMilliseconds, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  const listening = keepListening()
  return {
    async stop() {
      stopping.abort()
      for (const timer of gathering.values()) clearTimeout(timer)
      await listening
    },
  }
}
