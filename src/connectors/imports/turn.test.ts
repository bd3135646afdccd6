import { readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { beforeEach, expect, test } from 'vitest'
import { inlineJobs, testContext, testNow } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import type { ImportingContext } from '../../../test/importing.ts'
import { house, jobsOf } from '../../house.ts'
import { many, one, sql, transaction } from '../../platform/db/db.ts'
import { forgetOldImports, interruptImport, mustFind, receiveFile, startImport } from './actions.ts'
import { importFile } from './plan.ts'
import { createStaging, stagingTables } from './staging.ts'
import { resumeImports } from './turn.ts'

let ctx: ImportingContext
beforeEach(async () => {
  ctx = testContext((await freshDatabase()).pool, { jobs: inlineJobs() }) as ImportingContext
})

async function start(...lines: string[]): Promise<number> {
  const file = Buffer.from(['注文番号,注文日,会員番号,単価,数量', ...lines].map((line) => `${line}\n`).join(''))
  const id = await receiveFile(ctx, null, Readable.from([file]), { fileName: 'orders.csv', kind: 'orders' })
  await transaction(ctx.pool, (tx) => startImport(ctx, tx, null, id))
  ctx.now = new Date(ctx.now.getTime() + 1000)
  return id
}

const statusOf = async (id: number) => (await mustFind(ctx.pool, id)).status
const work = () => ctx.jobs.run(ctx, jobsOf(house))
const netSales = async () => (await one<{ net: number }>(ctx.pool, sql`select net_sales as net from orders`))?.net

test('imports are done in the order they were started, whichever job comes first', async () => {
  const older = await start('A1,2026/8/1,1,1000,1')
  const newer = await start('A1,2026/8/1,1,1000,3')
  // as after a kill: the first one's job is nobody's for a while
  const [first, second] = ctx.jobs.queued.splice(0)
  ctx.jobs.queued.push(second as never)
  await work()
  expect([await statusOf(older), await statusOf(newer)]).toEqual(['done', 'queued'])
  ctx.jobs.queued.push(first as never)
  await work()
  expect(await statusOf(newer)).toBe('done')
  expect(await netSales()).toBe(3000)
})

test('an import that cannot be done fails and holds up none behind it', async () => {
  const broken = await start('A1,2026/8/1,1,1000,1')
  const next = await start('A2,2026/8/1,1,1000,1')
  await rm(importFile(ctx.config.dataFolder, broken))
  await work()
  expect(await mustFind(ctx.pool, broken)).toMatchObject({
    status: 'failed',
    problem: { code: 'internal-error', state: 'ENOENT' },
  })
  expect(await statusOf(next)).toBe('done')
})

test('what has no job any more goes on when a worker starts, and staging of ended imports goes', async () => {
  const waiting = await start('A1,2026/8/1,1,1000,1')
  const ended = await start('A2,2026/8/1,1,1000,1')
  await transaction(ctx.pool, (tx) => interruptImport(ctx, tx, null, ended))
  await createStaging(ctx.pool, stagingTables(ended))
  ctx.jobs.queued.splice(0)
  await resumeImports(ctx)
  await work()
  expect([await statusOf(waiting), await statusOf(ended)]).toEqual(['done', 'cancelled'])
  expect(
    await many(ctx.pool, sql`select relname from pg_class where relname = any(${Object.values(stagingTables(ended))})`),
  ).toEqual([])
})

test('an upload that is cut short is no import, and what came of it goes', async () => {
  const folder = join(ctx.config.dataFolder, 'imports')
  async function* cut() {
    yield Buffer.from('注文番号,注文日\n')
    throw new Error('cut')
  }
  await expect(receiveFile(ctx, null, Readable.from(cut()), { fileName: 'x.csv' })).rejects.toThrow('cut')
  expect(await many(ctx.pool, sql`select id from imports`)).toEqual([])
  expect(await readdir(folder)).toEqual([])
  // killed in between, nobody could take it away
  const kept = await start('A1,2026/8/1,1,1000,1')
  const days = (count: number) => new Date(testNow.getTime() - count * 86_400_000)
  for (const [name, age] of [
    [String(kept), 2],
    ['old.part', 2],
    ['new.part', 0],
    ['999', 2],
  ] as const) {
    if (name !== String(kept)) await writeFile(join(folder, name), '')
    await utimes(join(folder, name), testNow, days(age))
  }
  await forgetOldImports(ctx)
  expect((await readdir(folder)).sort()).toEqual([String(kept), 'new.part'])
})
