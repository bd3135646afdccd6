import { once } from 'node:events'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** Streams rows into a table in PostgreSQL's text format, as fast as both sides go; memory stays at one buffer. */
export interface CopyWriter {
  row(...cells: (string | number | boolean | null)[]): void
  /** waits while the database is behind */
  drained(): Promise<void>
  end(): Promise<void>
  abort(): void
}

const bufferLength = 32 * 1024

export function copyInto(client: PoolClient, table: string, columns: readonly string[]): CopyWriter {
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  let buffer = ''
  let failure: Error | undefined
  stream.on('error', (error) => {
    failure ??= error
  })
  const flush = () => {
    const ready = stream.write(buffer)
    buffer = ''
    return ready
  }
  return {
    row(...cells) {
      let line = ''
      for (let index = 0; index < cells.length; index++) {
        const cell = cells[index] as string | number | boolean | null
        if (index > 0) line += '\t'
        line += typeof cell === 'string' ? escaped(cell) : cell === null ? '\\N' : cell
      }
      buffer += `${line}\n`
      if (buffer.length > bufferLength) flush()
    },
    async drained() {
      if (failure) throw failure
      if (buffer.length > bufferLength / 2) flush()
      if (stream.writableNeedDrain) await once(stream, 'drain')
    },
    async end() {
      if (failure) throw failure
      if (buffer !== '') flush()
      await new Promise<void>((resolve, reject) => {
        stream.once('finish', resolve)
        stream.once('error', reject)
        stream.end()
      })
    },
    abort() {
      stream.destroy(new Error('copy aborted'))
    },
  }
}

const special = /[\\\t\n\r\0]/
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '' }

function escaped(text: string): string {
  return special.test(text) ? text.replace(/[\\\t\n\r\0]/g, (character) => escapes[character] ?? '') : text
}
