import { useState } from 'react'
import * as z from 'zod'
import {
  type Delivery,
  listDeliveries,
  replayDelivery,
  testEndpoint,
} from '../../../src/connectors/deliveries/contract.ts'
import { useAddress } from '../../address.ts'
import { useAction, usePages } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { usePreferences } from '../../preferences.ts'
import { useProblems } from '../../problems.ts'
import { Notice, StateTag } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { ToggleChip } from '../../ui/Chip.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { DeliveryDialog } from './DeliveryDialog.tsx'
import { ReplayFailed } from './ReplayFailed.tsx'
import { useWebhookOutWords } from './words.ts'

const search = z.object({
  state: z.enum(['waiting', 'delivered', 'failed']).optional().catch(undefined),
  delivery: z.coerce.number().int().positive().optional().catch(undefined),
})

const looks = {
  waiting: { tone: 'quiet', glyph: 'clock' },
  delivered: { tone: 'ok', glyph: 'check' },
  failed: { tone: 'danger', glyph: 'cross' },
} as const

/** What was told to an endpoint, how it answered, and what to send again. */
export function DeliveryLog({ connectionId, isActive }: { connectionId: number; isActive: boolean }) {
  const words = useWebhookOutWords()
  const format = useFormat()
  const { density } = usePreferences()
  const [{ state, delivery }, setAddress] = useAddress(search)
  const asked = { params: { id: connectionId }, query: state ? { state } : {} }
  const log = usePages(listDeliveries, asked, {
    keep: true,
    interval: (first) => (first && first.counts.waiting > 0 ? 3_000 : 10_000),
  })
  const head = log.data?.pages[0]
  const [replaying, setReplaying] = useState(false)
  return (
    <Section
      title={words.log}
      note={words.logNote}
      end={head && words.counts(head.counts.waiting, head.counts.failed, head.counts.delivered)}
    >
      <div className="flex flex-wrap items-center gap-2 pb-3">
        {([undefined, 'waiting', 'failed', 'delivered'] as const).map((one) => (
          <ToggleChip key={one ?? 'all'} isSelected={state === one} onChange={() => setAddress({ state: one })}>
            {words.states[one ?? 'all']}
          </ToggleChip>
        ))}
        <span className="ml-auto flex flex-wrap gap-2">
          {head && head.counts.failed > 0 && isActive && (
            <Button onPress={() => setReplaying(true)}>{words.replayFailed}</Button>
          )}
          <TestButton connectionId={connectionId} />
        </span>
      </div>
      {head?.pausedUntil && isActive && (
        <div className="pb-3">
          <Notice tone="warn">{words.paused(format.time(head.pausedUntil))}</Notice>
        </div>
      )}
      <DataTable
        label={words.log}
        columns={useColumns(connectionId, isActive, (id) => setAddress({ delivery: id }))}
        rows={log.items}
        keyOf={({ id }) => id}
        density={density}
        skeletonRows={4}
        stale={log.isPlaceholderData}
        error={log.error}
        onRetry={() => void log.refetch()}
        empty={<EmptyState title={state ? words.noMatch : words.empty}>{state ? null : words.emptyWhy}</EmptyState>}
        foot={
          log.hasNextPage && (
            <Button isPending={log.isFetchingNextPage} onPress={() => void log.fetchNextPage()}>
              {words.next}
            </Button>
          )
        }
      />
      {delivery !== undefined && (
        <DeliveryDialog
          connectionId={connectionId}
          deliveryId={delivery}
          onClose={() => setAddress({ delivery: undefined })}
        />
      )}
      {replaying && <ReplayFailed connectionId={connectionId} onClose={() => setReplaying(false)} />}
    </Section>
  )
}

function useColumns(connectionId: number, isActive: boolean, onShow: (id: number) => void): Column<Delivery>[] {
  const words = useWebhookOutWords()
  const format = useFormat()
  const answer = useAnswer()
  return [
    { key: 'at', heading: words.at, render: ({ at }) => format.dateTime(at) },
    { key: 'topic', heading: words.topic, render: ({ topic }) => words.topicNames[topic] },
    {
      key: 'customer',
      heading: words.customer,
      render: ({ customerId }) =>
        customerId !== null && <Link href={paths.customer(customerId)}>{words.customerName(customerId)}</Link>,
    },
    {
      key: 'state',
      heading: words.state,
      render: (row) => (
        <span className="inline-flex flex-wrap items-baseline gap-x-2">
          <StateTag {...looks[row.state]}>{words.states[row.state]}</StateTag>
          {row.state === 'waiting' && row.tries > 0 && (
            <span className="text-note text-ink-2">{words.nextAt(format.dateTime(row.dueAt))}</span>
          )}
        </span>
      ),
    },
    { key: 'answer', heading: words.answer, wraps: true, render: answer },
    { key: 'tries', heading: words.tries, align: 'right', render: ({ tries }) => format.number(tries) },
    {
      key: 'do',
      heading: <span className="sr-only">{words.show}</span>,
      render: (row) => (
        <span className="flex justify-end gap-2">
          <Button onPress={() => onShow(row.id)}>{words.show}</Button>
          {row.state !== 'waiting' && isActive && <Replay connectionId={connectionId} deliveryId={row.id} />}
        </span>
      ),
    },
  ]
}

/** How the last try was answered, in a few words. */
function useAnswer(): (row: Delivery) => string {
  const words = useWebhookOutWords()
  return ({ last }) => {
    if (last === null) return ''
    const what = last.status === null ? words.problems[last.problem ?? 'no-connection'] : String(last.status)
    return `${what}　${words.milliseconds(last.milliseconds)}`
  }
}

function Replay({ connectionId, deliveryId }: { connectionId: number; deliveryId: number }) {
  const words = useWebhookOutWords()
  const { sentence } = useProblems()
  const replay = useAction(replayDelivery, {
    refresh: [listDeliveries],
    onDone: () => toast.done(words.replayed),
    onFailed: (error) => toast.failed(sentence(error)),
  })
  return (
    <Button isPending={replay.pending} onPress={() => replay.run({ params: { id: connectionId, deliveryId } })}>
      {words.replay}
    </Button>
  )
}

function TestButton({ connectionId }: { connectionId: number }) {
  const words = useWebhookOutWords()
  const { sentence } = useProblems()
  const test = useAction(testEndpoint, {
    refresh: [listDeliveries],
    onDone({ status, problem, milliseconds }) {
      const said = status === null ? words.problems[problem ?? 'no-connection'] : words.tested(status, milliseconds)
      if (status !== null && status >= 200 && status < 300) toast.done(`${words.testedWell}${said}`)
      else toast.failed(`${words.testFailed}${said}`)
    },
    onFailed: (error) => toast.failed(sentence(error)),
  })
  return (
    <Button isPending={test.pending} onPress={() => test.run({ params: { id: connectionId } })}>
      {words.test}
    </Button>
  )
}
