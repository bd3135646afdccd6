import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { testContext, testNow } from '../../../test/context.ts'
import { filledDatabase, type TestDatabase } from '../../../test/database.ts'
import { runAndKill } from '../../../test/run-and-kill.ts'
import { loadDemoShop } from '../../demo/index.ts'
import { house, jobsOf, merging } from '../../house.ts'
import { many, type Sql, sql } from '../../platform/db/db.ts'
import { matchBaseNow } from '../index.ts'
import { openMatcher } from './matcher.ts'
import type { MatchReport } from './report.ts'
import { matchWaiting } from './waiting.ts'
import { awaitMatching } from './waiting-list.ts'

let db: TestDatabase
let report: MatchReport
const context = () => testContext(db.pool)
const waiting = () =>
  jobsOf(house).find(({ name }) => name === 'customers.match-waiting') as ReturnType<typeof jobsOf>[0]

beforeAll(async () => {
  db = await filledDatabase('demo_to_match', async ({ pool }) => {
    await loadDemoShop(pool, { customers: 1500, years: 2, seed: 1, endOn: '2026-11-21', traces: 'full' })
  })
  report = await matchBaseNow(context(), merging, { learns: true })
}, 60_000)

interface Pair {
  a: number
  b: number
  chance: number
  isRight: boolean
}
const proposed = () =>
  many<Pair>(
    db.pool,
    sql`select p.customer_id as a, p.other_id as b, p.chance, one.person_id = other.person_id as "isRight"
        from match_proposals p join demo_truth one on one.customer_id = p.customer_id
          join demo_truth other on other.customer_id = p.other_id order by 1, 2`,
  )

test('people with several records are proposed, hardly ever two people; nothing is joined unless asked for', async () => {
  const pairs = await proposed()
  const [wanted] = await many<{ count: number }>(
    db.pool,
    sql`select count(*) as count from demo_truth a join demo_truth b using (person_id) where a.customer_id < b.customer_id`,
  )
  const right = pairs.filter((pair) => pair.isRight).length
  expect(right / (wanted?.count ?? 0)).toBeGreaterThan(0.9)
  expect(right / pairs.length).toBeGreaterThan(0.85)
  expect(report).toMatchObject({ records: 1500, proposals: pairs.length, joined: 0 })
  const sure = pairs.filter(({ chance }) => chance >= 0.999)
  expect(sure.every((pair) => pair.isRight)).toBe(true)
})

test('households are found, of people who live together', async () => {
  const rows = await many<{ homes: number; people: number }>(
    db.pool,
    sql`select count(distinct t.household_id) as homes, count(distinct t.person_id) as people
        from customer_group_members m join demo_truth t on t.customer_id = m.customer_id group by m.group_id`,
  )
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.filter(({ homes }) => homes === 1).length / rows.length).toBeGreaterThan(0.97)
  expect(rows.filter(({ people }) => people > 1).length / rows.length).toBeGreaterThan(0.97)
})

test('a record that arrives alone is judged as in the whole base', async () => {
  const matcher = await openMatcher(db.pool)
  if (!matcher) throw new Error('nothing was learned')
  const beside = new Map<number, Map<number, number>>()
  for (const { a, b, chance } of await proposed()) {
    beside.set(a, (beside.get(a) ?? new Map()).set(b, chance))
    beside.set(b, (beside.get(b) ?? new Map()).set(a, chance))
  }
  for (const [id, others] of beside) {
    const matched = await matcher.match(id)
    const found = (matched?.candidates ?? []).map((one): [number, number] => [one.id, one.chance])
    const byId = (x: [number, number], y: [number, number]) => x[0] - y[0]
    const wanted = [...others].sort(byId)
    expect(found.sort(byId).map(([other]) => other)).toEqual(wanted.map(([other]) => other))
    found.forEach(([, chance], at) => expect(chance).toBeCloseTo(wanted[at]?.[1] as number, 9))
  }
})

