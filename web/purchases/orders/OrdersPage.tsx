import { useNavigate } from '@tanstack/react-router'
import * as z from 'zod'
import { listChannels, listStores } from '../../../src/customers/contract.ts'
import { countOrders, getProduct, listOrders, orderStatuses } from '../../../src/purchases/contract.ts'
import { useAddress } from '../../address.ts'
import { type ReplyOf, useCall, usePages } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Toolbar } from '../../ui/bars.tsx'
import { FilterChip } from '../../ui/Chip.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Link } from '../../ui/Link.tsx'
import { More } from '../../ui/More.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyList } from '../../ui/states.tsx'
import { SearchBox } from '../../ui/TextField.tsx'
import { When } from '../../ui/values.tsx'
import { ChoiceChip } from '../ChoiceChip.tsx'
import { useOrderWords } from '../words.ts'
import { PeriodChip } from './PeriodChip.tsx'
import { StatusTag } from './StatusTag.tsx'

type Order = ReplyOf<typeof listOrders>['items'][number]

const id = z.coerce.number().int().positive().optional().catch(undefined)
const shown = z.object({
  number: z.string().max(100).catch(''),
  status: z.enum(orderStatuses).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  channelId: id,
  storeId: id,
  productId: id,
  sort: z.enum(['orderedAt', '-orderedAt', 'total', '-total']).catch('-orderedAt'),
})
type Shown = z.output<typeof shown>

/** Orders of all channels, newest first; conditions and order stand in the address. */
export function OrdersPage() {
  const words = useOrderWords()
  const format = useFormat()
  const [address, change] = useAddress(shown)
  const { sort, ...rest } = address
  const asked = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''))
  const total = useCall(countOrders, { query: asked }, { keep: true }).data
  const clear = () =>
    change({
      number: '',
      status: undefined,
      from: undefined,
      to: undefined,
      channelId: undefined,
      storeId: undefined,
      productId: undefined,
    })
  return (
    <Page title={words.title} fill>
      <Toolbar label={words.filters}>
        <SearchBox
          id="search"
          label={words.searchLabel}
          placeholder={words.searchHint}
          value={address.number}
          onSearch={(number) => change({ number }, { replace: true })}
        />
        <Conditions address={address} change={change} />
        {Object.keys(asked).length > 0 && (
          <Button kind="quiet" onPress={clear}>
            {words.clear}
          </Button>
        )}
      </Toolbar>
      <p role="status" className="pb-2 text-body font-bold">
        {total && (
          <>
            {!total.exact && <span className="u">{words.about}</span>}
            {format.number(total.count)}
            <span className="u">{words.count}</span>
          </>
        )}
      </p>
      <OrderTable
        asked={asked}
        sort={sort}
        total={total?.count}
        onSort={(next) => change({ sort: next })}
        onClear={clear}
      />
    </Page>
  )
}

interface TableProps {
  asked: Record<string, unknown>
  sort: Shown['sort']
  total: number | undefined
  onSort(sort: Shown['sort']): void
  onClear(): void
}

function OrderTable({ asked, sort, total, onSort, onClear }: TableProps) {
  const words = useOrderWords()
  const navigate = useNavigate()
  const pages = usePages(listOrders, { query: { ...asked, sort, limit: 100 } } as never, { keep: true })
  const rows = pages.items as Order[] | undefined
  const columns = useColumns()
  return (
    <DataTable<Order>
      label={words.title}
      columns={columns}
      rows={rows}
      keyOf={(row) => `${row.customerId}-${row.id}`}
      sort={sort}
      onSort={(next) => onSort(next as Shown['sort'])}
      onOpen={(row) => void navigate({ href: paths.order(row.customerId, row.id) })}
      error={pages.error}
      onRetry={() => void pages.refetch()}
      stale={pages.isPlaceholderData}
      fill
      {...(total === undefined ? {} : { total })}
      empty={
        <EmptyList
          isFiltered={Object.keys(asked).length > 0}
          words={words}
          onClear={onClear}
          first={
            <LinkButton kind="primary" href={paths.imports()}>
              {words.import}
            </LinkButton>
          }
        />
      }
      foot={<More of={pages}>{words.shown(rows?.length ?? 0)}</More>}
    />
  )
}

