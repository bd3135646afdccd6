import { Readable } from 'node:stream'
import { beforeAll, expect, test } from 'vitest'
import { owner } from '../../../test/context.ts'
import { type ImportingContext, takeIn } from '../../../test/importing.ts'
import * as model from '../../../test/merging-model.ts'
import { storedOf } from '../../../test/merging-stored.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import { changeMapping, findImport, receiveFile, startImport } from '../../connectors/index.ts'
import { createChance } from '../../demo/chance.ts'
import { house, jobsOf, merging } from '../../house.ts'
import { many, one, type Sql, sql, type Tx, transaction } from '../../platform/db/db.ts'
import { addContact, removeContact } from '../contacts/actions.ts'
import { tag, untag } from '../memory/tags.ts'
import { changeCustomer } from '../profile/actions.ts'
import { mergeRecords, unmerge } from './index.ts'

/** Random sequences, on records of their own each, side by side in the same transactions; fewer while something is looked for. */
const count = Number(process.env.TOKUI_SEQUENCES ?? 10_000)
const size = 1_000
const steps = 8
/** steps after which files come in */
const fileSteps = new Set([2, 5])

let shop: Shop
let ctx: ImportingContext
let product = 0
const tags = new Map<string, number>()
let step = 0
const { next } = createChance(20_261_122, 4)
const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
const fields = ['companyName', 'birthOn', 'attributes.taste'] as const
const phones = ['090-0000-0001', '090-0000-0002', '090-0000-0003']
const tagNames = ['甲', '乙', '丙']

interface Sequence {
  parts: model.Part[]
  merges: { id: number; part: model.Part }[]
}

beforeAll(async () => {
  shop = await openShop()
  const made = await shop.post('/api/attribute-definitions', { key: 'taste', name: '好み', type: 'text' })
  expect(made.status).toBe(200)
  for (const name of tagNames) {
    const row = await one<{ id: number }>(
      shop.pool,
      sql`insert into tags (name, created_at) values (${name}, ${shop.clock.now}) returning id`,
    )
    tags.set(name, row?.id ?? 0)
  }
  const bought = await one<{ id: number }>(
    shop.pool,
    sql`insert into products (code, name, created_at, updated_at) values ('p', '化粧水', ${shop.clock.now}, ${shop.clock.now}) returning id`,
  )
  product = bought?.id ?? 0
})

/** A moment later for everything: what happened in one step happened at one time. */
function nextStep(): Date {
  step++
  shop.clock.now = new Date(shop.clock.now.getTime() + 60_000)
  ctx = { ...shop.context, jobs: shop.jobs, now: shop.clock.now }
  return shop.clock.now
}

const writing = (db: Tx) => ({ db, now: ctx.now, company: ctx.company, actor: owner, merging })
const unique = () => `${step}-${Math.floor(next() * 1e9)}`

let day = 0
/** A value that no other record of the sequence has. */
function valueOf(field: string): string {
  if (field !== 'birthOn') return unique()
  return new Date(Date.UTC(1900, 0, 1 + (day++ % 40_000))).toISOString().slice(0, 10)
}

interface FileRow {
  part: model.Part
  values: Map<string, string>
  phone: string
  tag: string
  note: string
  consent: string
}

const header = '会員番号,姓,会社名,生年月日,好み,電話番号,タグ,備考,メルマガ購読'

async function takeCustomers(rows: FileRow[]): Promise<void> {
  const lines = rows.map(({ part, values, phone, tag: name, note, consent }) =>
    [part.number, '髙橋', ...fields.map((field) => values.get(field) ?? ''), phone, name, note, consent].join(','),
  )
  const file = Buffer.from([header, ...lines, ''].join('\n'))
  const id = await receiveFile(ctx, null, Readable.from([file]), { fileName: 'a.csv', source: 'shop' })
  const { mapping } = await findImport(ctx.pool, id)
  const columns = { ...mapping.columns, 好み: 'attribute' }
  const change = {
    kind: 'customers' as const,
    source: 'shop',
    format: { headerRow: 1 },
    mapping: { ...mapping, columns },
  }
  await transaction(ctx.pool, (tx) => changeMapping(ctx, tx, id, change))
  await transaction(ctx.pool, (tx) => startImport(ctx, tx, null, id))
  await ctx.jobs.run(ctx, jobsOf(house))
  expect(await findImport(ctx.pool, id)).toMatchObject({ status: 'done', rowsRejected: 0 })
}

