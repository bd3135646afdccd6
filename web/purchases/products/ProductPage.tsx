import type { ReactNode } from 'react'
import {
  changeProduct,
  countOrders,
  getProduct,
  listCategories,
  listOrders,
  listProducts,
  type ProductReply,
  productKinds,
} from '../../../src/purchases/contract.ts'
import { countCustomers } from '../../../src/segments/contract.ts'
import { useId } from '../../address.ts'
import { ProductCompanions } from '../../analysis/offers/Companions.tsx'
import { ProblemError, type ReplyOf, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { InlineEdit } from '../../ui/InlineEdit.tsx'
import { Link } from '../../ui/Link.tsx'
import { Page } from '../../ui/Page.tsx'
import { Menu, MenuItem } from '../../ui/Popover.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { When } from '../../ui/values.tsx'
import { StatusTag } from '../orders/StatusTag.tsx'
import { useOrderWords, useProductWords } from '../words.ts'
import { SaleTag } from './ProductsPage.tsx'

/** One product: its facts, changed in place, and who ordered it lately. */
export function ProductPage() {
  const words = useProductWords()
  const id = useId()
  const product = useCall(getProduct, { params: { id } })
  const crumb = <Link href={paths.products()}>{words.title}</Link>
  if (product.isPending) {
    return (
      <Page title={words.title} crumb={crumb}>
        <Loading lines={5} />
      </Page>
    )
  }
  if (product.isError) {
    return (
      <Page title={words.title} crumb={crumb}>
        {product.error.code === 'not-found' || product.error.code === 'invalid-request' ? (
          <EmptyState title={words.page.notFound} action={<Link href={paths.products()}>{words.page.toList}</Link>} />
        ) : (
          <ErrorState error={product.error} onRetry={() => void product.refetch()} />
        )}
      </Page>
    )
  }
  return <Product product={product.data} />
}

function Product({ product }: { product: ProductReply }) {
  const words = useProductWords()
  const may = useMay()
  const { sentence } = useProblems()
  const change = useChange(product)
  const ended = product.discontinuedAt !== null
  const toggle = () =>
    change
      .save({ isDiscontinued: !ended })
      .then(() => toast.done(ended ? words.page.resumed : words.page.discontinued))
      .catch((error: unknown) => toast.failed(sentence(error)))
  return (
    <Page
      title={product.name}
      crumb={<Link href={paths.products()}>{words.title}</Link>}
      aside={
        <span className="flex items-center gap-4">
          {product.code}
          <SaleTag product={product} />
        </span>
      }
      actions={
        may('products.write') && (
          <Button onPress={() => void toggle()}>{ended ? words.page.resume : words.page.discontinue}</Button>
        )
      }
    >
      <div className="mt-5 grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_348px]">
        <Orders product={product} />
        <div className="max-wide:order-first">
          <Facts product={product} save={change.save} />
          <ProductCompanions productId={product.id} />
        </div>
      </div>
    </Page>
  )
}

type Change = Partial<
  Pick<
    ProductReply,
    'name' | 'code' | 'categoryId' | 'kind' | 'price' | 'cost' | 'taxRate' | 'consumptionDays' | 'stock'
  >
> & { isDiscontinued?: boolean }

function useChange(product: ProductReply) {
  const action = useAction(changeProduct, { refresh: [getProduct, listProducts] })
  return {
    save: async (change: Change) => {
      await action.ask({ params: { id: product.id }, body: { version: product.version, change } })
    },
  }
}

interface FactsProps {
  product: ProductReply
  save(change: Change): Promise<void>
}

function Facts({ product, save }: FactsProps) {
  const words = useProductWords()
  const format = useFormat()
  const categories = useCall(listCategories, {}, { staleTime: 60_000 }).data?.items ?? []
  const money = (value: number | null) => (value === null ? undefined : format.money(value))
  const { fields } = words
  const field = (
    key: 'name' | 'code' | 'price' | 'cost' | 'taxRate' | 'consumptionDays' | 'stock',
    display?: string,
  ) => (
    <TextFact
      product={product}
      field={key}
      label={fields[key]}
      save={save}
      {...(display === undefined ? {} : { display })}
    />
  )
  return (
    <Section title={words.page.about} end={<span className="text-note text-ink-2">{words.page.hint}</span>}>
      <dl>
        {field('name')}
        {field('code')}
        <ChoiceFact
          label={fields.kind}
          value={words.kinds[product.kind]}
          choices={productKinds.map((id) => ({ id, name: words.kinds[id] }))}
          onChoose={(kind) => save({ kind })}
        />
        <ChoiceFact<number | null>
          label={fields.category}
          value={categories.find(({ id }) => id === product.categoryId)?.name ?? words.none}
          choices={[...categories, { id: null, name: words.none }]}
          onChoose={(categoryId) => save({ categoryId })}
        />
        {field('price', money(product.price))}
        {field('cost', money(product.cost))}
        {field('taxRate', product.taxRate === null ? undefined : `${format.number(product.taxRate)}%`)}
        {field('consumptionDays', product.consumptionDays === null ? undefined : words.days(product.consumptionDays))}
        {field('stock', product.stock === null ? undefined : words.pieces(format.number(product.stock)))}
      </dl>
      <p className="mt-2 text-note text-ink-2">{words.page.orderNote}</p>
    </Section>
  )
}

function FactRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[92px_minmax(0,1fr)]">
      <dt className="py-1 text-ink-2">{label}</dt>
      <dd className="flex min-h-8 min-w-0 flex-col justify-center">{children}</dd>
    </div>
  )
}