function useColumns(): Column<Order>[] {
  const words = useOrderWords()
  const format = useFormat()
  const channels = useCall(listChannels, {}, { staleTime: 60_000 }).data?.items
  const stores = useCall(listStores, {}, { staleTime: 60_000 }).data?.items
  const nameIn = (items: { id: number; name: string }[] | undefined, one: number | null) =>
    items?.find((item) => item.id === one)?.name ?? ''
  return [
    {
      key: 'number',
      heading: words.fields.number,
      render: (row) => (
        <Link look="name" href={paths.order(row.customerId, row.id)}>
          {row.number}
        </Link>
      ),
    },
    {
      key: 'orderedAt',
      heading: words.fields.orderedAt,
      align: 'right',
      sort: 'orderedAt',
      render: (row) => <When at={row.orderedAt} />,
    },
    {
      key: 'customer',
      heading: words.fields.customer,
      render: (row) =>
        row.customerId === 0 ? (
          <span className="text-ink-2">
            {row.customerName}
            <span className="ml-2 text-note">{words.guest}</span>
          </span>
        ) : (
          <Link href={paths.customer(row.customerId)}>{row.customerName || row.customerId}</Link>
        ),
    },
    { key: 'status', heading: words.fields.status, render: (row) => <StatusTag status={row.status} /> },
    { key: 'channel', heading: words.fields.channel, render: (row) => nameIn(channels, row.channelId) },
    { key: 'store', heading: words.fields.store, render: (row) => nameIn(stores, row.storeId) },
    {
      key: 'total',
      heading: `${words.fields.total}${format.inUnit}`,
      align: 'right',
      sort: 'total',
      render: (row) => format.amount(row.total),
    },
    {
      key: 'netSales',
      heading: `${words.fields.netSales}${format.inUnit}`,
      align: 'right',
      render: (row) => format.amount(row.netSales),
    },
    {
      key: 'grossProfit',
      heading: `${words.fields.grossProfit}${format.inUnit}`,
      align: 'right',
      render: (row) =>
        row.grossProfit === null ? <span className="text-off">-</span> : format.amount(row.grossProfit),
    },
  ]
}

interface ConditionsProps {
  address: Shown
  change(patch: Partial<Shown>): void
}

function Conditions({ address, change }: ConditionsProps) {
  const words = useOrderWords()
  const channels = useCall(listChannels, {}, { staleTime: 60_000 }).data?.items ?? []
  const stores = useCall(listStores, {}, { staleTime: 60_000 }).data?.items ?? []
  const product = useCall(
    getProduct,
    { params: { id: address.productId ?? 0 } },
    { enabled: address.productId !== undefined },
  )
  return (
    <>
      <PeriodChip from={address.from} to={address.to} onChange={(from, to) => change({ from, to })} />
      <ChoiceChip
        name={words.fields.status}
        choices={orderStatuses.map((one) => ({ id: one, name: words.statuses[one] }))}
        value={address.status}
        onChange={(status) => change({ status })}
      />
      <ChoiceChip
        name={words.fields.channel}
        choices={channels}
        value={address.channelId}
        onChange={(channelId) => change({ channelId })}
      />
      <ChoiceChip
        name={words.fields.store}
        choices={stores}
        value={address.storeId}
        onChange={(storeId) => change({ storeId })}
      />
      {address.productId !== undefined && (
        <FilterChip
          name={words.fields.product}
          value={product.data?.name ?? address.productId}
          onRemove={() => change({ productId: undefined })}
        />
      )}
    </>
  )
}
