import type { Log } from './context.ts'

const levels = ['debug', 'info', 'warn', 'error', 'silent']

/** One JSON line an entry, for processes without the HTTP server. Never hand it personal data: ids only. */
export function createLog(level: string, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  const threshold = levels.indexOf(level) < 0 ? levels.indexOf('info') : levels.indexOf(level)
  const at =
    (name: string) =>
    (entry: unknown, message?: string): void => {
      if (levels.indexOf(name) < threshold) return
      const facts = typeof entry === 'string' ? { msg: entry } : plain(entry as object)
      write(
        `${JSON.stringify({ level: name, time: new Date().toISOString(), ...facts, ...(message ? { msg: message } : {}) })}\n`,
      )
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } as Log
}

function plain(entry: object): object {
  const error = (entry as { err?: unknown }).err
  if (!(error instanceof Error)) return entry
  // the message of a database error may quote values; its code and place do not
  const { code, stack } = error as Error & { code?: string }
  const place = stack?.split('\n').filter((line) => line.trimStart().startsWith('at '))
  const message = code ? undefined : error.message
  return { ...entry, err: { type: error.name, code, message, stack: place?.slice(0, 8).join('\n') } }
}
