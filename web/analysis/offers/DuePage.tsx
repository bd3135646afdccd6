import * as z from 'zod'
import { getRecommendations } from '../../../src/analysis/recommend/contract.ts'
import { useAddress } from '../../address.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { ToggleChip } from '../../ui/Chip.tsx'
import { Reading } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { DueList } from './DueList.tsx'
import { plusDays } from './days.ts'
import { Lasting } from './Lasting.tsx'
import { NothingLearned } from './NothingLearned.tsx'
import { ProductPicker } from './pickers.tsx'
import { useOfferWords } from './words.ts'

const spans = ['7', '14', '30', 'late'] as const
const views = ['people', 'products'] as const
const address = z.object({
  view: z.enum(views).catch('people'),
  within: z.enum(spans).catch('14'),
  product: z.coerce.number().int().positive().optional().catch(undefined),
  on: z.iso.date().optional().catch(undefined),
  q: z.string().max(100).catch(''),
  table: z.enum(['due']).optional().catch(undefined),
})
export type DueSearch = z.output<typeof address>

/** Overdue by more than this is no longer soon. */
const lateDays = 60

/** Who will want what again, and when; how long each product lasts. */
export function DuePage() {
  const [search, change] = useAddress(address)
  const words = useOfferWords()
  const format = useFormat()
  const reply = useCall(getRecommendations, {})
  const model = reply.data?.model
  const today = format.dayOf(new Date())
  const { within } = search
  const span =
    within === 'late'
      ? { from: plusDays(today, -lateDays), to: plusDays(today, -1) }
      : { from: today, to: plusDays(today, Number(within) - 1) }
  return (
    <AnalysisPage
      here="due"
      conditions={
        model && (
          <>
            {views.map((view) => (
              <ToggleChip key={view} isSelected={search.view === view} onChange={() => change({ view, on: undefined })}>
                {words.due[view]}
              </ToggleChip>
            ))}
            {search.view === 'people' && (
              <>
                <span className="w-3" />
                {spans.map((one) => (
                  <ToggleChip
                    key={one}
                    isSelected={within === one}
                    onChange={() => change({ within: one, on: undefined })}
                  >
                    {one === 'late' ? words.due.late : words.due.within(Number(one))}
                  </ToggleChip>
                ))}
                <ProductPicker
                  value={search.product ?? null}
                  onChange={(id) => change({ product: id ?? undefined, on: undefined })}
                />
              </>
            )}
          </>
        )
      }
      asOf={model && words.learned(format.day(model.learnedOn))}
    >
      <Reading of={reply} lines={8}>
        {() =>
          !model ? (
            <NothingLearned />
          ) : search.view === 'products' ? (
            <Lasting q={search.q} onSearch={(q) => change({ q }, { replace: true })} />
          ) : (
            <DueList search={search} span={span} today={today} onChange={change} />
          )
        }
      </Reading>
    </AnalysisPage>
  )
}
