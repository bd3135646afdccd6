import { setTimeout as sleep } from 'node:timers/promises'
import { recommend } from '../src/analysis/index.ts'
import { type Drawn, serveShop, storeShop } from './load/offers.ts'
import { askPaced, type Question } from './load/paced.ts'
import type { Figures, Machinery, Options } from './machinery.ts'

export const defaults: Options = {
  lines: 10_000_000,
  products: 50_000,
  customers: 1_000_000,
  requests: 2_000,
  stored: 100_000,
  rate: 200,
}

const today = 20_400
const categories = 400

/**
 * Learns a shop's recommendations from so many order lines, then answers what to offer to customers drawn at random, so many
 * a second; the time of an answer counts from when it was due. Then the same over HTTP, as a clerk's screen and as a shop's
 * page ask, from a database that holds the model and the purchases of `stored` customers. The plain way beside it: counting
 * every product's sales.
 */
export async function run(options: Options, machinery: Machinery): Promise<Figures> {
  const { lines = 1, products = 1, customers = 1, requests = 1, rate = 1, stored = 1 } = options
  const baskets = drawBaskets(lines, products, customers)
  const catalogue = drawProducts(products)
  const baselineSeconds = await machinery.seconds('Counting sales', async () => countSales(baskets))

  const threads = recommend.openThreads()
  let trained: Awaited<ReturnType<typeof recommend.trainShop>> | undefined
  const seconds = await machinery.seconds('Learning', async () => {
    trained = await recommend.trainShop({ baskets, products: catalogue.attributes, looked: nobody, today }, threads)
  })
  await threads.close()
  const { model, proof } = trained as NonNullable<typeof trained>
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)

  const { popularity } = model.next.knowledge
  const shop = recommend.catalogueOf(catalogue.products, popularity.lately, popularity.ever)
  const desk = recommend.openDesk(model.next.knowledge)
  const chance = openChance(7)
  const waits = await atRate(requests, rate, () => {
    const self = Math.floor(chance() * baskets.customers)
    const history = recommend.historyOf(baskets, self)
    const asking = {
      history,
      looks: new Map(),
      self,
      today,
      rules: recommend.usualRules,
      subscribed: none,
      excluded: none,
    }
    const { offers } = recommend.offersFor(model, shop, { ...asking, size: 8 }, desk)
    if (offers.length < 8) throw new Error(`customer ${self} was offered ${offers.length} products`)
  })
  const drawn = { baskets, ...catalogue, trained: trained as NonNullable<typeof trained>, today }
  const overHttp = await measureHttp(drawn, Math.min(stored, customers), { requests, rate }, machinery)
  return {
    size: baskets.bought.length,
    seconds,
    baselineSeconds,
    peakMegabytes,
    requests,
    requestsPerSecond: rate,
    ...waits,
    ...overHttp,
    ndcg10: proof?.model.ndcg['10'],
    ndcg10GpTop: proof?.gpTop.ndcg['10'],
  }
}

/** Waits at the real endpoints: sign-in or key, what is known of the customer read, the answer made and sent. */
async function measureHttp(
  drawn: Drawn,
  stored: number,
  { requests, rate }: { requests: number; rate: number },
  machinery: Machinery,
) {
  const database = await machinery.empty()
  await machinery.seconds('Storing the shop', () => storeShop(database, drawn, stored))
  const server = await serveShop(database.url, drawn.today)
  // whoever asks first waits for the model
  const loadSeconds = await machinery.seconds('Loading the model', async () => {
    const { path, headers } = server.staff(1)
    await (await fetch(`${server.address}${path}`, { headers })).text()
  })
  const chance = openChance(11)
  const one = (count: number) => 1 + Math.floor(chance() * count)
  const measure = async (name: string, question: () => Question) => {
    const questions = Array.from({ length: requests + warmUp }, question)
    const before = process.threadCpuUsage()
    const waits = await askPaced({ address: server.address, questions, rate, warmUp })
    const { user, system } = process.threadCpuUsage(before)
    // what the server itself spent: other programs of the machine do not change it
    const timing = { ...waits, serverMilliseconds: (user + system) / 1000 / questions.length }
    machinery.say(`${name}: ${JSON.stringify(timing)}`)
    return timing
  }
  try {
    return {
      loadSeconds,
      staff: await measure('Asked by staff', () => server.staff(one(stored))),
      page: await measure('Asked by pages', () => server.page(one(stored), one(drawn.products.length))),
    }
  } finally {
    await server.close()
  }
}

