import { listProductRhythms } from '../../../src/analysis/recommend/timing/contract.ts'
import { type ReplyOf, usePages } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { More } from '../../ui/More.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { SearchBox } from '../../ui/TextField.tsx'
import { None } from '../../ui/values.tsx'
import { productColumn } from './products.tsx'
import { useOfferWords } from './words.ts'

type Lasts = ReplyOf<typeof listProductRhythms>['items'][number]

/** fewer repeats than this say little */
const few = 30

/** How long each product lasts: what the catalogue says, what repeats show, which one is reckoned with. */
export function Lasting({ q, onSearch }: { q: string; onSearch(q: string): void }) {
  const words = useOfferWords()
  const { lasting } = words
  const pages = usePages(listProductRhythms, { query: { ...(q ? { q } : {}), limit: 50 } }, { keep: true })
  const columns = useColumns()
  if (pages.error?.code === 'not-allowed') return <EmptyState title={words.limited} />
  return (
    <Section
      title={
        <>
          {lasting.title}
          <DefinitionPopover name={lasting.title} definition={{ text: lasting.definition }} />
        </>
      }
      note={lasting.note}
      end={<SearchBox label={lasting.search} placeholder={words.productHint} value={q} onSearch={onSearch} />}
    >
      <DataTable<Lasts>
        label={lasting.title}
        columns={columns}
        rows={pages.items as Lasts[] | undefined}
        keyOf={(row) => row.productId}
        stale={pages.isPlaceholderData}
        error={pages.error}
        onRetry={() => void pages.refetch()}
        empty={<EmptyState title={lasting.none} />}
        foot={<More of={pages} />}
      />
      <p className="mt-2 text-note text-ink-2">{lasting.set}</p>
    </Section>
  )
}

function useColumns(): Column<Lasts>[] {
  const words = useOfferWords()
  const { lasting } = words
  const format = useFormat()
  const observed = (
    key: string,
    heading: string,
    show: (days: NonNullable<Lasts['observed']>) => string,
  ): Column<Lasts> => ({
    key,
    heading,
    align: 'right',
    render: (row) => (row.observed === null ? <None /> : show(row.observed)),
  })
  return [
    productColumn(words.product),
    {
      key: 'stated',
      heading: lasting.stated,
      align: 'right',
      render: (row) => (row.statedDays === null ? <None /> : lasting.days(row.statedDays)),
    },
    observed('observed', lasting.observed, ({ middle }) => lasting.days(middle)),
    observed('interval', lasting.interval, ({ low, high }) => lasting.between(low, high)),
    observed('half', lasting.half, ({ quarter, threeQuarters }) => lasting.between(quarter, threeQuarters)),
    {
      key: 'repeats',
      heading: lasting.repeats,
      align: 'right',
      render: (row) => (
        <span className="inline-flex items-center gap-2">
          {row.repeats > 0 && row.repeats < few && (
            <span title={words.few(row.repeats)}>
              <StateTag tone="warn" glyph="alert">
                <span className="sr-only">{words.few(row.repeats)}</span>
              </StateTag>
            </span>
          )}
          {format.number(row.repeats)}
        </span>
      ),
    },
    { key: 'used', heading: lasting.used, align: 'right', render: (row) => <b>{lasting.days(row.usedDays)}</b> },
    { key: 'basis', heading: lasting.basis, render: (row) => lasting.bases[row.basis] },
  ]
}
