import { listAnalysisDays } from '../../src/analysis/contract.ts'
import { countCustomers } from '../../src/segments/contract.ts'
import { useCall } from '../api.ts'
import { type RankChoice, useRanks } from '../customers/ranks.ts'
import { useFormat } from '../format.ts'
import { useMay } from '../session.ts'
import { Page } from '../ui/Page.tsx'
import { Loading, Reading } from '../ui/states.tsx'
import { Actions } from './Actions.tsx'
import { Discoveries } from './Discoveries.tsx'
import { FirstSteps } from './FirstSteps.tsx'
import { Freshness, RecentImports } from './Freshness.tsx'
import { MonthFigures } from './MonthFigures.tsx'
import { Sources } from './Sources.tsx'
import { type People, peopleOfToday } from './today.ts'
import { useDeskWords } from './words.ts'

/** Where a day begins: who to turn to and why, the month so far, and whether the data is fresh. */
export function TodayPage() {
  const words = useDeskWords()
  const format = useFormat()
  const now = new Date()
  const today = format.dayOf(now)
  const all = useCall(countCustomers, { query: {} })
  return (
    <Page title={words.title} aside={format.dayWithWeekday(today)}>
      <Reading of={all} lines={6}>
        {(data) => (
          <div className="mt-5 grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_352px]">
            {data.count === 0 ? <FirstSteps /> : <Main today={today} now={now} />}
            <div className="flex flex-col gap-6">
              <Sources />
              <RecentImports />
              <Freshness today={today} />
            </div>
          </div>
        )}
      </Reading>
    </Page>
  )
}

function Main({ today, now }: { today: string; now: Date }) {
  const words = useDeskWords()
  const format = useFormat()
  const may = useMay()
  const ranks = useRanks()
  const analyst = may('analysis.read')
  const days = useCall(listAnalysisDays, {}, { enabled: analyst, staleTime: 300_000 })
  if (!ranks || (analyst && days.isPending)) return <Loading lines={8} />
  // a shop has two ranks at least
  const [first, second] = ranks as [RankChoice, RankChoice]
  const kept = days.data?.items.filter(({ hasHistory, isCurrent }) => hasHistory && !isCurrent) ?? []
  const monthEnd =
    kept
      .map(({ asOf }) => asOf)
      .toSorted()
      .at(-1) ?? null
  const people = peopleOfToday({ today, best: [first.key, second.key], monthEnd })
  const names = [first.label, second.label] as const
  const { actions } = words
  const reasonOf = (key: People['key']): string => {
    if (key === 'atRisk' || key === 'birthday') return actions[key].why(...names)
    if (key === 'thank') return actions.thank.why(names[0], format.day(monthEnd ?? today))
    return actions[key].why
  }
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Actions people={people} reasonOf={reasonOf} />
      <MonthFigures today={today} now={now} names={names} atRisk={people[0]?.conditions ?? []} />
      {analyst && <Discoveries />}
    </div>
  )
}
