import {
  type DecidedReply,
  listDecisions,
  listProposals,
  matchingState,
  undoDecision,
} from '../../../src/customers/contract.ts'
import { useAction, usePages } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useProblems } from '../../problems.ts'
import { Button } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { Link } from '../../ui/Link.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { Percent, When } from '../../ui/values.tsx'
import { useWords } from '../../words.ts'
import { joinedBy } from '../name.ts'
import { useRecordWords } from '../words.ts'
import { useMatchingWords } from './words.ts'

/** What was decided, newest first; each can be taken back. */
export function DecidedList() {
  const words = useMatchingWords()
  const { verbs } = useWords()
  const said = words.log
  const pages = usePages(listDecisions, { query: { limit: 50 } })
  if (pages.isPending) return <Loading lines={8} />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  const items = pages.items ?? []
  if (items.length === 0) return <EmptyState title={said.none} />
  return (
    <div className="relative mt-4 overflow-x-auto">
      <table className="w-full text-left">
        <caption className="sr-only">{words.decided}</caption>
        <thead>
          <tr className="border-b border-rule-2 text-note text-ink-2">
            <th scope="col" className="py-1.5 pr-4 font-normal">
              {said.pair}
            </th>
            {[said.decision, said.chance, said.by, said.at].map((name) => (
              <th
                key={name}
                scope="col"
                className={classes(
                  'hidden py-1.5 pr-4 font-normal whitespace-nowrap tablet:table-cell',
                  name === said.chance && 'text-right!',
                )}
              >
                {name}
              </th>
            ))}
            <th scope="col" className="py-1.5">
              <span className="sr-only">{said.undo}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row key={item.id} item={item} />
          ))}
        </tbody>
      </table>
      {pages.hasNextPage && (
        <div className="py-3">
          <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
            {verbs.seeMore}
          </Button>
        </div>
      )}
    </div>
  )
}

function Row({ item }: { item: DecidedReply }) {
  const words = useMatchingWords()
  const format = useFormat()
  const said = words.log
  const { sentence } = useProblems()
  const undo = useAction(undoDecision, {
    refresh: [listDecisions, listProposals, matchingState],
    onDone: () => toast.done(words.done.undone),
    onFailed: (error) => toast.failed(sentence(error)),
  })
  const { joined } = useRecordWords()
  const [one = '', other = ''] = item.names
  const names = said.and(said.named(one, String(item.customerId)), said.named(other, String(item.otherId)))
  const by = item.via === 'automatic' ? said.automatic : (item.staffName ?? '')
  const chance = item.chance > 0 && <Percent share={Math.min(item.chance, 0.9994)} />
  return (
    <tr className="h-10 border-t border-rule">
      <td className="py-1.5 pr-4">
        <Link href={paths.customer(item.customerId)}>{names}</Link>
        {/* a phone has room for one column */}
        <span className="block text-note text-ink-2 tablet:hidden">
          {joinedBy([said.decisions[item.decision], by, format.dateTime(item.at)], joined)}
        </span>
      </td>
      <td className="hidden pr-4 whitespace-nowrap tablet:table-cell">{said.decisions[item.decision]}</td>
      <td className="hidden pr-4 text-right whitespace-nowrap tablet:table-cell">{chance || words.compare.none}</td>
      <td className="hidden pr-4 whitespace-nowrap tablet:table-cell">
        {by}
        {item.via === 'bulk' && <span className="ml-2 text-note text-ink-2">{said.bulk}</span>}
      </td>
      <td className="hidden pr-4 whitespace-nowrap tablet:table-cell">
        <When at={item.at} />
      </td>
      <td className="text-right">
        {item.undoneAt ? (
          <span className="text-note whitespace-nowrap text-ink-2" title={format.dateTime(item.undoneAt)}>
            {said.undone}
          </span>
        ) : (
          <Button
            aria-label={said.undoOf(names)}
            isPending={undo.pending}
            onPress={() => undo.run({ params: { id: item.id } })}
          >
            {said.undo}
          </Button>
        )}
      </td>
    </tr>
  )
}
