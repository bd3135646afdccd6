import { createHash } from 'node:crypto'
import type * as z from 'zod'
import type { Connection } from '../connections/store.ts'
import { Unreadable } from '../hooks/json.ts'
import { textAt } from '../hooks/paths.ts'
import { header, type Message, type Reading, type Sender } from '../hooks/sender.ts'
import { isBodySigned } from '../hooks/signatures.ts'
import { shopifyKind } from './kind.ts'
import { readConsent, readCustomer, readOrder, readProducts } from './records.ts'

type Shop = Connection<z.output<typeof shopifyKind.settings>>

/**
 * Webhooks of Shopify. The signature covers the body alone: an old message sent again under a new id passes it, and changes
 * nothing, because its state is older than ours.
 */
export const shopifySender: Sender = {
  kind: shopifyKind,
  emailsAreUnique: true,
  objects(headers, connection) {
    if (header(headers, 'x-shopify-hmac-sha256') === '') return 'missing-signature'
    const shop = header(headers, 'x-shopify-shop-domain').toLowerCase()
    return shop === (connection as Shop).settings.shop ? undefined : 'wrong-shop'
  },
  isSigned: (headers, body, { secret = '' }) =>
    isBodySigned(secret, header(headers, 'x-shopify-hmac-sha256'), 'base64', body),
  name(headers, body) {
    const id = header(headers, 'x-shopify-webhook-id') || header(headers, 'x-shopify-event-id')
    const isTest = header(headers, 'x-shopify-test') === 'true'
    const topic = header(headers, 'x-shopify-topic')
    return {
      messageId: id || createHash('sha256').update(body).digest('hex'),
      topic: isTest ? `test ${topic}` : topic,
    }
  },
  read: (message, connection) => readMessage(message, connection as Shop),
}

function readMessage({ topic, body }: Message, { settings }: Shop): Reading {
  switch (topic) {
    case 'orders/create':
    case 'orders/updated':
    case 'orders/paid':
    case 'orders/cancelled':
    case 'orders/fulfilled':
    case 'orders/edited':
      // what was edited is told without the order itself
      return textAt(body, 'name') === '' ? followed(settings.pulls) : one('orders', readOrder(body))
    case 'refunds/create':
      return followed(settings.pulls)
    case 'customers/create':
    case 'customers/update':
      return one('customers', readCustomer(body))
    case 'customers_email_marketing_consent/update':
    case 'customers_marketing_consent/update':
    case 'customers/email_marketing_consent/update':
      return one('customers', readConsent(body))
    case 'products/create':
    case 'products/update':
      return { arrivals: readProducts(body).map((item) => ({ kind: 'products', item })) }
    case 'customers/redact':
    case 'customers/data_request':
    case 'shop/redact':
    case 'app/uninstalled':
      return { arrivals: [], tasks: [taskOf(topic, body)], ignored: 'for-people' }
    default:
      return { arrivals: [], ignored: topic.startsWith('test ') ? 'test' : 'unknown-topic' }
  }
}

function one(kind: 'orders' | 'customers', item: Reading['arrivals'][0]['item']): Reading {
  return { arrivals: [{ kind, item }] }
}

/** Shopify tells the order itself too (orders/updated); to be sure it is fetched where that is set up. */
function followed(pulls: boolean): Reading {
  return { arrivals: [], ignored: 'order-follows', pull: pulls }
}

/** A person asks to be told or forgotten: for people to do, with the number by which the shop knows the customer. */
function taskOf(topic: string, body: unknown): NonNullable<Reading['tasks']>[0] {
  const number = textAt(body, 'customer.id')
  if (topic.startsWith('customers/') && number === '') throw new Unreadable('no-customer')
  const code = topic.replace('/', '-').replace('_', '-')
  return { code: `shopify-${code}`, subject: number, ...(number === '' ? {} : { detail: { number } }) }
}
