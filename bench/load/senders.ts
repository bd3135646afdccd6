import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the process that sends is told to do; it answers each with what came of it. */
export interface Task {
  kind: 'paced' | 'flat-out'
  address: string
  writeKey: string
  /** batches are numbered from here: their messages are called `NUMBER-PLACE` */
  first: number
  /** events a second, in batches */
  rate: number
  batch: number
  seconds: number
  customers: number
  /** for looking at customers while it sends: as whom, and how often a second */
  cookie: string
  looksPerSecond: number
}

export interface Outcome {
  /** numbers of the batches that were answered with 200 */
  accepted: number[]
  sent: number
  shed: number
  /** neither accepted nor told to come again */
  failed: number
  withoutRetryAfter: number
  seconds: number
  p50: number
  p95: number
  p99: number
  /** milliseconds from sending until the event stood on the customer's timeline */
  seen: number[]
  /** processor seconds of the sending itself */
  ownSeconds: number
}

/** More than these under way at once are not begun: the machine that sends has an end too. */
const mostUnderWay = 1500
const agent = new Agent({ keepAlive: true })

if (process.send) {
  process.on('message', (task: Task) => void send(task).then((outcome) => process.send?.(outcome)))
}

async function send(task: Task): Promise<Outcome> {
  const before = process.cpuUsage()
  const waits: number[] = []
  const outcome = { accepted: [] as number[], sent: 0, shed: 0, failed: 0, withoutRetryAfter: 0, seen: [] as number[] }
  let [next, underWay] = [task.first, 0]
  const begin = async (due: number) => {
    const number = next++
    underWay++
    outcome.sent++
    const { status, retryAfter } = await post(task, bodyOf(task, number))
    underWay--
    if (status === 200) {
      outcome.accepted.push(number)
      waits.push(performance.now() - due)
    } else if (status === 503) {
      outcome.shed++
      if (retryAfter === undefined) outcome.withoutRetryAfter++
    } else outcome.failed++
  }
  const started = performance.now()
  const end = started + task.seconds * 1000
  const looking = lookOn(task, end, outcome.seen)
  if (task.kind === 'flat-out') {
    const sender = async () => {
      while (performance.now() < end) await begin(performance.now())
    }
    await Promise.all(Array.from({ length: 64 }, sender))
  } else {
    const under: Promise<void>[] = []
    const every = (1000 * task.batch) / task.rate
    for (let due = started; due < end && performance.now() < end; due += every) {
      while (performance.now() < due || underWay >= mostUnderWay) await sleep(1)
      under.push(begin(due))
    }
    await Promise.all(under)
  }
  const seconds = (performance.now() - started) / 1000
  await looking
  waits.sort((a, b) => a - b)
  const at = (share: number) => waits[Math.floor(share * (waits.length - 1))] ?? Number.NaN
  const { user, system } = process.cpuUsage(before)
  const ownSeconds = (user + system) / 1e6
  return { ...outcome, seconds, ownSeconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/** Now and then an event of a customer of one's own, and how long it takes until it stands on the record. */
async function lookOn(task: Task, end: number, seen: number[]): Promise<void> {
  for (let count = 0; task.looksPerSecond > 0 && performance.now() < end; count++) {
    const number = 1 + (count % 50)
    const messageId = `look-${task.first}-${count}`
    const started = performance.now()
    const body = `{"writeKey":"${task.writeKey}","type":"page","userId":"M-${number}","messageId":"${messageId}","name":"見た"}`
    const { status } = await post(task, body, 'page')
    while (status === 200 && performance.now() - started < 10_000) {
      const { text } = await get(task, `/api/customers/${number}/timeline?limit=20`)
      if (text.includes(messageId)) {
        seen.push(performance.now() - started)
        break
      }
      await sleep(20)
    }
    await sleep(1000 / task.looksPerSecond)
  }
}

const products = ['SOAP-1', 'OIL-2', 'TEA-3', 'LOTION-4', 'BRUSH-5']

/**
 * Fifteen messages as the libraries send them: half of people who are signed in, the others of browsers nobody knows yet,
 * one in five batches with somebody who says who they are.
 */
function bodyOf({ writeKey, batch, customers }: Task, number: number): string {
  const now = new Date().toISOString()
  const parts: string[] = []
  for (let place = 0; place < batch; place++) {
    const who = (number * 7919 + place * 104_729) % customers
    const person =
      place % 2 === 0
        ? `"userId":"M-${who + 1}","anonymousId":"known-${who}"`
        : `"anonymousId":"b-${number % 5000}-${place}"`
    const product = products[(number + place) % products.length]
    const common =
      `"messageId":"${number}-${place}","timestamp":"${now}",${person},"context":{"library":{"name":"@segment/analytics-next",` +
      `"version":"1.84.3"},"page":{"path":"/products/${product}","referrer":"https://shop.example/","search":"","title":"商品の` +
      `ページ","url":"https://shop.example/products/${product}"},"userAgent":"Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 ` +
      `(KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36","locale":"ja-JP","timezone":"Asia/Tokyo"}`
    if (place === 1 && number % 5 === 0) {
      parts.push(
        `{"type":"identify","userId":"M-${who + 1}",${common},"traits":{"email":"m${who}@shop.example","plan":"gold"}}`,
      )
    } else if (place % 3 === 0) {
      parts.push(`{"type":"page",${common},"properties":{"path":"/products/${product}","title":"商品のページ"}}`)
    } else {
      parts.push(
        `{"type":"track","event":"Product Viewed",${common},"properties":{"sku":"${product}","name":"椿の品 ${product}",` +
          '"price":1980,"currency":"JPY","category":"スキンケア"}}',
      )
    }
  }
  return `{"writeKey":"${writeKey}","sentAt":"${now}","batch":[${parts.join(',')}]}`
}

function post(
  { address }: Task,
  body: string,
  path = 'batch',
): Promise<{ status: number; retryAfter: string | undefined }> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const asked = request(`${address}/v1/${path}`, { method: 'POST', headers, agent }, (reply) => {
      reply.resume()
      reply.once('end', () => resolve({ status: reply.statusCode ?? 0, retryAfter: reply.headers['retry-after'] }))
    })
    asked.once('error', () => resolve({ status: 0, retryAfter: undefined }))
    asked.end(body)
  })
}

function get({ address, cookie }: Task, path: string): Promise<{ text: string }> {
  return new Promise((resolve) => {
    const asked = request(`${address}${path}`, { headers: { cookie }, agent }, (reply) => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (part) => {
        text += part
      })
      reply.once('end', () => resolve({ text }))
    })
    asked.once('error', () => resolve({ text: '' }))
    asked.end()
  })
}
