import { mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { inlineJobs, testContext, testNow } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { temporaryFolder } from '../../../test/folder.ts'
import type { ImportingContext } from '../../../test/importing.ts'
import { house, jobsOf } from '../../house.ts'
import { many, one, sql, transaction } from '../../platform/db/db.ts'
import { startUndo } from '../imports/actions.ts'
import { look } from './look.ts'
import { matcher } from './pattern.ts'
import { datedName } from './place.ts'
import { isDue } from './schedule.ts'
import { folderKind } from './settings.ts'
import { askForLook, readWatch } from './store.ts'

let ctx: ImportingContext
let inbox: string
async function watch(settings: Record<string, unknown> = {}): Promise<number> {
  const whole = folderKind.settings.parse({ folder: 'till', ...settings })
  const row = await one<{ id: number }>(
    ctx.pool,
    sql`with source as (insert into sources (code, name) values ('till-folder', 'レジのフォルダ') returning id)
        insert into connections (kind, name, key, source_id, settings, created_at, updated_at)
        select 'folder', 'レジのフォルダ', 'k', id, ${JSON.stringify(whole)}, ${testNow}, ${testNow} from source returning id`,
  )
  return row?.id ?? 0
}

const header = '取引ID,取引日時,取引区分,取消区分,小計,合計,取引明細ID,商品コード,商品名,数量,値引き後計'
const sale = (id: string, amount = 1100) => `${id},2026-11-01 10:00:00,1,0,${amount},${amount},1,S-1,石けん,1,${amount}`

function drop(name: string, ...lines: string[]): void {
  writeFileSync(join(inbox, 'till', name), `${lines.join('\n')}\n`)
}

async function lookAndWork(id: number): Promise<void> {
  await look(ctx, id, atOnce)
  await ctx.jobs.run(
    ctx,
    jobsOf(house).map((job) => (job.name === 'connectors.look' ? { ...job, run: () => look(ctx, id, atOnce) } : job)),
  )
}

const atOnce = async () => {}

const left = () => readdirSync(join(inbox, 'till')).sort()
const imports = () =>
  many(ctx.pool, sql`select file_name as name, status, connection_id as connection from imports order by id`)
const troubles = () =>
  many(ctx.pool, sql`select code, subject, settled_at is not null as settled from connection_troubles order by id`)
const orders = async () => (await one<{ count: number }>(ctx.pool, sql`select count(*) as count from orders`))?.count

describe('a watched folder', () => {
  beforeEach(async () => {
    ctx = testContext((await freshDatabase()).pool, { jobs: inlineJobs() }) as ImportingContext
    inbox = join(ctx.config.dataFolder, 'inbox')
    mkdirSync(join(inbox, 'till'), { recursive: true })
  })

  test('a file of a known layout comes in once and is moved away; changed, it comes again; undone like any import', async () => {
    const id = await watch({ afterwards: 'move' })
    drop('sales.csv', header, sale('1'), sale('2'))
    drop('note.txt', 'not wanted')
    await lookAndWork(id)
    expect(await imports()).toEqual([{ name: 'sales.csv', status: 'done', connection: id }])
    expect(left()).toEqual(['done', 'note.txt'])
    // the same file handed in again changes nothing and goes the same way
    drop('sales.csv', header, sale('1'), sale('2'))
    await lookAndWork(id)
    expect(await imports()).toHaveLength(1)
    expect(readdirSync(join(inbox, 'till/done')).sort()).toEqual([datedName('sales.csv', testNow), 'sales.csv'])
    drop('sales.csv', header, sale('1'), sale('3'))
    await lookAndWork(id)
    expect(await imports()).toHaveLength(2)
    expect(await orders()).toBe(3)
    const last = await one<{ id: number }>(ctx.pool, sql`select max(id) as id from imports`)
    await transaction(ctx.pool, (tx) => startUndo(ctx, tx, null, last?.id ?? 0))
    await ctx.jobs.run(ctx, jobsOf(house))
    expect(await orders()).toBe(2)
    expect(await troubles()).toEqual([])
  })

  test('left where it is, a file is not taken twice, also when only its time changes', async () => {
    const id = await watch()
    drop('sales.csv', header, sale('1'))
    for (let time = 0; time < 3; time++) {
      await lookAndWork(id)
      utimesSync(join(inbox, 'till/sales.csv'), new Date(), new Date(Date.now() + time * 1000))
    }
    expect(await imports()).toHaveLength(1)
    expect(left()).toEqual(['sales.csv'])
  })

  test('with markers, only what has its marker, and both go', async () => {
    const id = await watch({ completeBy: 'marker', afterwards: 'delete' })
    drop('a.csv', header, sale('1'))
    drop('b.csv', header, sale('2'))
    drop('b.csv.done')
    await lookAndWork(id)
    expect((await imports()).map((row) => (row as { name: string }).name)).toEqual(['b.csv'])
    expect(left()).toEqual(['a.csv'])
  })

  test('what still grows waits', async () => {
    const id = await watch()
    drop('sales.csv', header, sale('1'))
    await look(ctx, id, async () => drop('sales.csv', header, sale('1'), sale('2')))
    expect(await imports()).toEqual([])
    expect(ctx.jobs.queued).toMatchObject([{ job: 'connectors.look', data: { connectionId: id } }])
    await lookAndWork(id)
    expect(await orders()).toBe(2)
  })

  test('who comes while a look goes on comes again: what it did not see is taken in', async () => {
    const id = await watch()
    drop('sales.csv', header, sale('1'))
    await look(ctx, id, async () => {
      drop('more.csv', header, sale('2'))
      await askForLook(ctx.pool, id, testNow)
      await look(ctx, id)
    })
    expect((await readWatch(ctx.pool, id)).askedAt).toEqual(testNow)
    expect(ctx.jobs.queued).toContainEqual({
      job: 'connectors.look',
      data: { connectionId: id },
      singletonKey: `soon-${id}`,
    })
    await lookAndWork(id)
    expect(await orders()).toBe(2)
    expect((await readWatch(ctx.pool, id)).askedAt).toBeNull()
  })

  test('an unknown layout waits for somebody, rejected rows are as ever, what is no table is told', async () => {
    const id = await watch({ pattern: '*.csv *.tsv', afterwards: 'delete' })
    drop('odd.csv', 'x,いつ,値段', 'A1,2026/8/1,100')
    drop('broken.csv', header, sale('1'), '2,いつか,1,0,100,100,1,S-1,石けん,1,100')
    writeFileSync(join(inbox, 'till/picture.tsv'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))
    await lookAndWork(id)
    expect(await imports()).toMatchObject(
      [
        { name: 'broken.csv', status: 'done' },
        { name: 'odd.csv', status: 'received' },
      ].sort((one, other) => (one.name < other.name ? -1 : 1)),
    )
    expect(left()).toEqual(['odd.csv', 'picture.tsv'])
    expect(await troubles()).toEqual(
      expect.arrayContaining([
        { code: 'unknown-layout', subject: 'odd.csv', settled: false },
        { code: 'unreadable-file', subject: 'picture.tsv', settled: false },
      ]),
    )
    // thrown away in the wizard, it is no trouble any more
    await ctx.pool.query(sql`delete from imports where status = 'received'`)
    await lookAndWork(id)
    expect(await troubles()).toContainEqual({ code: 'unknown-layout', subject: 'odd.csv', settled: true })
  })

  test.each([
    ['..', 'folder-outside'],
    ['../imports', 'folder-outside'],
    ['/etc', 'folder-outside'],
    ['link', 'folder-outside'],
    ['nowhere', 'folder-missing'],
    ['file', 'folder-missing'],
  ])('"%s": %s', async (folder, code) => {
    symlinkSync('/etc', join(inbox, 'link'))
    writeFileSync(join(inbox, 'file'), '')
    const id = await watch({ folder })
    await lookAndWork(id)
    expect(await troubles()).toEqual([{ code, subject: '', settled: false }])
    mkdirSync(join(inbox, 'nowhere'), { recursive: true })
    await ctx.pool.query(sql`update connections set settings = settings || '{"folder": "nowhere"}'`)
    await lookAndWork(id)
    expect(await troubles()).toEqual([{ code, subject: '', settled: true }])
  })

  test('links among the files are not followed', async () => {
    const secret = join(ctx.config.dataFolder, 'secret.csv')
    writeFileSync(secret, `${header}\n${sale('1')}\n`)
    symlinkSync(secret, join(inbox, 'till/sales.csv'))
    await lookAndWork(await watch())
    expect(await imports()).toEqual([])
  })

  test('folders named in TOKUI_FOLDERS are allowed, through links as well', async () => {
    const elsewhere = temporaryFolder('elsewhere')
    onTestFinished(() => rmSync(elsewhere, { recursive: true }))
    mkdirSync(join(elsewhere, 'sales'))
    symlinkSync(join(elsewhere, 'sales'), join(elsewhere, 'link'))
    writeFileSync(join(elsewhere, 'sales/sales.csv'), `${header}\n${sale('1')}\n`)
    ctx.config.folders = [elsewhere]
    await lookAndWork(await watch({ folder: join(elsewhere, 'link') }))
    expect(await imports()).toHaveLength(1)
  })
})

test.each([
  ['*.csv', 'Sales.CSV', true],
  ['*.csv', '.hidden.csv', false],
  ['sales_*.csv *.tsv', 'sales_20261122.csv', true],
  ['sales_*.csv *.tsv', 'x.tsv', true],
  ['sales_????.csv', 'sales_1.csv', false],
  ['受注*.csv', '受注（１１月）.csv', true],
  ['a+b.csv', 'aab.csv', false],
  ['*a*a*a*a*a*a*b', 'a'.repeat(200), false],
])('%s and %s: %s', (pattern, name, isWanted) => {
  expect(matcher(pattern)(name)).toBe(isWanted)
})

const at = (time: string) => new Date(`2026-11-22T${time}:00+09:00`)
test.each<[Parameters<typeof isDue>[0], Date | null, string, boolean]>([
  [{ everyMinutes: 60 }, null, '12:00', true],
  [{ everyMinutes: 60 }, at('11:30'), '12:00', false],
  [{ everyMinutes: 60 }, at('11:00'), '12:00', true],
  [{ dailyAt: '03:00' }, null, '02:59', false],
  [{ dailyAt: '03:00' }, null, '12:00', true],
  [{ dailyAt: '03:00' }, at('02:00'), '03:00', true],
  [{ dailyAt: '03:00' }, at('03:02'), '12:00', false],
  [{ dailyAt: '03:00' }, new Date('2026-11-21T03:01:00+09:00'), '03:00', true],
])('%j, looked at %s: at %s %s', (schedule, lookedAt, now, isNow) => {
  expect(isDue(schedule, lookedAt, at(now), 'Asia/Tokyo')).toBe(isNow)
})

test('names in done', () => {
  expect(datedName('受注.csv', testNow)).toBe('受注.20261122-030000.csv')
  expect(datedName('受注', testNow)).toBe('受注.20261122-030000')
})
