import { listChannels, listSources, listStores } from '../../../src/customers/contract.ts'
import { getOrder, type OrderReply } from '../../../src/purchases/contract.ts'
import { useId } from '../../address.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { When } from '../../ui/values.tsx'
import { useOrderWords } from '../words.ts'
import { OrderActions } from './OrderActions.tsx'
import { Amounts, Lines } from './OrderParts.tsx'
import { StatusTag } from './StatusTag.tsx'

/** One order: what was bought, what was paid, and what it counts for. */
export function OrderPage() {
  const words = useOrderWords()
  const customerId = useId('customerId')
  const id = useId()
  const order = useCall(getOrder, { params: { customerId, id } })
  const crumb = <Link href={paths.orders()}>{words.title}</Link>
  if (order.isPending) {
    return (
      <Page title={words.title} crumb={crumb}>
        <Loading lines={6} />
      </Page>
    )
  }
  if (order.isError) {
    return (
      <Page title={words.title} crumb={crumb}>
        {order.error.code === 'not-found' || order.error.code === 'invalid-request' ? (
          <EmptyState title={words.page.notFound} action={<Link href={paths.orders()}>{words.page.toList}</Link>}>
            {words.page.notFoundWhy}
          </EmptyState>
        ) : (
          <ErrorState error={order.error} onRetry={() => void order.refetch()} />
        )}
      </Page>
    )
  }
  return <Order order={order.data} />
}

function Order({ order }: { order: OrderReply }) {
  const words = useOrderWords()
  return (
    <Page
      title={words.page.heading(order.number)}
      crumb={<Link href={paths.orders()}>{words.title}</Link>}
      aside={
        <span className="flex flex-wrap items-center gap-x-4">
          <StatusTag status={order.status} />
          <When at={order.orderedAt} />
          {order.customerId === 0 ? (
            <span>
              {words.guest} {order.customerName}
            </span>
          ) : (
            <Link href={paths.customer(order.customerId)}>{order.customerName || words.page.openCustomer}</Link>
          )}
        </span>
      }
      actions={<OrderActions order={order} />}
    >
      <div className="mt-5 grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_348px]">
        <Lines order={order} />
        <div className="flex flex-col gap-5">
          <Amounts order={order} />
          <About order={order} />
        </div>
      </div>
    </Page>
  )
}

function About({ order }: { order: OrderReply }) {
  const words = useOrderWords()
  const format = useFormat()
  const keep = { staleTime: 60_000 }
  const nameIn = (items: { id: number; name: string }[] | undefined, id: number | null) =>
    items?.find((item) => item.id === id)?.name
  const channel = nameIn(useCall(listChannels, {}, keep).data?.items, order.channelId)
  const store = nameIn(useCall(listStores, {}, keep).data?.items, order.storeId)
  const source = nameIn(useCall(listSources, {}, keep).data?.items, order.sourceId)
  const rows: [string, string | null | undefined][] = [
    [words.page.orderedAt, format.dateTime(order.orderedAt)],
    [words.fields.channel, channel],
    [words.fields.store, store],
    [words.page.payment, order.paymentMethod],
    [words.page.coupon, order.couponCode],
    [words.page.adCode, order.adCode],
    [words.page.source, source],
    [words.page.subscription, order.subscriptionId === null ? null : words.page.yes],
  ]
  return (
    <Section title={words.page.about}>
      <dl className="grid grid-cols-[7em_minmax(0,1fr)] gap-y-1.5">
        {rows.map(([name, value]) =>
          value ? (
            <div key={name} className="contents">
              <dt className="text-ink-2">{name}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
        {Object.entries(order.buyer ?? {}).map(([key, value]) =>
          typeof value === 'string' && value !== '' ? (
            <div key={key} className="contents">
              <dt className="text-ink-2">{words.page.buyer}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </Section>
  )
}
