import { listDiscoveries } from '../../../src/analysis/discoveries/contract.ts'
import { type ReplyOf, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState, Reading } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { AsOf } from '../AsOf.tsx'
import { Unlearned } from '../Unlearned.tsx'
import { Discovery } from './Discovery.tsx'
import { useDiscoveryWords } from './words.ts'

type Reply = ReplyOf<typeof listDiscoveries>
export type Run = NonNullable<Reply['run']>

/** Groups of fewer people are not asked about. */
const fewestPeople = 30

/** What changed lately and why it matters, most money first, each with the people behind it and how it was found. */
export function DiscoveriesPage() {
  const reply = useCall(listDiscoveries, {}, { keep: true })
  const run = reply.data?.run
  return (
    <AnalysisPage here="discoveries" asOf={run && <AsOf {...run} />}>
      <Reading of={reply} lines={8}>
        {(data) => (run ? <Findings run={run} items={data.items} /> : <Never />)}
      </Reading>
    </AnalysisPage>
  )
}

function Findings({ run, items }: { run: Run; items: Reply['items'] }) {
  const words = useDiscoveryWords()
  const format = useFormat()
  const { empty, worth } = words
  if (run.newestMonth === null || run.asked === 0) {
    return <EmptyState title={empty.young}>{empty.youngWhy(run.windowDays, fewestPeople)}</EmptyState>
  }
  if (items.length === 0) return <EmptyState title={empty.none}>{empty.noneWhy(run.asked)}</EmptyState>
  const definition = {
    text: words.definition(run.windowDays, format.percent(run.falseShare, 0), fewestPeople),
    asOf: <AsOf {...run} />,
  }
  return (
    <div className="grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_320px]">
      <Section
        title={
          <>
            {words.title}
            <DefinitionPopover name={words.title} definition={definition} />
          </>
        }
        note={words.intro(run.asked, items.length)}
      >
        <ol>
          {items.map((finding, place) => (
            <Discovery key={place} number={place + 1} finding={finding} run={run} />
          ))}
        </ol>
      </Section>
      <Section title={worth.title}>
        <div className="flex flex-col gap-3 text-ink-2">
          <p>{worth.returning(format.money(Math.round(run.worth.returning.mean)), run.windowDays)}</p>
          <p>{worth.best(format.money(Math.round(run.worth.best.mean)))}</p>
          <p>{worth.caution}</p>
        </div>
      </Section>
    </div>
  )
}

function Never() {
  const { empty } = useDiscoveryWords()
  return <Unlearned title={empty.never} why={empty.neverWhy} learn={empty.learn} learning={empty.learning} />
}
