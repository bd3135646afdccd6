import { getSiteMessages, type RecentMessage } from '../../../../../src/connectors/ingest/contract.ts'
import { useCall } from '../../../../api.ts'
import { useFormat } from '../../../../format.ts'
import { paths } from '../../../../paths.ts'
import { usePreferences } from '../../../../preferences.ts'
import { type Column, DataTable } from '../../../../ui/DataTable.tsx'
import { Link } from '../../../../ui/Link.tsx'
import { Section } from '../../../../ui/Section.tsx'
import { EmptyState } from '../../../../ui/states.tsx'
import { useSiteKindWords } from './words.ts'

const lookEvery = 2000
type Row = RecentMessage & { place: number }

/** What arrived last, as it arrives. */
export function RecentMessages({ connectionId }: { connectionId: number }) {
  const words = useSiteKindWords()
  const { density } = usePreferences()
  const messages = useCall(getSiteMessages, { params: { id: connectionId } }, { interval: () => lookEvery })
  const rows = messages.data?.items.map((message, place): Row => ({ ...message, place }))
  const columns = useColumns()
  if (rows?.length === 0 && messages.data?.unknownVisitors === 0)
    return (
      <Section title={words.recent} note={words.recentNote}>
        <EmptyState title={words.noRecent}>{words.noRecentWhy}</EmptyState>
      </Section>
    )
  return (
    <Section
      title={words.recent}
      note={words.recentNote}
      end={messages.data && words.unknownVisitors(messages.data.unknownVisitors)}
    >
      <DataTable
        label={words.recent}
        columns={columns}
        rows={rows}
        keyOf={({ place }) => place}
        density={density}
        skeletonRows={3}
        error={messages.error}
        onRetry={() => void messages.refetch()}
        empty={<EmptyState title={words.noRecent} />}
      />
    </Section>
  )
}

function useColumns(): Column<Row>[] {
  const words = useSiteKindWords()
  const format = useFormat()
  return [
    { key: 'at', heading: words.time, render: ({ at }) => format.dateTime(at) },
    { key: 'kind', heading: words.what, render: ({ kind }) => words.kinds[kind] ?? kind },
    { key: 'about', heading: words.about, width: '40%', render: ({ about }) => about, title: ({ about }) => about },
    {
      key: 'who',
      heading: words.who,
      render: ({ customerId }) =>
        customerId === null ? (
          <span className="text-ink-2">{words.visitor}</span>
        ) : (
          <Link href={paths.customer(customerId)}>{words.customer(customerId)}</Link>
        ),
    },
  ]
}
