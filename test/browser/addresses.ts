import type { Page } from 'playwright-core'
import { sql } from '../../src/platform/db/db.ts'
import type { App } from './app.ts'

/**
 * Addresses of records that are there, for the screens of the sitemap that show one: a customer with everything, an order,
 * an import that left rows out, a job that left customers out. `owner`: a page of the owner of the demo shop.
 */
export async function realAddresses(app: App, owner: Page): Promise<(path: string) => string> {
  const customer = await one(sql`select customer_id as id from preferences order by id limit 1`)
  const order = await one(sql`select id from orders where customer_id = ${customer} order by id limit 1`)
  const connection = await one(sql`
    insert into connections (kind, name, key, source_id, settings, created_at, updated_at)
    select 'file', '本店のレジ', 'looked-at', id, '{}', now(), now() from sources order by id limit 1 returning id`)
  const endpoint = await one(sql`
    insert into connections (kind, name, key, source_id, settings, created_at, updated_at)
    select 'webhook-out', '基幹システム', 'told-to', id, ${JSON.stringify({
      url: 'https://core.example/hook',
      topics: ['customer.created'],
    })}, now(), now() from sources order by id limit 1 returning id`)
  await one(sql`
    insert into deliveries (connection_id, topic, lane, data, at, state, tries, due_at, ended_at)
    values (${endpoint}, 'customer.created', ${customer}, '{}', now(), 'failed', 10, now(), now()) returning id`)
  const hook = await one(sql`
    insert into connections (kind, name, key, source_id, settings, created_at, updated_at)
    select 'webhook', '予約サイト', 'heard-from', id, ${JSON.stringify({
      rules: [
        {
          kind: 'orders',
          when: { path: 'type', equals: 'order' },
          fields: { number: 'no', total: 'sum' },
          changedAt: '',
          statuses: {},
        },
      ],
    })}, now(), now() from sources order by id limit 1 returning id`)
  await one(sql`
    insert into inbox (connection_id, message_id, topic, body, state, problem, received_at, try_at)
    values (${hook}, '1', 'order', '{"no":1}', 'failed', '{"code":"not-json"}', now(), now()) returning id`)
  const form = (await post('/api/forms', { kind: 'sign-up', name: '椿の会', locale: 'ja' })).id
  const shopify = await one(sql`
    insert into connections (kind, name, key, source_id, settings, created_at, updated_at)
    select 'shopify', 'Shopify', 'shopify', id, '{"shop":"tsubaki.myshopify.com","pulls":true}', now(), now()
    from sources order by id limit 1 returning id`)
  const eccube = await one(sql`
    insert into connections (kind, name, key, source_id, settings, created_at, updated_at)
    select 'eccube', 'EC-CUBE', 'eccube', id, '{"shop":"https://shop.example"}', now(), now()
    from sources order by id limit 1 returning id`)
  const line = await one(sql`
    insert into connections (kind, name, key, source_id, settings, created_at, updated_at)
    select 'line', '公式アカウント', 'line', id, '{"channelId":"1234567890"}', now(), now()
    from sources order by id limit 1 returning id`)
  const rejected = await handIn('顧客.csv', rejectedCustomers)
  await post(`/api/imports/${rejected}/run`)
  const job = await post('/api/customers/exports', {
    selection: { ids: [customer, 9_999_999] },
    columns: ['rank'],
    encoding: 'cp932',
    reason: '画面の確認',
  })
  const received = await handIn('受注.csv', orders)
  await ended(`/api/imports/${rejected}`)
  await ended(`/api/jobs/${job.jobId}`)
  const known: Record<string, string> = {
    '/customers/$id': `/customers/${customer}`,
    '/orders/$customerId/$id': `/orders/${customer}/${order}`,
    '/products/$id': '/products/1',
    '/connections/$id': `/connections/${connection}`,
    '/connections/$endpoint': `/connections/${endpoint}`,
    '/connections/$shopify': `/connections/${shopify}`,
    '/connections/$eccube': `/connections/${eccube}`,
    '/connections/$line': `/connections/${line}`,
    '/connections/$hook': `/connections/${hook}`,
    '/forms/$id': `/forms/${form}`,
    '/forms/$id/answers': `/forms/${form}/answers`,
    '/imports/$id': `/imports/${received}`,
    '/imports/$rejected': `/imports/${rejected}`,
    '/jobs/$id': `/jobs/${job.jobId}`,
  }
  return (path) => known[path] ?? path

  async function one(query: ReturnType<typeof sql>): Promise<number> {
    return (await app.pool.query<{ id: number }>(query)).rows[0]?.id ?? 0
  }
  async function post(path: string, data?: object) {
    const reply = await owner.request.post(path, { ...(data ? { data } : {}), headers: { origin: app.origin } })
    if (!reply.ok()) throw new Error(`${path}: ${await reply.text()}`)
    return reply.json()
  }
  async function handIn(fileName: string, text: string): Promise<number> {
    const reply = await owner.request.post(`/api/imports?fileName=${encodeURIComponent(fileName)}`, {
      data: Buffer.from(text),
      headers: { 'content-type': 'application/octet-stream', origin: app.origin },
    })
    return ((await reply.json()) as { id: number }).id
  }
  async function ended(path: string): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const { status } = (await (await owner.request.get(path)).json()) as { status: string }
      if (['done', 'partial'].includes(status)) return
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    throw new Error(`${path} did not end`)
  }
}

const rejectedCustomers = [
  '会員番号,氏名,生年月日,メールアドレス',
  '1,椿 花子,昭和の終わり,a@x.example',
  '2,椿 次郎,1980/1/1,b@x.example',
  '',
].join('\r\n')
const orders = ['伝票番号,日付,お客様,品名,単価,数量', 'T1,2026/11/01,椿,化粧水,3300,1', ''].join('\r\n')
