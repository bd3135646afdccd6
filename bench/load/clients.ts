import { connect, type Socket } from 'node:net'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { startThread } from '../../src/platform/threads.ts'

export interface Asked {
  address: string
  cookie: string
  paths: string[]
  clients: number
  /** asked but not counted before */
  warmUpSeconds: number
  seconds: number
}

export interface Timing {
  requests: number
  failed: number
  p50: number
  p95: number
}

/** Clients who ask again as soon as they are answered, in a thread of their own: their work is not the server's. */
export function ask(asked: Asked): Promise<Timing> {
  return new Promise((resolve, reject) => {
    const worker = startThread(new URL(import.meta.url), { workerData: asked })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

async function askAll({ address, cookie, paths, clients, warmUpSeconds, seconds }: Asked): Promise<Timing> {
  const { hostname, port, host } = new URL(address)
  const times: number[] = []
  let [failed, next] = [0, 0]
  const counted = performance.now() + warmUpSeconds * 1000
  const end = counted + seconds * 1000
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      const get = getter(socket, `Host: ${host}\r\nCookie: ${cookie}\r\n\r\n`)
      // everybody asks once at least, however long it takes
      for (let asked = 0; asked === 0 || performance.now() < end; asked += 1) {
        const started = performance.now()
        const status = await get(paths[next++ % paths.length] ?? '/')
        if (started < counted && performance.now() < counted) continue
        times.push(performance.now() - started)
        if (status !== 200) failed += 1
      }
      socket.destroy()
    }),
  )
  times.sort((a, b) => a - b)
  const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(2))
  return { requests: times.length, failed, p50: at(0.5), p95: at(0.95) }
}

/**
 * One kept connection, one request at a time, and no more work than that: on a machine of two cores a client of the
 * standard library would take as long to ask as the server to answer.
 */
function getter(socket: Socket, headers: string): (path: string) => Promise<number> {
  let parts: Buffer[] = []
  let [missing, status] = [-1, 0]
  let done: { resolve(status: number): void; reject(error: Error): void } | undefined
  socket.on('data', (part) => {
    parts.push(part)
    if (missing < 0) {
      const text = Buffer.concat(parts).toString('latin1')
      const body = text.indexOf('\r\n\r\n') + 4
      if (body < 4) return
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1])
      if (Number.isNaN(length)) return void done?.reject(new Error('a reply without its length'))
      status = Number(text.slice(9, 12))
      missing = body + length - text.length
    } else missing -= part.length
    if (missing > 0) return
    parts = []
    missing = -1
    done?.resolve(status)
  })
  socket.on('error', (error) => done?.reject(error))
  socket.on('close', () => done?.reject(new Error('the server closed the connection')))
  return (path) =>
    new Promise((resolve, reject) => {
      done = { resolve, reject }
      socket.write(`GET ${path} HTTP/1.1\r\n${headers}`)
    })
}

if (!isMainThread) parentPort?.postMessage(await askAll(workerData as Asked))