interface TextFactProps extends FactsProps {
  field: 'name' | 'code' | 'price' | 'cost' | 'taxRate' | 'consumptionDays' | 'stock'
  label: string
  display?: string
}

function TextFact({ product, field, label, display, save }: TextFactProps) {
  const words = useProductWords()
  const may = useMay()
  const { sentence } = useProblems()
  const isText = field === 'name' || field === 'code'
  const before = product[field]
  const change = async (text: string) => {
    const value = isText ? text.trim() : text.trim() === '' ? null : Number(text)
    await save({ [field]: value })
    toast.done(words.page.changed(label))
  }
  const problemOf = (error: unknown) => {
    const theirs =
      error instanceof ProblemError
        ? (error.detail.fields as { theirs: unknown }[] | undefined)?.[0]?.theirs
        : undefined
    return theirs === undefined ? sentence(error) : words.page.conflict(label, String(theirs ?? ''))
  }
  return (
    <FactRow label={label}>
      <InlineEdit
        label={label}
        value={before === null ? '' : String(before)}
        {...(display === undefined ? {} : { display })}
        type={isText ? 'text' : 'number'}
        onSave={change}
        problemOf={problemOf}
        isReadOnly={!may('products.write')}
      />
    </FactRow>
  )
}

interface ChoiceFactProps<Id> {
  label: string
  value: string
  choices: readonly { id: Id; name: string }[]
  onChoose(id: Id): Promise<void>
}

function ChoiceFact<Id>({ label, value, choices, onChoose }: ChoiceFactProps<Id>) {
  const may = useMay()
  const words = useProductWords()
  const { sentence } = useProblems()
  const choose = (id: Id) =>
    onChoose(id)
      .then(() => toast.done(words.page.changed(label)))
      .catch((error: unknown) => toast.failed(sentence(error)))
  return (
    <FactRow label={label}>
      {may('products.write') ? (
        <Menu
          label={label}
          trigger={
            <span className="-ml-3">
              <Button kind="quiet">
                <span className="text-ink">{value}</span>
              </Button>
            </span>
          }
        >
          {choices.map((choice) => (
            <MenuItem key={String(choice.id)} onAction={() => void choose(choice.id)}>
              {choice.name}
            </MenuItem>
          ))}
        </Menu>
      ) : (
        value
      )}
    </FactRow>
  )
}

type Order = ReplyOf<typeof listOrders>['items'][number]

function Orders({ product }: { product: ProductReply }) {
  const words = useProductWords()
  const orderWords = useOrderWords()
  const format = useFormat()
  const asked = { productId: product.id }
  const orders = useCall(listOrders, { query: { ...asked, limit: 20 } })
  const count = useCall(countOrders, { query: asked }).data
  const bought = { field: 'boughtProduct', in: [product.id] }
  const buyers = useCall(countCustomers, { query: { filter: JSON.stringify(bought) } }).data
  const columns: Column<Order>[] = [
    {
      key: 'number',
      heading: orderWords.fields.number,
      render: (row) => (
        <Link look="name" href={paths.order(row.customerId, row.id)}>
          {row.number}
        </Link>
      ),
    },
    {
      key: 'customer',
      heading: orderWords.fields.customer,
      render: (row) =>
        row.customerId === 0 ? row.customerName : <Link href={paths.customer(row.customerId)}>{row.customerName}</Link>,
    },
    { key: 'at', heading: orderWords.fields.orderedAt, align: 'right', render: (row) => <When at={row.orderedAt} /> },
    { key: 'status', heading: orderWords.fields.status, render: (row) => <StatusTag status={row.status} /> },
    { key: 'total', heading: orderWords.fields.total, align: 'right', render: (row) => format.money(row.total) },
  ]
  return (
    <section className="min-w-0 overflow-hidden">
      <div className="flex flex-wrap items-baseline gap-x-4 pb-2.5">
        <h2>{words.page.orders}</h2>
        <span className="ml-auto flex gap-4">
          {count && count.count > 0 && (
            <Link href={paths.orders(asked)}>{words.page.allOrders(format.number(count.count))}</Link>
          )}
          {buyers && buyers.count > 0 && (
            <Link href={paths.customers({ boughtProduct: product.id })}>
              {words.page.allBuyers(format.number(buyers.count))}
            </Link>
          )}
        </span>
      </div>
      <div className="desk:-mx-8 desk:px-8">
        <DataTable
          label={words.page.orders}
          columns={columns}
          rows={orders.data?.items}
          keyOf={(row) => `${row.customerId}-${row.id}`}
          error={orders.error}
          onRetry={() => void orders.refetch()}
          skeletonRows={5}
          empty={<p className="py-4 text-ink-2">{words.page.noOrders}</p>}
        />
      </div>
    </section>
  )
}
