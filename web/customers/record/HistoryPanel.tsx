import {
  type ChangeReply,
  genders,
  listChanges,
  listChannels,
  listStores,
  restoreChange,
} from '../../../src/customers/contract.ts'
import { useAction, useCall, usePages } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { useRefreshCustomer } from '../facts/edit.ts'
import { useRecordWords } from '../words.ts'

/** Who changed what of the record, when and through what, before → after; each change can be taken back. */
export function HistoryPanel({ customerId, onClose }: { customerId: number; onClose(): void }) {
  const words = useRecordWords()
  const changes = usePages(listChanges, { params: { customerId }, query: { limit: 30 } })
  return (
    <SidePanel title={words.history.title} onClose={onClose}>
      {changes.isPending && <Loading lines={5} />}
      {changes.error && <ErrorState error={changes.error} onRetry={() => void changes.refetch()} />}
      {changes.items?.length === 0 && <p className="text-ink-2">{words.history.none}</p>}
      <ul>
        {(changes.items ?? []).map((change) => (
          <ChangeItem key={change.id} change={change} customerId={customerId} />
        ))}
      </ul>
      {changes.hasNextPage && (
        <Button onPress={() => void changes.fetchNextPage()} isPending={changes.isFetchingNextPage}>
          {words.history.more}
        </Button>
      )}
    </SidePanel>
  )
}

function ChangeItem({ change, customerId }: { change: ChangeReply; customerId: number }) {
  const words = useRecordWords()
  const format = useFormat()
  const may = useMay()
  const { sentence } = useProblems()
  const refresh = useRefreshCustomer()
  const say = useSayValue()
  const restore = useAction(restoreChange, {
    onDone: () => {
      void refresh()
      toast.done(words.history.restored)
    },
    onFailed: (error) => toast.failed(sentence(error)),
  })
  const who = change.staffName ?? words.history.system
  const fields = Object.entries(change.diff).filter(([field]) => field !== 'createdAt')
  const labels = words.history.fields as Record<string, string>
  return (
    <li className="border-t border-rule py-3 first:border-t-0 first:pt-0">
      <div className="flex items-start gap-3">
        <p className="min-w-0 flex-1">
          <b>{words.history.subjects[change.subject]}</b>
          <span className="ml-2.5 text-note text-ink-2">{words.history.via[change.via]}</span>
          <span className="block text-note text-ink-2">
            <time dateTime={change.at}>{format.dateTime(change.at)}</time>
            <span className="ml-2.5">{who}</span>
          </span>
        </p>
        {may('customers.write') && change.isRestorable && (
          <Button
            onPress={() => restore.run({ params: { customerId, id: change.id }, body: {} })}
            isPending={restore.pending}
          >
            {words.history.restore}
          </Button>
        )}
      </div>
      <dl className="mt-1.5 grid grid-cols-[7em_minmax(0,1fr)] gap-y-1 text-small">
        {fields.map(([field, [before, after]]) => (
          <div key={field} className="contents">
            <dt className="text-ink-2">{labels[field] ?? field.replace('attributes.', '')}</dt>
            <dd>
              <span className="text-ink-2">{say(field, before) || words.history.empty}</span>
              <span aria-label={words.history.becomes} role="img" className="mx-1.5">
                →
              </span>
              {say(field, after) || words.history.empty}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  )
}

/** Stored values as people write them: ids by their names, codes by their words. */
export function useSayValue(): (field: string, value: unknown) => string {
  const words = useRecordWords()
  const format = useFormat()
  const stores = useCall(listStores, {}, { staleTime: 60_000 }).data?.items
  const channels = useCall(listChannels, {}, { staleTime: 60_000 }).data?.items
  return (field, value) => {
    if (value === null || value === undefined || value === '') return ''
    if (typeof value === 'boolean') return value ? words.attributes.yes : words.attributes.no
    if (field === 'storeId') return stores?.find(({ id }) => id === value)?.name ?? String(value)
    if (field === 'channelId') return channels?.find(({ id }) => id === value)?.name ?? String(value)
    const choices: Record<string, Record<string, string>> = {
      gender: words.facts.genders,
      status: words.contacts.statuses,
      kind: { ...words.contacts.kinds, ...words.preferences.kinds },
    }
    if (field === 'gender' && !genders.includes(value as never)) return String(value)
    return (
      choices[field]?.[String(value)] ??
      (/^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? format.day(String(value)) : String(value))
    )
  }
}
