// oxlint-disable-next-line no-restricted-imports
import { Worker, type WorkerOptions } from 'node:worker_threads'

const stripTypes = new URL('./strip-types.js', import.meta.url).href

/**
 * Starts a thread at a module. Every thread starts here: Node.js takes types out with WebAssembly, whose code V8 frees
 * in one thread while another runs it, and then the whole process dies (docs/decisions/021).
 */
export function startThread(entry: URL, options: Omit<WorkerOptions, 'execArgv'> = {}): Worker {
  return new Worker(entry, { ...options, execArgv: ['--import', stripTypes] })
}
