import { Suspense } from 'react'
import { type Connection, getConnection } from '../../../src/connectors/connections/contract.ts'
import { getFlow } from '../../../src/connectors/flow/contract.ts'
import { useId } from '../../address.ts'
import { type ReplyOf, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { Notice } from '../../ui/Badge.tsx'
import { Link } from '../../ui/Link.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { ConnectionActions } from './ConnectionActions.tsx'
import { Counted } from './Counted.tsx'
import { FlowBars } from './FlowBars.tsx'
import { FlowState } from './FlowState.tsx'
import { kindPanels } from './kinds.ts'
import { useArrival, useKindName } from './sentences.ts'
import { Troubles } from './Troubles.tsx'
import { useConnectionWords } from './words.ts'

type Seen = ReplyOf<typeof getFlow>

/** One connection: whether data flows by it, what went wrong, and the settings of its kind. */
export function ConnectionPage() {
  const words = useConnectionWords()
  const nameOf = useKindName()
  const id = useId()
  const found = useCall(getConnection, { params: { id } })
  const seen = useCall(getFlow, { params: { id } }, { interval: () => 15_000 })
  const connection = found.data
  const error = found.error ?? seen.error
  return (
    <Page
      title={connection?.name ?? words.title}
      crumb={<Link href={paths.connections()}>{words.back}</Link>}
      aside={
        connection &&
        seen.data && (
          <span className="flex flex-wrap items-baseline gap-x-3">
            {nameOf(connection.kind)}
            <FlowState flow={seen.data.flow} />
          </span>
        )
      }
      actions={connection && !panelOf(connection)?.isElsewhere && <ConnectionActions connection={connection} />}
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void Promise.all([found.refetch(), seen.refetch()])} />
      ) : connection && seen.data ? (
        <Whole connection={connection} seen={seen.data} />
      ) : (
        <Loading lines={8} />
      )}
    </Page>
  )
}

const panelOf = (connection: Connection) => kindPanels.find(({ kind }) => kind === connection.kind)

function Whole({ connection, seen }: { connection: Connection; seen: Seen }) {
  const words = useConnectionWords()
  const panel = panelOf(connection)
  // empty charts would stand above what is to be done first
  const isFresh =
    panel?.direction === 'in' && !panel.isElsewhere && seen.flow.lastAt === null && seen.troubles.length === 0
  return (
    <div className="mt-5 flex flex-col gap-6">
      {!connection.isActive && <Notice tone="quiet">{words.isOff}</Notice>}
      {isFresh && connection.isActive && (
        <Notice tone="quiet" glyph="waiting">
          {words.fresh}
        </Notice>
      )}
      {panel?.direction !== 'out' && !isFresh && <Arrivals seen={seen} />}
      {!isFresh && <Troubles connection={connection} troubles={seen.troubles} />}
      {panel && (
        <Suspense fallback={<Loading lines={4} />}>
          <panel.Panel key={connection.id} connection={connection} />
        </Suspense>
      )}
    </div>
  )
}

function Arrivals({ seen: { flow, asOf } }: { seen: Seen }) {
  const words = useConnectionWords()
  const format = useFormat()
  const arrival = useArrival()(flow, asOf)
  return (
    <Section title={words.arrivals} note={format.beside([arrival.last, ...arrival.notes])}>
      {arrival.silence && (
        <div className="pb-3">
          <Notice tone="warn">
            {arrival.silence}
            {words.silenceRemedy}
          </Notice>
        </div>
      )}
      <div className="grid gap-x-10 gap-y-5 tablet:grid-cols-2">
        {(['hours', 'days'] as const).map((of) => (
          <div key={of} className="min-w-0">
            <p className="pb-1 text-note text-ink-2">{words[of]}</p>
            <FlowBars flow={flow} of={of} tall />
            <Counted counts={of === 'hours' ? flow.day : flow.month} />
          </div>
        ))}
      </div>
    </Section>
  )
}
