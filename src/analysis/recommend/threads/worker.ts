import { parentPort } from 'node:worker_threads'
import { doTask, type Task } from './tasks.ts'

parentPort?.on('message', ({ task, from, to }: { task: Task; from: number; to: number }) => {
  doTask(task, from, to)
  parentPort?.postMessage('done')
})
