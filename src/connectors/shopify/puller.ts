import type * as z from 'zod'
import type { Arrival } from '../arriving/take-in.ts'
import { type Connection, readSecrets } from '../connections/store.ts'
import { textAt, valueAt } from '../hooks/paths.ts'
import { askGraphql } from '../pulls/graphql.ts'
import { PullError, type Puller } from '../pulls/puller.ts'
import { shopifyKind } from './kind.ts'
import { readFetchedCustomer, readFetchedOrder, readFetchedProducts } from './records.ts'

type Shop = Connection<z.output<typeof shopifyKind.settings>>

const money = '{ shopMoney { amount } }'
const address = '{ firstName lastName company zip provinceCode province city address1 address2 phone }'

/** Lists within a record: what is asked of each entry. */
const parts = {
  lineItems: `sku name quantity originalUnitPriceSet ${money}`,
  variants: 'sku title price inventoryQuantity inventoryItem { unitCost { amount } }',
}
type Part = keyof typeof parts
const listOf = (part: Part, size: string) =>
  `${part}(${size}) { nodes { ${parts[part]} } pageInfo { hasNextPage endCursor } }`

/** The words of Shopify's Admin API for what we keep of a record. A query may cost so much only: hence the page sizes. */
const topics = {
  customers: {
    size: 50,
    fields: `legacyResourceId firstName lastName note tags createdAt updatedAt defaultAddress ${address}
      defaultEmailAddress { emailAddress marketingState } defaultPhoneNumber { phoneNumber marketingState }`,
  },
  products: { size: 5, fields: `id title productType updatedAt ${listOf('variants', 'first: 50')}` },
  orders: {
    size: 10,
    fields: `id name email createdAt updatedAt cancelledAt displayFinancialStatus discountCode paymentGatewayNames
      customer { legacyResourceId } billingAddress ${address} subtotalPriceSet ${money} totalShippingPriceSet ${money}
      totalTaxSet ${money} totalPriceSet ${money} totalRefundedSet ${money} ${listOf('lineItems', 'first: 20')}`,
  },
}
type Topic = keyof typeof topics

const pageQuery = (topic: Topic) => `query ($after: String, $query: String) {
  ${topic}(first: ${topics[topic].size}, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { ${topics[topic].fields} } pageInfo { hasNextPage endCursor }
  }
}`
const restQuery = (part: Part) => `query ($id: ID!, $after: String) {
  node(id: $id) { ... on ${part === 'variants' ? 'Product' : 'Order'} { ${listOf(part, 'first: 100, after: $after')} } }
}`

type Ask = (query: string, variables: Record<string, unknown>) => Promise<unknown>

/** What webhooks did not bring: asked for by the time of change, oldest first. */
export const shopifyPuller: Puller = {
  kind: shopifyKind,
  emailsAreUnique: true,
  topics: ['customers', 'products', 'orders'],
  wants: (connection) => (connection as Shop).settings.pulls,
  async page(ctx, connection, asked) {
    const { settings, id } = connection as Shop
    const { token } = await readSecrets(ctx, shopifyKind, id)
    if (token === '') throw new PullError('not-authorised', 0)
    const door = `https://${settings.shop}/admin/api/${settings.version}/graphql.json`
    const ask: Ask = (query, variables) => askGraphql(ctx, door, { 'x-shopify-access-token': token }, query, variables)
    const topic = asked.topic as Topic
    const changed = asked.since ? `updated_at:>='${asked.since.toISOString()}'` : null
    const data = await ask(pageQuery(topic), { after: asked.page, query: changed })
    const nodes = valueAt(data, [topic, 'nodes'])
    if (!Array.isArray(nodes)) throw new PullError('query-refused', 200)
    const items: Arrival[] = []
    for (const node of nodes) items.push(...(await readNode(ask, topic, node, ctx.company.timeZone)))
    return { kind: topic, items, next: nextOf(data, topic), newest: latest(nodes) }
  },
}

function nextOf(value: unknown, part: string): string | null {
  const more = valueAt(value, [part, 'pageInfo', 'hasNextPage']) === true
  return more ? textAt(value, `${part}.pageInfo.endCursor`) : null
}

function latest(nodes: unknown[]): Date | null {
  const times = nodes.map((node) => new Date(textAt(node, 'updatedAt')).getTime()).filter(Number.isFinite)
  return times.length > 0 ? new Date(Math.max(...times)) : null
}

async function readNode(ask: Ask, topic: Topic, node: unknown, zone: string): Promise<Arrival[]> {
  if (topic === 'customers') return [readFetchedCustomer(node, zone)]
  if (topic === 'products') return readFetchedProducts(await complete(ask, node, 'variants'))
  return [readFetchedOrder(await complete(ask, node, 'lineItems'))]
}

/** A record with the whole of its list, of which a page brings the beginning. */
async function complete(ask: Ask, node: unknown, part: Part): Promise<unknown> {
  const nodes = [...((valueAt(node, [part, 'nodes']) as unknown[] | undefined) ?? [])]
  for (let after = nextOf(node, part); after !== null; ) {
    const more = valueAt(await ask(restQuery(part), { id: textAt(node, 'id'), after }), ['node'])
    const found = valueAt(more, [part, 'nodes'])
    if (!Array.isArray(found)) throw new PullError('query-refused', 200)
    nodes.push(...found)
    after = nextOf(more, part)
  }
  return { ...(node as object), [part]: { nodes } }
}