test('a new record, and one that changes, is matched soon after; what no longer holds is no longer proposed', async () => {
  const { pool } = db
  const [pair] = (await proposed()).filter(({ chance }) => chance > 0.99)
  const { a, b } = pair as Pair
  const ofPair = async () => (await proposed()).filter((one) => one.a === a && one.b === b).length
  await pool.query(sql`update customers set family_name = '別所', given_name = '十兵衛', family_kana = '', given_kana = '',
    birth_on = '1931-01-07' where id = ${b}`)
  await pool.query(sql`update contact_points set status = 'wrong' where customer_id = ${b}`)
  await awaitMatching(pool, [b], testNow)
  await waiting().run(context(), {} as never)
  expect(await ofPair()).toBe(0)
  // a copy of the other one, with an id of its own
  const [copy] = await many<{ id: number }>(
    pool,
    sql`insert into customers (family_name, given_name, family_kana, given_kana, birth_on, gender, created_at, updated_at)
        select family_name, given_name, family_kana, given_kana, birth_on, gender, ${testNow}, ${testNow} from customers
        where id = ${a} returning id`,
  )
  await pool.query(sql`insert into contact_points (customer_id, kind, value, key, is_primary, postcode, prefecture, address1,
      address2, source_id, created_at, updated_at)
    select ${copy?.id}, kind, value, key, is_primary, postcode, prefecture, address1, address2, source_id, ${testNow}, ${testNow}
    from contact_points where customer_id = ${a}`)
  await waiting().run(context(), {} as never)
  const [found] = await many<{ chance: number }>(
    pool,
    sql`select chance from match_proposals where customer_id = ${a} and other_id = ${copy?.id}`,
  )
  expect(found?.chance).toBeGreaterThan(0.99)
})

test('killed in the middle, what waits is matched all the same', { timeout: 60_000 }, async () => {
  const { pool, url } = db
  const before = await proposed()
  const ids = [...new Set(before.flatMap(({ a, b }) => [a, b]))]
  await awaitMatching(pool, ids, testNow)
  await pool.query(sql`delete from match_proposals`)
  const here = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))
  const program = `
    const { matchWaiting } = await import(${here('./waiting.ts')})
    const { openPool } = await import(${here('../../platform/db/db.ts')})
    const ctx = { pool: openPool(${JSON.stringify(url)}), now: new Date('${testNow.toISOString()}') }
    process.send('ready')
    await matchWaiting(ctx, {})
    process.exit(0)
  `
  for (const milliseconds of [150, 300]) expect(await runAndKill(program, milliseconds)).toBe(false)
  await waiting().run(context(), {} as never)
  expect(await proposed()).toEqual(before)
  expect((await many(pool, sql`select from match_waiting`)).length).toBe(0)
})

test('what changes while it is matched waits on', async () => {
  const { pool } = db
  const [{ a }] = (await proposed()) as [Pair]
  await awaitMatching(pool, [a], testNow)
  // once, the change is written down between the reading of the record and the end of its matching
  let ends = 0
  const changing = new Proxy(pool, {
    get(target, name) {
      if (name !== 'query') return Reflect.get(target, name, target)
      return async (query: Sql) => {
        if (query.sql.startsWith('delete from match_waiting') && ends++ === 0) await awaitMatching(target, [a], testNow)
        return target.query(query)
      }
    },
  })
  await matchWaiting({ ...context(), pool: changing }, {} as never)
  expect(ends).toBe(2)
  expect((await many(pool, sql`select from match_waiting`)).length).toBe(0)
})

test('above a chance that the shop sets records are joined without asking, and hardly any wrongly', async () => {
  const { pool } = db
  await pool.query(
    sql`insert into match_settings (automatic_from, rules, updated_at) values (0.995, '{email}', ${testNow})`,
  )
  const { joined } = await matchBaseNow(context(), merging, { learns: false })
  expect(joined).toBeGreaterThan(60)
  const [wrong] = await many<{ count: number }>(
    pool,
    sql`select count(*) as count from merged_customers m join demo_truth one on one.customer_id = m.id
          join demo_truth other on other.customer_id = m.customer_id where one.person_id <> other.person_id`,
  )
  expect(wrong?.count).toBeLessThanOrEqual(1)
  const [log] = await many<{ count: number }>(
    pool,
    sql`select count(*) as count from match_decisions d join customer_merges m on m.id = d.merge_id
        where d.via = 'automatic' and m.why = 'match'`,
  )
  expect(log?.count).toBe(joined)
  // those that go on are matched anew
  await waiting().run(context(), {} as never)
  expect((await many(pool, sql`select from match_waiting`)).length).toBe(0)
}, 60_000)