async function start(first: number, many_: number): Promise<Sequence[]> {
  nextStep()
  const sequences = Array.from({ length: many_ }, (_, at): Sequence => {
    const parts = Array.from({ length: 3 + Math.floor(next() * 2) }, (__, k) => model.newPart(`S${first + at}-${k}`))
    return { parts, merges: [] }
  })
  await file(sequences, 1)
  const ids = await many<{ number: string; id: number; source: number }>(
    shop.pool,
    sql`select external_id as number, customer_id as id from customer_refs`,
  )
  const byNumber = new Map(ids.map(({ number, id }) => [number, id]))
  for (const part of sequences.flatMap(({ parts }) => parts)) part.id = byNumber.get(part.number) as number
  return sequences
}

/** A customer file and an order file name records by their numbers, whatever they are part of. */
async function file(sequences: Sequence[], share: number): Promise<void> {
  nextStep()
  const rows: FileRow[] = []
  for (const { parts } of sequences) {
    for (const part of parts) if (next() < share) rows.push(fileRow(part, parts))
  }
  await takeCustomers(rows)
  for (const { part, values, phone, tag: name, note, consent } of rows) {
    for (const [field, value] of values) model.set(part, field, value, step)
    if (name && !part.said.get('customer_tags')?.has(name)) part.said.get('customer_tags')?.set(name, null)
    const key = phone.replaceAll('-', '')
    if (key && !part.said.get('contact_points')?.has(key)) part.said.get('contact_points')?.set(key, null)
    if (note) part.own.get('notes')?.add(note)
    if (consent) part.own.get('consents')?.add(`file${ctx.now.getTime()}`)
  }
  nextStep()
  const orders = sequences.flatMap(({ parts }) => parts.filter(() => next() < share / 2))
  const lines = orders.map((part, at) => {
    const number = `F${step}-${at}`
    part.own.get('orders')?.add(number)
    return `${number},2026-11-01,${part.number},化粧水,1,1000`
  })
  const orderFile = Buffer.from(['注文番号,注文日,会員番号,商品名,数量,単価', ...lines, ''].join('\n'))
  if (lines.length > 0) await takeIn(ctx, orderFile, { fileName: 'b.csv', source: 'shop' })
}

function fileRow(part: model.Part, parts: model.Part[]): FileRow {
  const values = new Map<string, string>()
  for (const field of fields) {
    const shown = model.shownIn(part, field, parts)
    if (next() < 0.6 || (part.into && shown === null)) continue
    // sometimes the file only says again what is shown: from then on it is the record's own
    values.set(field, shown !== null && next() < 0.3 ? shown : valueOf(field))
  }
  const said = part.own.get('consents')
  const isFirst = ![...(said ?? [])].some((key) => key.startsWith('file'))
  return {
    part,
    values,
    phone: next() < 0.5 ? pick(phones) : '',
    tag: next() < 0.5 ? pick(tagNames) : '',
    note: next() < 0.3 ? unique() : '',
    consent: isFirst && next() < 0.3 ? pick(['yes', 'no']) : '',
  }
}

interface Hand {
  kind: model.Kind
  customer: model.Part
  /** whose number it comes in by; null: written by hand */
  part: model.Part | null
  key: string
}

/** One step: every sequence merges, takes a merge back, or something happens with one of its customers. */
async function act(sequences: Sequence[]): Promise<void> {
  nextStep()
  const merges: { sequence: Sequence; into: model.Part; from: model.Part; chosen: Set<string> }[] = []
  const reversals: { sequence: Sequence; merge: Sequence['merges'][number] }[] = []
  const hands: Hand[] = []
  const slow: ((tx: Tx) => Promise<unknown>)[] = []
  for (const sequence of sequences) {
    const { parts } = sequence
    const living = parts.filter(({ into }) => into === null)
    const chance = next()
    if (chance < 0.35 && living.length > 1) {
      const into = pick(living)
      const from = pick(living.filter((one) => one !== into))
      merges.push({ sequence, into, from, chosen: new Set(fields.filter(() => next() < 0.3)) })
    } else if (chance < 0.55 && sequence.merges.length > 0) {
      reversals.push({ sequence, merge: pick(sequence.merges) })
    } else {
      const customer = pick(living)
      const what = next()
      if (what < 0.6) {
        const kind = pick(model.rooms)
        const arrived = kind === 'events' && next() < 0.5 ? pick(parts) : null
        hands.push({ kind, customer: arrived ? model.customerOf(arrived) : customer, part: arrived, key: unique() })
      } else if (what < 0.8) slow.push(...edit(customer, parts))
      else slow.push(...say(customer, parts, pick(['customer_tags', 'contact_points'] as const)))
    }
  }
  await transaction(shop.pool, async (tx) => {
    for (const work of slow) await work(tx)
    await write(tx, hands)
    await merge(tx, merges)
    await takeBack(tx, reversals)
  })
}

