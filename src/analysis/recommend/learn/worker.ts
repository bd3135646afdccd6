import { parentPort, workerData } from 'node:worker_threads'
import { pack } from '../shop/pack.ts'
import { type Told, trainShop } from '../shop/train.ts'
import { openThreads } from '../threads/threads.ts'
import { dueList } from './due-list.ts'

/** Learns in a thread of its own, so that whoever asked keeps answering. */
const { told, stores } = workerData as { told: Told; stores: Int32Array }

const threads = openThreads()
const { model, settings, proof } = await trainShop(told, threads)
await threads.close()
const bytes = pack(model)
const crowd = model.next.knowledge.crowd.customers
parentPort?.postMessage(
  { bytes, crowd, settings, proof, due: dueList(model.rhythm, told.baskets, stores, told.today) },
  [bytes.buffer],
)
