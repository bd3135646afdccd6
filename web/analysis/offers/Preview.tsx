import { getOffers, getPassedOver, type OfferReply } from '../../../src/analysis/recommend/contract.ts'
import { getCustomer } from '../../../src/customers/contract.ts'
import { type ReplyOf, useCall } from '../../api.ts'
import { nameOf } from '../../customers/name.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { Money, None } from '../../ui/values.tsx'
import { useLanguage } from '../../words.ts'
import { ProductList, productColumn } from './products.tsx'
import { useOfferWords } from './words.ts'

interface PreviewProps {
  customerId: number
  showParts: boolean
  onShowParts(on: boolean): void
}

/** Everything the engine would say about one customer: what now, by kind, and what it keeps back. */
export function Preview({ customerId, showParts, onShowParts }: PreviewProps) {
  const words = useOfferWords()
  const format = useFormat()
  const locale = useLanguage()
  const customer = useCall(getCustomer, { params: { id: customerId } })
  const offers = useCall(getOffers, { params: { id: customerId }, query: { locale, size: 8 } }, { keep: true })
  const passed = useCall(getPassedOver, { params: { id: customerId }, query: { locale, size: 20 } }, { keep: true })
  if (offers.isPending || customer.isPending) return <Loading lines={8} />
  if (offers.isError || customer.isError) {
    const error = offers.error ?? customer.error
    return error?.code === 'not-found' ? (
      <EmptyState title={words.preview.choose}>{words.preview.chooseWhy}</EmptyState>
    ) : (
      <ErrorState error={error} onRetry={() => void offers.refetch()} />
    )
  }
  const { data } = offers
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <header className="flex flex-wrap items-baseline gap-x-4">
        <h2 className="text-h1">{nameOf(customer.data)}</h2>
        <Link href={paths.customer(customerId)}>{words.preview.record}</Link>
      </header>
      <Section
        title={
          <>
            {words.preview.now}
            <DefinitionPopover
              name={words.preview.now}
              definition={{
                text: words.preview.definition,
                asOf: data.learnedOn && words.learned(format.day(data.learnedOn)),
              }}
            />
          </>
        }
        note={words.preview.nowNote}
        end={
          <Button kind="text" aria-pressed={showParts} onPress={() => onShowParts(!showParts)}>
            {showParts ? words.preview.asList : words.preview.asTable}
          </Button>
        }
      >
        <OfferTable label={words.preview.now} offers={data.offers} showParts={showParts} />
      </Section>
      <Shelves shelves={data.shelves} />
      <PassedOver items={passed.data?.items} error={passed.error} />
    </div>
  )
}

function OfferTable({ label, offers, showParts }: { label: string; offers: OfferReply[]; showParts: boolean }) {
  const words = useOfferWords()
  const format = useFormat()
  const part = (key: keyof OfferReply['parts']): Column<OfferReply> => ({
    key,
    heading: words.fields[key],
    align: 'right',
    render: (row) => format.decimal(row.parts[key], 2),
  })
  const product = productColumn<OfferReply>(words.fields.product)
  const reasons: Column<OfferReply>[] = [
    product,
    { key: 'reason', heading: words.fields.reason, wraps: true, render: (row) => row.reason.words },
    { key: 'shelf', heading: words.fields.shelf, render: (row) => words.shelves[row.shelf] },
    { key: 'price', heading: words.fields.price, align: 'right', render: (row) => <Price price={row.price} /> },
  ]
  const parts: Column<OfferReply>[] = [
    product,
    part('own'),
    part('companions'),
    part('crowd'),
    part('popular'),
    {
      key: 'score',
      heading: words.fields.score,
      align: 'right',
      render: (row) => <b>{format.decimal(row.score, 2)}</b>,
    },
  ]
  return (
    <DataTable
      label={label}
      columns={showParts ? parts : reasons}
      rows={offers}
      keyOf={(row) => row.productId}
      empty={<p className="py-4 text-ink-2">{words.card.none}</p>}
    />
  )
}

function Price({ price }: { price: number | null }) {
  return price === null ? <None /> : <Money amount={price} />
}

/** The same, by what speaks for it. */
function Shelves({ shelves }: { shelves: ReplyOf<typeof getOffers>['shelves'] }) {
  const words = useOfferWords()
  const names = ['buyAgain', 'goesWith', 'peopleLikeYou', 'newForYou'] as const
  return (
    <section aria-label={words.preview.byShelf} className="grid gap-x-10 gap-y-6 tablet:grid-cols-2">
      {names.map((name) => (
        <Section key={name} title={words.shelves[name]}>
          <ProductList items={shelves[name].slice(0, 5)} none={words.preview.emptyShelf} />
        </Section>
      ))}
    </section>
  )
}

type Passed = ReplyOf<typeof getPassedOver>['items'][number]

function PassedOver({ items, error }: { items: Passed[] | undefined; error: unknown }) {
  const words = useOfferWords()
  const columns: Column<Passed>[] = [
    productColumn(words.fields.product),
    { key: 'why', heading: words.fields.why, wraps: true, render: (row) => row.why.words },
    { key: 'price', heading: words.fields.price, align: 'right', render: (row) => <Price price={row.price} /> },
  ]
  return (
    <Section title={words.preview.passed} note={words.preview.passedNote}>
      <DataTable
        label={words.preview.passed}
        columns={columns}
        rows={items}
        error={error}
        keyOf={(row) => row.productId}
        skeletonRows={4}
        empty={<p className="py-4 text-ink-2">{words.preview.passedNone}</p>}
      />
      <p className="mt-2 text-note text-ink-2">{words.preview.stock}</p>
    </Section>
  )
}
