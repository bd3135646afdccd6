import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { beforeAll, describe, expect, test } from 'vitest'
import { openShopWithPeople, type ShopWithPeople } from '../../../test/people.ts'
import { house, jobsOf } from '../../house.ts'
import { sql } from '../../platform/db/db.ts'

let shop: ShopWithPeople
let ids: ShopWithPeople['ids']
let matching: ShopWithPeople['matching']
beforeAll(async () => {
  shop = await openShopWithPeople()
  ;({ ids, matching } = shop)
})

describe('bulk work', () => {
  const run = () => shop.jobs.run(shop.context, jobsOf(house))

  test('tags all who match but those taken out, each with its history', async () => {
    const tag = (await shop.post('/api/tags', { name: '優待' })).body.id
    const selection = { filter: { field: 'netSales', from: 1 }, excludedIds: [ids.佐藤] }
    const { body } = await shop.post('/api/customers/taggings', { selection, add: [tag] })
    await run()
    const job = (await shop.get(`/api/jobs/${body.jobId}`)).body
    expect(job).toMatchObject({ status: 'done', done: 2, total: 2, result: { customers: 2, changed: 2, failed: 0 } })
    expect(await matching({ field: 'tag', in: [tag] })).toEqual(['高橋', '山田'])
    const [change] = (await shop.get(`/api/customers/${ids.山田}/changes?subject=tag`)).body.items
    expect(change).toMatchObject({ staffName: '担当 owner', diff: { tag: [null, '優待'] } })

    // taking off the very tag that selects them does not let anyone slip through
    const off = { selection: { filter: { field: 'tag', in: [tag] } }, remove: [tag] }
    await shop.post('/api/customers/taggings', off)
    await run()
    expect(await matching({ field: 'tag', in: [tag] })).toEqual([])
  })

  test('refuses at once what a job could not do', async () => {
    const selection = { filter: { field: 'salary', in: [1] } }
    expect((await shop.post('/api/customers/taggings', { selection, add: [1] })).status).toBe(422)
    expect((await shop.post('/api/customers/taggings', { selection: { ids: [1] } })).status).toBe(422)
    expect((await shop.post('/api/customers/taggings', { selection: { ids: [1] }, add: [999] })).status).toBe(422)
    const asked = { selection: { ids: [1] }, columns: ['rank'], reason: '棚卸し' }
    expect((await shop.post('/api/customers/exports', { ...asked, columns: ['salary'] })).status).toBe(422)
    expect((await shop.post('/api/customers/exports', { ...asked, sort: 'email' })).status).toBe(422)
    expect((await shop.post('/api/customers/exports', { ...asked, reason: ' ' })).status).toBe(422)
    expect((await shop.post('/api/customers/exports', asked, { role: 'operator' })).status).toBe(403)
  })

  test('exports what the list shows, as Japanese spreadsheets open it', async () => {
    const headings = { familyName: '姓', netSales: '累計購入額' }
    const asked = {
      selection: { filter: { all: [] } },
      columns: ['netSales', 'companyName', 'email'],
      headings,
      reason: '年賀状',
    }
    const { body } = await shop.post('/api/customers/exports', { ...asked, sort: '-netSales' })
    await run()
    const file = (await shop.get(`/api/exports/${body.jobId}`)).body as Buffer
    const lines = file.toString().split('\r\n')
    expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    expect(lines[0]).toBe('\ufeffid,number,姓,givenName,familyKana,givenKana,companyName,累計購入額,email')
    expect(lines).toContain(`${ids.高橋},0012,高橋,,タカハシ,,,50000,foreign-marker@example.jp`)
    expect(lines).toContain(`${ids.𠮷田},,𠮷田,,ヨシダ,,"'=HYPERLINK(""x"")",,`)
    expect(lines.at(-1)).toBe('')
    const noted = await shop.pool.query(
      sql`select detail from audit_log where action = 'exported' order by id desc limit 1`,
    )
    expect(noted.rows[0]).toMatchObject({ detail: { reason: '年賀状', jobId: body.jobId } })
  })

  test('CP932 says which characters were lost', async () => {
    const selection = { filter: { field: 'id', in: [ids.𠮷田] } }
    const { body } = await shop.post('/api/customers/exports', {
      selection,
      columns: ['rank'],
      encoding: 'cp932',
      reason: '宛名',
    })
    await run()
    const job = (await shop.get(`/api/jobs/${body.jobId}`)).body
    expect(job.result).toMatchObject({ rows: 1, unmappable: [{ character: '𠮷', codePoint: 'U+20BB7', count: 1 }] })
    const file = (await shop.get(`/api/exports/${body.jobId}`)).body as Buffer
    expect(iconv.decode(file, 'cp932')).toContain('〓田')
  })

  test('who could not be done is told by name, with reason and remedy, and the rest is done', async () => {
    const tag = (await shop.post('/api/tags', { name: '一部' })).body.id
    await shop.pool.query(
      sql`alter table customer_tags add constraint never check (customer_id <> ${sql.raw(String(ids.佐藤))} or tag_id <> ${sql.raw(String(tag))})`,
    )
    const picked = [ids.高橋, 98_765, ids.佐藤, ids.山田, ids.山田]
    const { body } = await shop.post('/api/customers/taggings', { selection: { ids: picked }, add: [tag] })
    await run()
    await shop.pool.query('alter table customer_tags drop constraint never')
    const job = (await shop.get(`/api/jobs/${body.jobId}`)).body
    expect(job).toMatchObject({ status: 'partial', result: { customers: 4, changed: 2, failed: 2 } })
    expect(await matching({ field: 'tag', in: [tag] })).toEqual(['高橋', '山田'])

    const first = (await shop.get(`/api/jobs/${body.jobId}/failures?limit=1`)).body
    const second = (await shop.get(`/api/jobs/${body.jobId}/failures?limit=1&cursor=${first.next}`)).body
    expect(first.items).toMatchObject([{ place: 2, customerId: 98_765, familyName: null, reason: 'gone' }])
    expect(second).toMatchObject({ items: [{ place: 3, familyName: '佐藤', reason: 'not-saved' }], next: null })
    const file = (await shop.get(`/api/jobs/${body.jobId}/failures.csv`)).body as Buffer
    const lines = file.toString().split('\r\n')
    expect(lines[0]).toBe('\ufeff行,ID,会員番号,姓,名,会社名,理由,直し方')
    expect(lines[1]).toMatch(/^2,98765,,,,,顧客が見つかりません。.*,顧客の一覧で探し直してください。/)
    expect(lines[2]).toMatch(/^3,\d+,,佐藤,,,保存できませんでした。,この顧客だけを選んで/)
    expect((await shop.get(`/api/jobs/${body.jobId}/failures.csv`, { role: 'administrator' })).status).toBe(404)
    expect((await shop.get(`/api/jobs/${body.jobId}/failures`, { role: 'administrator' })).status).toBe(404)
  })

  test('an export of picked customers names those who were gone, and its file can still be had', async () => {
    const asked = { selection: { ids: [98_765, ids.高橋] }, columns: ['rank'], reason: '棚卸し' }
    const { body } = await shop.post('/api/customers/exports', asked)
    await run()
    const job = (await shop.get(`/api/jobs/${body.jobId}`)).body
    expect(job).toMatchObject({ status: 'partial', result: { rows: 1, failed: 1 } })
    expect((await shop.get(`/api/exports/${body.jobId}`)).status).toBe(200)
    expect((await shop.get(`/api/jobs/${body.jobId}/failures`)).body.items).toMatchObject([
      { place: 1, reason: 'gone' },
    ])
  })

  test('a file is for its maker, and for a day', async () => {
    const asked = { selection: { ids: [ids.高橋] }, columns: ['rank'], reason: '棚卸し' }
    const { body } = await shop.post('/api/customers/exports', asked)
    expect((await shop.get(`/api/exports/${body.jobId}`)).status).toBe(404)
    await run()
    expect((await shop.get(`/api/exports/${body.jobId}`)).status).toBe(200)
    expect((await shop.get(`/api/exports/${body.jobId}`, { role: 'administrator' })).status).toBe(404)
    const folder = join(shop.context.config.dataFolder, 'exports')
    expect(readdirSync(folder).every((name) => name.endsWith('.csv'))).toBe(true)
    expect(readFileSync(join(folder, `${body.jobId}.csv`)).length).toBeGreaterThan(0)
    await shop.pool.query(sql`update job_runs set expires_at = '2026-11-22T02:59:59Z' where id = ${body.jobId}`)
    expect((await shop.get(`/api/exports/${body.jobId}`)).status).toBe(410)
  })
})
