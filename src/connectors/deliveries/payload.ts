import { type Db, one, sql } from '../../platform/db/db.ts'
import type { Delivery } from './store.ts'

/**
 * What is sent: the topic, when it happened, ids, and few facts that help to decide whether to ask for more. Facts are
 * read when it is sent, so nothing personal waits in a queue or a log. Names and ways to reach the customer come along
 * only where the connection says so.
 */
export async function bodyOf(db: Db, delivery: Delivery, { withContacts }: { withContacts: boolean }): Promise<string> {
  const { topic, at, data, lane } = delivery
  const { orderId } = data as { orderId?: number }
  const facts = {
    ...(lane > 0 ? await customerFacts(db, lane, withContacts) : {}),
    ...(orderId === undefined ? {} : await orderFacts(db, lane, orderId)),
  }
  return JSON.stringify({ type: topic, timestamp: at.toISOString(), data: { ...data, ...facts } })
}

/** Reading join: the records of customers. */
async function customerFacts(db: Db, id: number, withContacts: boolean): Promise<object> {
  const contacts = sql`, json_build_object('familyName', family_name, 'givenName', given_name, 'familyKana', family_kana,
    'givenKana', given_kana, 'companyName', company_name, 'contactPoints', (
      select coalesce(json_agg(json_build_object('kind', kind, 'value', value, 'isPrimary', is_primary, 'status', status)
        order by kind, is_primary desc, id), '[]')
      from contact_points where customer_id = customers.id)) as customer`
  const found = await one<object>(
    db,
    sql`select number as "customerNumber", version as "customerVersion" ${withContacts ? contacts : sql.empty}
        from customers where id = ${id}`,
  )
  return found ?? {}
}

/** Reading join: the orders of purchases. */
async function orderFacts(db: Db, customerId: number, id: number): Promise<object> {
  const found = await one<object>(
    db,
    sql`select json_build_object('number', number, 'sourceId', source_id, 'status', status, 'orderedAt', ordered_at,
          'total', total, 'netSales', net_sales, 'version', version) as order
        from orders where customer_id = ${customerId} and id = ${id}`,
  )
  return found ?? {}
}
