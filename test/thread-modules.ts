import { parentPort } from 'node:worker_threads'

/** Says which modules of Node.js itself a thread has loaded, and at which line it says so. */
const loaded: string[] = (process as unknown as { moduleLoadList: string[] }).moduleLoadList
parentPort?.postMessage({ loaded, where: new Error('here').stack })