async function merge(
  tx: Tx,
  merges: { sequence: Sequence; into: model.Part; from: model.Part; chosen: Set<string> }[],
): Promise<void> {
  const ids = await mergeRecords(
    writing(tx),
    merges.map(({ into, from, chosen }) => ({
      into: into.id,
      from: from.id,
      why: 'hand',
      choices: Object.fromEntries([...chosen].map((field) => [field, 'from' as const])),
    })),
  )
  merges.forEach(({ sequence, into, from, chosen }, at) => {
    Object.assign(from, { into, mergedAt: step, chosen })
    sequence.merges.push({ id: ids[at] as number, part: from })
  })
}

async function takeBack(tx: Tx, reversals: { sequence: Sequence; merge: Sequence['merges'][number] }[]): Promise<void> {
  const done = await unmerge(
    writing(tx),
    reversals.map((one) => one.merge.id),
  )
  expect(done.every(Boolean)).toBe(true)
  for (const one of reversals) {
    model.partWays(one.merge.part, one.sequence.parts)
    one.sequence.merges = one.sequence.merges.filter((other) => other !== one.merge)
  }
}

function edit(customer: model.Part, parts: model.Part[]): ((tx: Tx) => Promise<unknown>)[] {
  const field = pick(fields)
  const value = next() < 0.3 ? null : valueOf(field)
  if (value === model.shownIn(customer, field, parts)) return []
  model.set(customer, field, value, step)
  const change =
    field === 'attributes.taste'
      ? { attributes: { taste: value } }
      : { [field]: field === 'companyName' ? (value ?? '') : value }
  return [(tx) => changeCustomer(writing(tx), customer.id, { change })]
}

function say(
  customer: model.Part,
  parts: model.Part[],
  what: 'customer_tags' | 'contact_points',
): ((tx: Tx) => Promise<unknown>)[] {
  const value = pick(what === 'customer_tags' ? tagNames : phones)
  const key = value.replaceAll('-', '')
  const isSaid = model.sayer(customer, what, key, parts) !== undefined
  if (isSaid) model.unsay(customer, what, key, parts)
  else customer.said.get(what)?.set(key, null)
  if (what === 'customer_tags') {
    return [(tx) => (isSaid ? untag : tag)(writing(tx), customer.id, tags.get(value) as number)]
  }
  if (!isSaid) return [(tx) => addContact(writing(tx), customer.id, { kind: 'phone', value }, 1)]
  return [
    async (tx) => {
      const found = await one<{ id: number }>(
        tx,
        sql`select id from contact_points where customer_id = ${customer.id} and kind = 'phone' and key = ${key}`,
      )
      await removeContact(writing(tx), customer.id, found?.id ?? 0)
    },
  ]
}

