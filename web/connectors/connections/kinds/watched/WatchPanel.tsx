import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type Connection, getConnection } from '../../../../../src/connectors/connections/contract.ts'
import { getFlow } from '../../../../../src/connectors/flow/contract.ts'
import { getWatch, lookNow } from '../../../../../src/connectors/watched/contract.ts'
import { keyOf, type ReplyOf, useAction, useCall } from '../../../../api.ts'
import { useFormat } from '../../../../format.ts'
import { paths } from '../../../../paths.ts'
import { useProblems } from '../../../../problems.ts'
import { useMay } from '../../../../session.ts'
import { StateTag, type Tone } from '../../../../ui/Badge.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../../ui/DataTable.tsx'
import { Link } from '../../../../ui/Link.tsx'
import { Section } from '../../../../ui/Section.tsx'
import { EmptyState } from '../../../../ui/states.tsx'
import { toast } from '../../../../ui/toast.ts'
import { When } from '../../../../ui/values.tsx'
import type { WatchKind } from './draft.ts'
import { HostKey } from './TriedResult.tsx'
import { WatchForm } from './WatchForm.tsx'
import { useWatchWords } from './words.ts'

type Watch = ReplyOf<typeof getWatch>
type WatchedFile = Watch['files'][number]

/** The files that were found, a look at any time, and the settings. */
export function WatchPanel({ connection }: { connection: Connection }) {
  const words = useWatchWords()
  const may = useMay()
  const { hostKey } = connection.settings as { hostKey?: string }
  return (
    <>
      <Files connection={connection} />
      {hostKey && !may('connections.write') && <HostKey hostKey={hostKey} />}
      {may('connections.write') && (
        <Section title={words.settings}>
          <div className="flex flex-col gap-5 py-2">
            {hostKey && <HostKey hostKey={hostKey} />}
            <WatchForm key={connection.version} kind={connection.kind as WatchKind} connection={connection} />
          </div>
        </Section>
      )}
    </>
  )
}

function Files({ connection }: { connection: Connection }) {
  const words = useWatchWords()
  const format = useFormat()
  const may = useMay()
  const { sentence } = useProblems()
  const params = { id: connection.id }
  const isAsked = (watch: Watch | undefined) => connection.isActive && watch?.isAsked
  const isBusy = (watch: Watch | undefined) =>
    isAsked(watch) || watch?.files.some((file) => lookOf(file).name === 'taken')
  const watch = useCall(getWatch, { params }, { interval: (reply) => (isBusy(reply) ? 1000 : 15_000), staleTime: 0 })
  const { data } = watch
  const look = useAction(lookNow, {
    refresh: [getWatch, getFlow],
    onFailed: (error) => toast.failed(sentence(error)),
  })
  // what a look found stands above, too, at once
  const client = useQueryClient()
  const lookedAt = data?.lookedAt
  const isTaking = isBusy(data)
  const isUnknown = connection.settings.hostKey === ''
  useEffect(() => {
    if (!lookedAt || isTaking) return
    void client.invalidateQueries({ queryKey: keyOf(getFlow) })
    // the first look learns the key of a server that was never tried
    if (isUnknown) void client.invalidateQueries({ queryKey: keyOf(getConnection) })
  }, [client, lookedAt, isTaking, isUnknown])
  const isLooking = look.pending || isAsked(data)
  const looked = lookedAt ? words.looked(format.ago(lookedAt, new Date())) : words.neverLooked
  return (
    <Section
      title={words.files}
      note={isLooking ? words.looking : looked}
      end={
        may('connections.write') &&
        connection.isActive && (
          <Button isPending={isLooking} onPress={() => look.run({ params })}>
            {words.lookNow}
          </Button>
        )
      }
    >
      <DataTable
        label={words.files}
        columns={useColumns()}
        rows={data?.files}
        keyOf={(file) => file.name}
        skeletonRows={2}
        error={watch.error}
        onRetry={() => void watch.refetch()}
        empty={<EmptyState title={words.noFiles}>{words.noFilesWhy}</EmptyState>}
      />
    </Section>
  )
}

function useColumns(): Column<WatchedFile>[] {
  const words = useWatchWords()
  const format = useFormat()
  return [
    {
      key: 'name',
      heading: words.file,
      title: ({ name }) => name,
      render: ({ name, importId }) => (importId ? <Link href={paths.import(importId)}>{name}</Link> : name),
    },
    {
      key: 'state',
      heading: words.state,
      render: (file) => {
        const { name, tone, glyph } = lookOf(file)
        return (
          <StateTag tone={tone} glyph={glyph}>
            {words.states[name]}
          </StateTag>
        )
      },
    },
    {
      key: 'size',
      heading: words.size,
      align: 'right',
      render: ({ bytes }) => `${format.number(Math.ceil(bytes / 1024))} KB`,
    },
    { key: 'modified', heading: words.modified, align: 'right', render: ({ modifiedAt }) => <When at={modifiedAt} /> },
    {
      key: 'go',
      heading: <span className="sr-only">{words.openImport}</span>,
      render: ({ importId, status }) =>
        importId !== null &&
        status && <Link href={paths.import(importId)}>{status === 'received' ? words.decide : words.openImport}</Link>,
    },
  ]
}

type StateName = keyof ReturnType<typeof useWatchWords>['states']
type Look = { name: StateName; tone: Tone; glyph: 'check' | 'clock' | 'alert' | 'cross' | 'waiting' }

/** Where a file stands: its own state, or that of its import. */
function lookOf({ state, status }: WatchedFile): Look {
  if (state === 'taken' && status === 'received') return { name: 'waiting', tone: 'warn', glyph: 'alert' }
  if (status === 'undone') return { name: 'undone', tone: 'quiet', glyph: 'cross' }
  if (state === 'done' || status === 'done') return { name: 'done', tone: 'ok', glyph: 'check' }
  if (state === 'refused' || state === 'failed') return { name: state, tone: 'danger', glyph: 'alert' }
  return state === 'growing'
    ? { name: 'growing', tone: 'quiet', glyph: 'waiting' }
    : { name: 'taken', tone: 'accent', glyph: 'clock' }
}
