import * as z from 'zod'
import { getRecommendations } from '../../../src/analysis/recommend/contract.ts'
import { listReplenishments } from '../../../src/analysis/recommend/timing/contract.ts'
import { useAddress } from '../../address.ts'
import { type ReplyOf, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState, Reading } from '../../ui/states.tsx'
import { useLanguage } from '../../words.ts'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { plusDays } from './days.ts'
import { Openings, Proof } from './Facts.tsx'
import { NothingLearned } from './NothingLearned.tsx'
import { Preview } from './Preview.tsx'
import { CustomerPicker } from './pickers.tsx'
import { Rules } from './Rules.tsx'
import { useOfferWords } from './words.ts'

const address = z.object({
  customer: z.coerce.number().int().positive().optional().catch(undefined),
  parts: z.enum(['yes']).optional().catch(undefined),
})

export type Recommendations = ReplyOf<typeof getRecommendations>

/** What would be offered to a customer and why, how well it foretells, and the rules of what may be offered. */
export function OffersPage() {
  const [search, change] = useAddress(address)
  const words = useOfferWords()
  const format = useFormat()
  const reply = useCall(getRecommendations, {})
  const model = reply.data?.model
  const choose = (customer: number) => change({ customer })
  return (
    <AnalysisPage
      here="offers"
      conditions={model && <CustomerPicker value={search.customer ?? null} onChange={choose} />}
      asOf={
        model && (
          <>
            <time dateTime={model.createdAt}>{words.learnedAt(format.dateTime(model.createdAt))}</time>
            <span className="ml-4">{words.learned(format.day(model.learnedOn))}</span>
          </>
        )
      }
    >
      <Reading of={reply} lines={8}>
        {(data) => (
          <div className="grid gap-x-10 gap-y-8 wide:grid-cols-[minmax(0,1fr)_348px]">
            <div className="min-w-0">
              {!model ? (
                <NothingLearned />
              ) : search.customer === undefined ? (
                <Choose onChoose={choose} learnedOn={model.learnedOn} />
              ) : (
                <Preview
                  customerId={search.customer}
                  showParts={search.parts === 'yes'}
                  onShowParts={(on) => change({ parts: on ? 'yes' : undefined }, { replace: true })}
                />
              )}
            </div>
            <aside className="flex min-w-0 flex-col gap-8">
              {model && <Proof model={model} />}
              <Rules recommendations={data} />
              <Openings openings={data.openings} />
            </aside>
          </div>
        )}
      </Reading>
    </AnalysisPage>
  )
}

/** Nobody chosen: some who are due, to begin with. */
function Choose({ onChoose, learnedOn }: { onChoose(id: number): void; learnedOn: string }) {
  const words = useOfferWords()
  const locale = useLanguage()
  const due = useCall(listReplenishments, {
    query: { from: learnedOn, to: plusDays(learnedOn, 30), limit: 12, locale },
  })
  const people = new Map(
    (due.data?.items ?? []).map((one) => [one.customerId, `${one.familyName} ${one.givenName}`.trim()]),
  )
  return (
    <EmptyState
      title={words.preview.choose}
      action={
        people.size > 0 && (
          <div className="flex flex-wrap items-center gap-2">
            <span className="text-note text-ink-2">{words.preview.soon}</span>
            {[...people].slice(0, 6).map(([id, name]) => (
              <Button key={id} onPress={() => onChoose(id)}>
                {name}
              </Button>
            ))}
          </div>
        )
      }
    >
      {words.preview.chooseWhy}
    </EmptyState>
  )
}
