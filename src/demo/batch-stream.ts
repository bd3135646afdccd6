import { once } from 'node:events'
import { startThread } from '../platform/threads.ts'
import type { DemoOptions } from './generate.ts'
import type { TableName } from './tables/copy.ts'

export interface EncodedBatch {
  rows: Partial<Record<TableName, Uint8Array>>
  customers: number
}

/** Batches that wait for the database at most, so that memory stays the same at any size. */
const ahead = 3

/** The batches of a shop, made in another thread while the database takes in the ones before. */
export async function* streamBatches(options: DemoOptions): AsyncGenerator<EncodedBatch> {
  const worker = startThread(new URL('./batch-worker.ts', import.meta.url), {
    workerData: options,
    // rows live for one batch: a roomy nursery saves copying them about
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  })
  const ready: (EncodedBatch | null)[] = []
  worker.on('message', (batch: EncodedBatch | null) => ready.push(batch))
  try {
    for (let count = 0; count < ahead; count++) worker.postMessage('next')
    for (;;) {
      // `once` also rejects when the worker fails
      if (ready.length === 0) await once(worker, 'message')
      const batch = ready.shift()
      if (!batch) return
      yield batch
      worker.postMessage('next')
    }
  } finally {
    await worker.terminate()
  }
}
