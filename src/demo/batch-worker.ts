import { parentPort, workerData } from 'node:worker_threads'
import { batches, type DemoOptions } from './generate.ts'
import { tableNames } from './tables/copy.ts'

/** Makes batches in a thread of its own, one for each message; an empty answer is the end. */
const stream = batches(workerData as DemoOptions)

parentPort?.on('message', () => {
  const { value, done } = stream.next()
  if (done) return parentPort?.postMessage(null)
  const rows: Record<string, Uint8Array> = {}
  // an exact copy, not a piece of Node's shared pool: its memory moves to the other thread
  for (const table of tableNames)
    if (value.rows[table] !== '') rows[table] = new TextEncoder().encode(value.rows[table])
  parentPort?.postMessage(
    { rows, customers: value.customers },
    Object.values(rows).map((bytes) => bytes.buffer as ArrayBuffer),
  )
})
