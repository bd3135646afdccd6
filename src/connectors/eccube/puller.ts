import type { Connection } from '../connections/store.ts'
import { textAt, valueAt } from '../hooks/paths.ts'
import { instantOf } from '../hooks/read-by-paths.ts'
import { askGraphql } from '../pulls/graphql.ts'
import { PullError, type Puller } from '../pulls/puller.ts'
import { eccubeKind } from './kind.ts'
import { readCustomer, readOrder, readProducts } from './records.ts'
import { accessToken, type Shop } from './tokens.ts'

const person = `name01 name02 kana01 kana02 company_name email phone_number postal_code addr01 addr02 birth
  Pref { name } Sex { name }`

const topics = {
  customers: { fields: `id ${person} note create_date update_date`, read: readCustomer },
  products: {
    fields: 'id name update_date ProductClasses { code price02 stock ClassCategory1 { name } ClassCategory2 { name } }',
    read: readProducts,
  },
  orders: {
    fields: `id order_no order_date update_date payment_method subtotal delivery_fee_total tax payment_total ${person}
      Customer { id } OrderStatus { id }
      OrderItems { product_code product_name price quantity tax_rate OrderItemType { id } }`,
    read: readOrder,
  },
}
type Topic = keyof typeof topics

const query = (topic: Topic) => `query ($since: DateTime, $page: Int) {
  ${topic}(update_datetime_start: $since, page: $page, limit: 100) {
    nodes { ${topics[topic].fields} } pageInfo { hasNextPage }
  }
}`

/**
 * The Web API plugin lists what changed last first: a record that changes while the pages are read comes to stand on one
 * already read, and is fetched the next time, since it changed after the newest of this time.
 */
export const eccubePuller: Puller = {
  kind: eccubeKind,
  // as in its order files, a line's price stands without tax
  options: { pricesWithoutTax: true },
  topics: ['customers', 'products', 'orders'],
  wants: (connection) => (connection as Shop).settings.pulls,
  async page(ctx, connection: Connection, asked) {
    const shop = connection as Shop
    const topic = asked.topic as Topic
    const page = Number(asked.page ?? 1)
    const headers = { authorization: `Bearer ${await accessToken(ctx, shop)}` }
    const variables = { since: asked.since?.toISOString().replace(/\.\d+Z$/, '+00:00') ?? null, page }
    const data = await askGraphql(ctx, `${shop.settings.shop}/api`, headers, query(topic), variables)
    const nodes = valueAt(data, [topic, 'nodes'])
    if (!Array.isArray(nodes)) throw new PullError('query-refused', 200)
    const times = nodes.flatMap((node) => instantOf(textAt(node, 'update_date'))?.getTime() ?? [])
    return {
      kind: topic,
      items: nodes.flatMap((node) => topics[topic].read(node)),
      next: valueAt(data, [topic, 'pageInfo', 'hasNextPage']) === true ? String(page + 1) : null,
      newest: times.length > 0 ? new Date(Math.max(...times)) : null,
    }
  },
}
