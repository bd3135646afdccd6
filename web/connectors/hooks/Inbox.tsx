import { useState } from 'react'
import * as z from 'zod'
import {
  listMessages,
  type ReceivedMessage,
  readMessage,
  replayMessages,
} from '../../../src/connectors/hooks/contract.ts'
import { reasons } from '../../../src/connectors/imports/contract.ts'
import { useAddress } from '../../address.ts'
import { useAction, useCall, usePages } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { usePreferences } from '../../preferences.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { ToggleChip } from '../../ui/Chip.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState, Reading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { useLanguage } from '../../words.ts'
import { useFieldName } from '../naming.ts'
import { pretty } from '../pretty.ts'
import { useHookWords } from './words.ts'

const states = ['taken', 'failed', 'ignored', 'stale', 'waiting'] as const
const search = z.object({ state: z.enum(states).optional().catch(undefined) })

const looks = {
  waiting: { tone: 'quiet', glyph: 'clock' },
  taken: { tone: 'ok', glyph: 'check' },
  stale: { tone: 'quiet', glyph: 'check' },
  ignored: { tone: 'quiet', glyph: 'cross' },
  failed: { tone: 'danger', glyph: 'cross' },
} as const

interface InboxProps {
  connectionId: number
  /** what the sender calls things, in our words */
  topicNames?: Record<string, string>
}

/** What a system sent and what became of it; what was not taken in can go through again. */
export function Inbox({ connectionId, topicNames = {} }: InboxProps) {
  const words = useHookWords()
  const { density } = usePreferences()
  const may = useMay()
  const [{ state }, setAddress] = useAddress(search)
  const [shown, setShown] = useState<number | null>(null)
  const asked = { params: { id: connectionId }, query: state ? { state } : {} }
  const list = usePages(listMessages, asked, { keep: true, interval: () => 5_000 })
  const replay = useReplay()
  const columns = useColumns(connectionId, topicNames, setShown)
  if (!state && list.items?.length === 0)
    return (
      <Section title={words.inbox} note={words.inboxNote}>
        <EmptyState title={words.empty}>{words.emptyWhy}</EmptyState>
      </Section>
    )
  return (
    <Section title={words.inbox} note={words.inboxNote}>
      <div className="flex flex-wrap items-center gap-2 pb-3">
        {([undefined, ...states] as const).map((one) => (
          <ToggleChip key={one ?? 'all'} isSelected={state === one} onChange={() => setAddress({ state: one })}>
            {words.states[one ?? 'all']}
          </ToggleChip>
        ))}
        {may('connections.write') && (
          <span className="ml-auto">
            <Button isPending={replay.pending} onPress={() => replay.run({ params: { id: connectionId }, body: {} })}>
              {words.replayAll}
            </Button>
          </span>
        )}
      </div>
      <DataTable
        label={words.inbox}
        columns={columns}
        rows={list.items}
        keyOf={({ id }) => id}
        density={density}
        skeletonRows={3}
        stale={list.isPlaceholderData}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={<EmptyState title={words.noMatch} />}
        foot={
          list.hasNextPage && (
            <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
              {words.next}
            </Button>
          )
        }
      />
      {shown !== null && <Body connectionId={connectionId} message={shown} onClose={() => setShown(null)} />}
    </Section>
  )
}

function useReplay() {
  const words = useHookWords()
  const { sentence } = useProblems()
  return useAction(replayMessages, {
    refresh: [listMessages],
    onDone: ({ count }) => toast.done(words.replayed(count)),
    onFailed: (error) => toast.failed(sentence(error)),
  })
}

function useColumns(
  connectionId: number,
  topicNames: Record<string, string>,
  onShow: (id: number) => void,
): Column<ReceivedMessage>[] {
  const words = useHookWords()
  const format = useFormat()
  const may = useMay()
  const reason = useReason()
  return [
    { key: 'at', heading: words.at, render: ({ receivedAt }) => format.dateTime(receivedAt) },
    { key: 'topic', heading: words.topic, render: ({ topic }) => topicNames[topic] ?? topic },
    {
      key: 'state',
      heading: words.state,
      render: ({ state }) => <StateTag {...looks[state]}>{words.states[state]}</StateTag>,
    },
    { key: 'reason', heading: words.reason, wraps: true, render: reason },
    {
      key: 'do',
      heading: <span className="sr-only">{words.show}</span>,
      render: ({ id, state }) =>
        may('connections.write') && (
          <span className="flex justify-end gap-2">
            <Button onPress={() => onShow(id)}>{words.show}</Button>
            {state !== 'waiting' && <Replay connectionId={connectionId} message={id} />}
          </span>
        ),
    },
  ]
}

function Replay({ connectionId, message }: { connectionId: number; message: number }) {
  const words = useHookWords()
  const replay = useReplay()
  return (
    <Button
      isPending={replay.pending}
      onPress={() => replay.run({ params: { id: connectionId }, body: { ids: [message] } })}
    >
      {words.replay}
    </Button>
  )
}

/** Why a message was not taken in; of values that do not fit, which and why. */
function useReason(): (message: ReceivedMessage) => string {
  const words = useHookWords()
  const format = useFormat()
  const language = useLanguage()
  const fieldName = useFieldName('orders')
  return ({ problem }) => {
    if (!problem) return ''
    const said = words.problems[problem.code as keyof typeof words.problems] ?? problem.code
    const fields = (problem.fields ?? []).map(({ field, code }) =>
      words.reasonOf(fieldName(field), reasons[code]?.[language] ?? code),
    )
    return format.beside([said, ...fields])
  }
}

function Body({ connectionId, message, onClose }: { connectionId: number; message: number; onClose(): void }) {
  const words = useHookWords()
  const read = useCall(readMessage, { params: { id: connectionId, message } })
  return (
    <Dialog
      title={words.showTitle}
      isOpen
      onClose={onClose}
      width="wide"
      foot={
        <Button size="normal" onPress={onClose}>
          {words.kept}
        </Button>
      }
    >
      <Reading of={read} lines={5}>
        {({ body }) => (
          <pre className="max-h-[50vh] overflow-auto rounded-2 bg-sunken p-2.5 text-note break-all whitespace-pre-wrap">
            {pretty(body)}
          </pre>
        )}
      </Reading>
    </Dialog>
  )
}
