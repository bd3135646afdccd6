import * as z from 'zod'
import { getRecommendations, listPairs } from '../../../src/analysis/recommend/contract.ts'
import { useAddress } from '../../address.ts'
import { type ReplyOf, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { ToggleChip } from '../../ui/Chip.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Link } from '../../ui/Link.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { Companions } from './Companions.tsx'
import { figureColumns } from './figures.tsx'
import { NothingLearned } from './NothingLearned.tsx'
import { ProductPicker } from './pickers.tsx'
import { useOfferWords } from './words.ts'

const kinds = ['together', 'next'] as const
const orders = ['support', 'lift'] as const
const address = z.object({
  product: z.coerce.number().int().positive().optional().catch(undefined),
  kind: z.enum(kinds).catch('together'),
  by: z.enum(orders).catch('support'),
  table: z.enum(['pairs']).optional().catch(undefined),
})
type Search = z.output<typeof address>

/** What belongs to a product, and the strongest pairs of the whole shop. */
export function AffinityPage() {
  const [search, change] = useAddress(address)
  const words = useOfferWords()
  const format = useFormat()
  const model = useCall(getRecommendations, {}).data?.model
  return (
    <AnalysisPage
      here="affinity"
      conditions={
        model && (
          <ProductPicker value={search.product ?? null} onChange={(id) => change({ product: id ?? undefined })} />
        )
      }
      asOf={
        model && (
          <>
            <time dateTime={model.createdAt}>{words.learnedAt(format.dateTime(model.createdAt))}</time>
            <span className="ml-4">{words.learned(format.day(model.learnedOn))}</span>
          </>
        )
      }
    >
      {model === null ? (
        <NothingLearned />
      ) : (
        <div className="flex min-w-0 flex-col gap-8">
          {search.product === undefined ? (
            <p className="text-ink-2">{words.affinity.choose}</p>
          ) : (
            <Companions productId={search.product} isFull />
          )}
          <Pairs search={search} onChange={change} />
        </div>
      )}
    </AnalysisPage>
  )
}

type Pair = ReplyOf<typeof listPairs>['items'][number]

function Pairs({ search, onChange }: { search: Search; onChange(patch: Partial<Search>): void }) {
  const words = useOfferWords()
  const format = useFormat()
  const { kind, by } = search
  const reply = useCall(listPairs, { query: { kind, by, size: 100 } }, { keep: true })
  const said = words.affinity
  const product = (key: 'first' | 'second'): Column<Pair> => ({
    key,
    heading: said[key],
    wraps: true,
    render: ({ [key]: { productId, name } }) => (
      <Link
        look={key === 'first' ? 'name' : 'text'}
        href={paths.analysis('affinity', { ...search, product: productId })}
      >
        {name}
      </Link>
    ),
  })
  const limited = reply.error?.code === 'not-allowed'
  return (
    <ChartFrame
      title={said.pairs}
      note={kind === 'together' ? said.togetherNote : said.nextNote}
      definition={{
        text: said.definition[kind],
        asOf: reply.data?.learnedOn ? words.learned(format.day(reply.data.learnedOn)) : undefined,
      }}
      fileName={`pairs_${kind}_${reply.data?.learnedOn ?? ''}`}
      hasPicture={false}
      asTable={search.table === 'pairs'}
      onAsTable={(on) => onChange({ table: on ? 'pairs' : undefined })}
      table={{
        columns: [
          said.first,
          said.second,
          said.counts[kind].split(' / ')[0] ?? '',
          said.counts[kind].split(' / ')[1] ?? '',
          `${said.share}（%）`,
          said.low,
          said.times,
          said.high,
        ],
        rows: (reply.data?.items ?? []).map(({ first, second, figures }) => [
          first.name,
          second.name,
          figures.support,
          figures.tries,
          Number(format.percent(figures.share)),
          Number(figures.lift.toFixed(2)),
          Number(figures.about.toFixed(2)),
          Number(figures.most.toFixed(2)),
        ]),
      }}
    >
      {() => (
        <>
          <div className="mb-3 flex flex-wrap gap-2">
            {kinds.map((one) => (
              <ToggleChip key={one} isSelected={kind === one} onChange={() => onChange({ kind: one })}>
                {said.reason[one]}
              </ToggleChip>
            ))}
            <span className="w-3" />
            {orders.map((one) => (
              <ToggleChip key={one} isSelected={by === one} onChange={() => onChange({ by: one })}>
                {said.by[one]}
              </ToggleChip>
            ))}
          </div>
          {limited ? (
            <EmptyState title={words.limited} />
          ) : (
            <DataTable
              label={said.pairs}
              columns={[
                product('first'),
                product('second'),
                ...figureColumns<Pair>(words, format, kind, (row) => row.figures),
              ]}
              rows={reply.data?.items}
              keyOf={(row) => `${row.first.productId}-${row.second.productId}`}
              stale={reply.isPlaceholderData}
              error={reply.error}
              onRetry={() => void reply.refetch()}
              empty={<p className="py-4 text-ink-2">{said.none}</p>}
            />
          )}
        </>
      )}
    </ChartFrame>
  )
}
