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
import { nameOf } from '../name.ts'
import { useMatchingWords } from './words.ts'

type Kept = Pick<Asked<typeof decideProposal>['body'], 'intoId' | 'taken'>

interface Made {
  key: string
  pair: ProposalReply
  decision: DecisionName
  /** customers who are no more after it */
  gone: number | null
  /** the decision once the server has it; null when it refused */
  id: Promise<number | null>
  /** somebody else was first: the pair stays away, and there is nothing to undo */
  isRefused: boolean
}

export const keyOfPair = ({ customer, other }: ProposalReply) => `${customer.id} ${other.id}`

/** Pairs are asked for again when so few are left. */
const fewLeft = 5

/**
 * The queue as its reader goes through it: a decision takes the pair away at once and is sent behind; what the server
 * refuses comes back, and the last decision can be undone, one after the other.
 */
export function useQueue(show: 'open' | 'later', customerId: number | undefined) {
  const words = useMatchingWords()
  const { sentence } = useProblems()
  const query = { show, limit: 30, ...(customerId === undefined ? {} : { customerId }) }
  const pages = usePages(listProposals, { query }, { staleTime: Number.POSITIVE_INFINITY })
  const [made, setMade] = useState<Made[]>([])
  /** the last thing done is said until the next one, not after an undo */
  const [said, setSaid] = useState<Made | null>(null)
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

  const { named, and } = words.log
  const namesOf = useCallback(
    ({ customer, other }: ProposalReply) =>
      and(named(nameOf(customer), String(customer.id)), named(nameOf(other), String(other.id))),
    [and, named],
  )

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
          toast.failed(wasGone ? words.gone(namesOf(pair)) : words.failed(namesOf(pair), sentence(error)))
          // one that is no more does not come back
          setMade((all) =>
            wasGone
              ? all.map((one) => (one.key === key ? { ...one, isRefused: true, gone: null } : one))
              : all.filter((one) => one.key !== key),
          )
          setSaid((one) => (one?.key === key ? null : one))
          return null
        },
      )
      const one: Made = { key, pair, decision, gone: decision === 'join' ? from : null, id, isRefused: false }
      setMade((all) => [...all, one])
      setSaid(one)
      if (left.length <= fewLeft) fill()
    },
    [ask, words, sentence, namesOf, left.length, fill],
  )

  const takeBack = undoing.ask
  const undo = useCallback(async () => {
    const last = made.findLast(({ isRefused }) => !isRefused)
    if (!last) return
    setMade((all) => all.filter((one) => one !== last))
    setSaid(null)
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

  return {
    pages,
    left,
    isThrough: made.length > 0,
    canUndo: made.some(({ isRefused }) => !isRefused),
    said: said && words.done[said.decision](namesOf(said.pair)),
    decide,
    undo,
    isUndoing: undoing.pending,
  }
}
