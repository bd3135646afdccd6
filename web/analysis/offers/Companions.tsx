import { type CompanionReply, getCompanions } from '../../../src/analysis/recommend/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { useLanguage } from '../../words.ts'
import { figureColumns } from './figures.tsx'
import { ProductList, productColumn } from './products.tsx'
import { useOfferWords } from './words.ts'

interface CompanionsProps {
  productId: number
  /** with counts, share and interval; else names and reasons, for the page of a product */
  isFull?: boolean
}

/** What is bought with a product, after it and instead of it. */
export function Companions({ productId, isFull = false }: CompanionsProps) {
  const words = useOfferWords()
  const locale = useLanguage()
  const size = isFull ? 20 : 5
  const reply = useCall(getCompanions, { params: { id: productId }, query: { locale, size } }, { keep: true })
  const { data } = reply
  const said = words.affinity
  if (!isFull) {
    if (!data?.learnedOn) return null
    return (
      <div className="flex flex-col gap-5">
        <ShortList title={said.together} items={data.together} none={said.none} />
        <ShortList title={said.next} items={data.next} none={said.none} />
        <ShortList title={said.alternatives} items={data.alternatives} none={said.noneAlternative} />
      </div>
    )
  }
  return (
    <>
      <List kind="together" title={said.together} note={said.togetherNote} items={data?.together} error={reply.error} />
      <List kind="next" title={said.next} note={said.nextNote} items={data?.next} error={reply.error} />
      <List
        kind={null}
        title={said.alternatives}
        note={said.alternativesNote}
        items={data?.alternatives}
        error={reply.error}
      />
    </>
  )
}

interface ListProps {
  kind: 'together' | 'next' | null
  title: string
  note: string
  items: CompanionReply[] | undefined
  error: unknown
}

function List({ kind, title, note, items, error }: ListProps) {
  const words = useOfferWords()
  const format = useFormat()
  const name = productColumn<CompanionReply>(words.fields.product)
  const figures = kind === null ? [] : figureColumns<CompanionReply>(words, format, kind, (row) => row.figures)
  const reason: Column<CompanionReply> = {
    key: 'reason',
    heading: words.fields.reason,
    wraps: true,
    render: (row) => row.reason.words,
  }
  return (
    <Section
      title={
        <>
          {title}
          <DefinitionPopover
            name={title}
            definition={{ text: kind === null ? note : words.affinity.definition[kind] }}
          />
        </>
      }
      note={note}
    >
      <DataTable
        label={title}
        columns={[name, ...figures, reason]}
        rows={items}
        error={error}
        keyOf={(row) => row.productId}
        skeletonRows={3}
        empty={
          <p className="py-4 text-ink-2">{kind === null ? words.affinity.noneAlternative : words.affinity.none}</p>
        }
      />
    </Section>
  )
}

function ShortList({ title, items, none }: { title: string; items: CompanionReply[]; none: string }) {
  return (
    <Section title={title}>
      <ProductList items={items} none={none} />
    </Section>
  )
}

/** The page of a product: the same in short, with the way to the figures. */
export function ProductCompanions({ productId }: { productId: number }) {
  const words = useOfferWords()
  const may = useMay()
  if (!may('recommendations.read')) return null
  return (
    <section aria-label={words.affinity.page} className="mt-5 flex flex-col gap-3">
      <Companions productId={productId} />
      {may('analysis.read') && (
        <p>
          <Link href={paths.analysis('affinity', { product: productId })}>{words.affinity.pageMore}</Link>
        </p>
      )}
    </section>
  )
}
