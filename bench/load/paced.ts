import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { startThread } from '../../src/platform/threads.ts'

export interface Question {
  path: string
  headers: Record<string, string>
}

export interface Paced {
  address: string
  questions: Question[]
  /** so many a second, at even distances */
  rate: number
  /** so many of them are asked before, one after the other, and not counted */
  warmUp: number
}

export interface Waits {
  p50Milliseconds: number
  p99Milliseconds: number
  worstMilliseconds: number
  failed: number
}

/** Asks at even distances whatever the answers take, in a thread of its own; a wait counts from when it was due. */
export function askPaced(paced: Paced): Promise<Waits> {
  return new Promise((resolve, reject) => {
    const worker = startThread(new URL(import.meta.url), { workerData: paced })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

async function askAll({ address, questions, rate, warmUp }: Paced): Promise<Waits> {
  const { hostname, port } = new URL(address)
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  const waits: number[] = []
  let failed = 0
  const ask = ({ path, headers }: Question) =>
    new Promise<boolean>((resolve) => {
      const asked = request({ hostname, port, path, headers, agent }, (reply) => {
        reply.resume()
        reply.once('end', () => resolve(reply.statusCode === 200))
      })
      asked.once('error', () => resolve(false))
      asked.end()
    })
  for (const question of questions.slice(0, warmUp)) await ask(question)
  const started = performance.now()
  const under: Promise<void>[] = []
  for (const [n, question] of questions.slice(warmUp).entries()) {
    const due = started + (n * 1000) / rate
    while (performance.now() < due) await sleep(Math.max(0, due - performance.now() - 1))
    under.push(
      ask(question).then((isGood) => {
        waits.push(performance.now() - due)
        if (!isGood) failed += 1
      }),
    )
  }
  await Promise.all(under)
  agent.destroy()
  waits.sort((a, b) => a - b)
  const at = (share: number) => waits[Math.floor(share * (waits.length - 1))] ?? Number.NaN
  return { p50Milliseconds: at(0.5), p99Milliseconds: at(0.99), worstMilliseconds: at(1), failed }
}

if (!isMainThread) parentPort?.postMessage(await askAll(workerData as Paced))