/** by then the program runs as one that has run for a while */
const warmUp = 500
const none: ReadonlySet<number> = new Set()
const nobody = { customers: new Int32Array(0), items: new Int32Array(0), weights: new Float32Array(0) }

function openChance(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Customers of two tastes each, who buy the head of a category most and come back to what they had. */
function drawBaskets(lines: number, products: number, customers: number): recommend.Baskets {
  const chance = openChance(1)
  const baskets = recommend.openBaskets()
  const each = lines / customers
  const perCategory = products / categories
  for (let u = 0; u < customers; u++) {
    baskets.customer()
    const tastes = [Math.floor(chance() * categories), Math.floor(chance() * categories)] as const
    const total = Math.max(1, Math.round(-Math.log(1 - chance()) * each))
    const own: number[] = []
    let day = today - 900 + Math.floor(chance() * 600)
    for (let told = 0; told < total; ) {
      baskets.basket(day)
      for (let n = 1 + Math.floor(chance() * 4); n > 0 && told < total; n--, told++) {
        const draw = chance()
        const again = own[Math.floor(chance() * own.length)]
        const taste = tastes[draw < 0.7 ? 0 : 1]
        const fresh = Math.min(products - 1, Math.floor((taste + chance() ** 3) * perCategory))
        const item =
          draw < 0.3 && again !== undefined ? again : draw > 0.9 ? Math.floor(products * chance() ** 2) : fresh
        own.push(item)
        baskets.line(item, 1 + Math.floor(chance() * 2))
      }
      day = Math.min(today - 1, day + 1 + Math.floor(chance() * 90))
    }
  }
  return baskets.close(products)
}

function drawProducts(count: number) {
  const categoryOf = (item: number) => Math.floor((item * categories) / count)
  const titleOf = (item: number) => `第${categoryOf(item)}類 ${item % 997}番の品 ${(item * 7919) % 10_007}`
  const products: recommend.Product[] = Array.from({ length: count }, (_, item) => ({
    id: item + 1,
    title: titleOf(item),
    categoryId: categoryOf(item),
    kind: 'regular',
    price: 500 + (item % 90) * 100,
    cost: 300,
    sinceDay: today - 900,
    available: true,
    isInStock: true,
  }))
  const attributes = products.map(({ title, categoryId, price }) => ({
    title,
    category: categoryId ?? -1,
    price: price ?? 0,
  }))
  return { products, attributes }
}

function countSales({ bought, items }: recommend.Baskets): Int32Array {
  const counts = new Int32Array(items)
  for (const item of bought) counts[item] = (counts[item] as number) + 1
  return counts
}

/** Asks at even distances whatever the answers take; a late answer makes the next ones wait, and that counts. */
async function atRate(requests: number, rate: number, ask: () => void) {
  const waits = new Float64Array(requests)
  const started = performance.now()
  for (let n = 0; n < requests; n++) {
    const due = started + (n * 1000) / rate
    while (performance.now() < due) await sleep(Math.max(0, due - performance.now() - 1))
    ask()
    waits[n] = performance.now() - due
  }
  waits.sort()
  const at = (share: number) => waits[Math.floor(share * (requests - 1))] as number
  return { p50Milliseconds: at(0.5), p99Milliseconds: at(0.99), worstMilliseconds: at(1) }
}
