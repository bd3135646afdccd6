import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { startThread } from '../../../platform/threads.ts'
import { doTask, type Task } from './tasks.ts'

export interface Threads {
  /** Does the task for items 0 … items − 1. */
  run(task: Task, items: number): Promise<void>
  close(): Promise<void>
}

/** Everything in the thread that asks. */
export const noThreads: Threads = { run: async (task, items) => doTask(task, 0, items), close: async () => {} }

/** As many threads as the machine runs at once, four at most. What comes out does not depend on their number. */
export function openThreads(count = Math.min(4, availableParallelism())): Threads {
  if (count < 2) return noThreads
  const workers = Array.from({ length: count }, () => startThread(new URL('./worker.ts', import.meta.url)))
  return {
    async run(task, items) {
      // blocks small enough that popular items, which take longest, do not leave one thread alone at the end
      const block = Math.max(16, Math.min(512, Math.ceil(items / (count * 8))))
      let next = 0
      await Promise.all(
        workers.map(async (worker) => {
          while (next < items) {
            const from = next
            next = Math.min(items, from + block)
            worker.postMessage({ task, from, to: next })
            // `once` also rejects when the worker fails
            await once(worker, 'message')
          }
        }),
      )
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
