import { useCallback, useState } from 'react'
import {
  type DecisionName,
  decideProposal,
  listProposals,
  matchingState,
  type ProposalReply,
  undoDecision,
} from '../../../src/customers/contract.ts'
import { type Asked, ProblemError, useAction, usePages } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { toast } from '../../ui/toast.ts'
import { useMatchingWords } from './words.ts'

type Kept = Pick<Asked<typeof decideProposal>['body'], 'intoId' | 'taken'>

interface Made {
  key: string
  /** customers who are no more after it */
  gone: number | null
  /** the decision once the server has it; null when it refused */
  id: Promise<number | null>
}

export const keyOfPair = ({ customer, other }: ProposalReply) => `${customer.id} ${other.id}`

/** Pairs are asked for again when so few are left. */
const fewLeft = 5

/**
 * The queue as its reader goes through it: a decision takes the pair away at once and is sent behind; what the server
 * refuses comes back, and the last decision can be undone, one after the other.
 */
export function useQueue(show: 'open' | 'later') {
  const words = useMatchingWords()
  const { sentence } = useProblems()
  const pages = usePages(listProposals, { query: { show, limit: 30 } }, { staleTime: Number.POSITIVE_INFINITY })
  const [made, setMade] = useState<Made[]>([])
  const deciding = useAction(decideProposal, { refresh: [matchingState] })
  const undoing = useAction(undoDecision, { refresh: [matchingState] })

  const gone = new Set(made.map(({ key }) => key))
  const merged = new Set(made.flatMap((one) => one.gone ?? []))
  const left = (pages.items ?? []).filter(
    (pair) => !gone.has(keyOfPair(pair)) && !merged.has(pair.customer.id) && !merged.has(pair.other.id),
  )
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const fill = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  const { ask } = deciding
  const decide = useCallback(
    (pair: ProposalReply, decision: DecisionName, { intoId, taken }: Kept = {}) => {
      const [customerId, otherId] = [pair.customer.id, pair.other.id]
      const into = intoId ?? customerId
      const from = into === customerId ? otherId : customerId
      const key = keyOfPair(pair)
      const body = { customerId, otherId, decision, ...(decision === 'join' && { intoId: into, taken: taken ?? [] }) }
      const id = ask({ body }).then(
        ({ decisionId }) => decisionId,
        (error: unknown) => {
          const wasGone = error instanceof ProblemError && ['not-found', 'already-done'].includes(error.code)
          toast.failed(wasGone ? words.gone : sentence(error))
          // one that is no more does not come back
          if (!wasGone) setMade((all) => all.filter((one) => one.key !== key))
          return null
        },
      )
      setMade((all) => [...all, { key, gone: decision === 'join' ? from : null, id }])
      if (left.length <= fewLeft) fill()
    },
    [ask, words, sentence, left.length, fill],
  )

  const takeBack = undoing.ask
  const undo = useCallback(async () => {
    const last = made.at(-1)
    if (!last) return
    setMade((all) => all.filter((one) => one !== last))
    const id = await last.id
    if (id === null) return
    try {
      await takeBack({ params: { id } })
      toast.done(words.done.undone)
    } catch (error) {
      toast.failed(sentence(error))
      setMade((all) => [...all, last])
    }
  }, [made, takeBack, words, sentence])

  return { pages, left, decided: made.length, decide, undo, isUndoing: undoing.pending }
}