/** What happens with customers: by hand under their own ids, by itself under the record whose number is known. */
async function write(tx: Tx, hands: Hand[]): Promise<void> {
  const now = ctx.now
  const inserts: Record<model.Kind, Sql> = {
    notes: sql`insert into notes (customer_id, body, created_at, updated_at) select customer, key, ${now}, ${now} from given`,
    events: sql`insert into events (customer_id, record_id, kind, at, data, recorded_at)
      select coalesce(ref.customer_id, customer), ref.record_id, 'call', ${now}, jsonb_build_object('key', key), ${now}
      from given left join customer_refs ref on ref.external_id = number`,
    orders: sql`, made as (
        insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, subtotal, total, net_sales, created_at, updated_at)
        select customer, 1, key, ${now}, '2026-11-02', 'confirmed', 500, 500, 500, ${now}, ${now} from given
        returning customer_id, id, number), lines as (insert into order_lines (customer_id, order_id, line_no, quantity, unit_price, amount)
        select customer_id, id, 1, 1, 500, 500 from made)
      insert into order_numbers select number, 1, customer_id, id from made`,
    subscriptions: sql`insert into subscriptions (customer_id, source_id, product_id, interval_days, started_on, cancel_reason, created_at, updated_at)
      select customer, 1, ${product}, 30, '2026-11-01', key, ${now}, ${now} from given`,
    consents: sql`insert into consents (customer_id, channel, purpose, is_granted, at, via, evidence, recorded_at)
      select customer, 'mail', 'promotion', true, ${now}, 'phone', jsonb_build_object('key', key), ${now} from given`,
    offer_openings: sql`insert into offer_openings (customer_id, product_id, shelf, at) select customer, ${product}, key, ${now} from given`,
  }
  for (const kind of model.rooms) {
    const mine = hands.filter((hand) => hand.kind === kind)
    const rows = mine.map(({ customer, part, key }) => ({ customer: customer.id, number: part?.number, key }))
    const given = sql`with given as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (customer bigint, number text, key text))`
    await tx.query(sql`${given} ${inserts[kind]}`)
    for (const { customer, part, key } of mine) (part ?? customer).own.get(kind)?.add(key)
    if (kind === 'orders')
      await merging.afterwards(
        tx,
        mine.map(({ customer }) => customer.id),
        ctx,
      )
  }
}

/** The same as it should be. */
function expected(sequences: Sequence[]): string[] {
  const lines: string[] = []
  for (const { parts } of sequences) {
    for (const part of parts) {
      const customer = model.customerOf(part)
      const shown = fields.map((field) => model.shownIn(part, field, parts)).filter((value) => value !== null)
      lines.push(['fields', customer.id, part.id, shown.join('|')].join('|'))
      for (const [kind, keys] of part.own)
        for (const key of keys) lines.push([kind, customer.id, part.id, key].join('|'))
      for (const [what, keys] of part.said) {
        for (const [key, hidden] of keys) {
          const place = hidden
            ? `aside|${hidden.id}`
            : model.sayer(customer, what, key, parts) === part
              ? 'shown'
              : 'aside'
          lines.push([what, customer.id, part.id, place, key].join('|'))
        }
      }
    }
    for (const customer of parts.filter(({ into }) => into === null)) lines.push(...together(customer, parts))
  }
  return lines.sort()
}

/** What follows from all records of a customer. */
function together(customer: model.Part, parts: model.Part[]): string[] {
  const branch = model.branch(customer, parts)
  const orders = branch.flatMap((part) => [...(part.own.get('orders') ?? [])])
  const sales = orders.reduce((sum, number) => sum + (number.startsWith('F') ? 1000 : 500), 0)
  const isReachable = branch.some((part) => [...(part.said.get('contact_points') ?? [])].some(([, hidden]) => !hidden))
  const pairs = branch.flatMap((one) => branch.filter((other) => one.id < other.id).map((other) => [one.id, other.id]))
  return [
    ...(orders.length > 0 ? [`figures|${customer.id}|${sales}|${orders.length}`] : []),
    ...(isReachable ? [`primary|${customer.id}|1`] : []),
    ...pairs.map(([a, b]) => `pair|${customer.id}|${a}|${b}`),
  ]
}

async function compare(sequences: Sequence[]): Promise<void> {
  const [found, wanted] = [
    await storedOf(
      shop.pool,
      sequences.flatMap(({ parts }) => parts.map(({ id }) => id)),
    ),
    expected(sequences),
  ]
  const there = new Set(found)
  const missing = wanted.filter((line) => !there.has(line))
  if (missing.length > 0 || found.length !== wanted.length) {
    const known = new Set(wanted)
    expect({ extra: found.filter((line) => !known.has(line)), missing }).toEqual({ extra: [], missing: [] })
  }
}

test(`${count} random sequences of merging and unmerging, with what happens in between, give back what was`, async () => {
  for (let first = 0; first < count; first += size) {
    const sequences = await start(first, Math.min(size, count - first))
    for (let at = 0; at < steps; at++) {
      await act(sequences)
      if (fileSteps.has(at)) await file(sequences, 0.4)
    }
    await compare(sequences)
    while (sequences.some(({ merges }) => merges.length > 0)) {
      nextStep()
      const reversals = sequences.flatMap((sequence) =>
        sequence.merges.length === 0 ? [] : [{ sequence, merge: pick(sequence.merges) }],
      )
      await transaction(shop.pool, (tx) => takeBack(tx, reversals))
    }
    await compare(sequences)
  }
}, 600_000)
