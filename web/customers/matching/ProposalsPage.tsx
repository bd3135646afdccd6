import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import * as z from 'zod'
import { listDecisions, listProposals, matchingState, startMatching } from '../../../src/customers/contract.ts'
import { listJobs } from '../../../src/platform/jobs/contract.ts'
import { useAddress } from '../../address.ts'
import { keyOf, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { isUnderWay } from '../../jobs/JobProgress.tsx'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Link } from '../../ui/Link.tsx'
import { Page } from '../../ui/Page.tsx'
import { ViewTabs } from '../../ui/Tabs.tsx'
import { toast } from '../../ui/toast.ts'
import { AcceptDialog } from './AcceptDialog.tsx'
import { DecidedList } from './DecidedList.tsx'
import { Queue } from './Queue.tsx'
import { useMatchingWords } from './words.ts'

const search = z.object({
  show: z.enum(['open', 'later', 'decided']).catch('open').default('open'),
  /** pairs of this customer alone */
  customer: z.coerce.number().int().positive().optional().catch(undefined),
})

/** Pairs of records that may be one person, to be decided one after the other. */
export function ProposalsPage() {
  const words = useMatchingWords()
  const format = useFormat()
  const navigate = useNavigate()
  const [{ show, customer }] = useAddress(search)
  const [isAccepting, setAccepting] = useState(false)
  const state = useCall(matchingState, {})
  useRefreshAfterJobs(state.data?.open === 0)
  const run = useAction(startMatching, {
    refresh: [listJobs],
    onDone: ({ jobId }) =>
      toast.accepted(words.running, { text: words.see, onGo: () => void navigate({ to: paths.job(jobId) }) }),
  })
  const { lastRun, waiting = 0 } = state.data ?? {}
  const tabs = (['open', 'later', 'decided'] as const).map((one) => ({
    href: paths.proposals(one === 'open' ? {} : { show: one }),
    text: words[one],
    here: one === show,
    ...(one !== 'decided' && state.data ? { count: format.number(state.data[one]) } : {}),
  }))
  return (
    <Page
      title={words.title}
      aside={
        state.data && (
          <span className="flex flex-wrap gap-x-4 text-dense">
            {lastRun ? words.lastRun(format.dateTime(lastRun.at), format.number(lastRun.records)) : words.never}
            {waiting > 0 && <span>{words.waiting(format.number(waiting))}</span>}
          </span>
        )
      }
      actions={
        <>
          <Button isPending={run.pending} onPress={() => run.run({})}>
            {lastRun === null ? words.runFirst : words.run}
          </Button>
          {state.data?.open !== 0 && <Button onPress={() => setAccepting(true)}>{words.accept.open}</Button>}
        </>
      }
    >
      <ViewTabs label={words.tabs} tabs={tabs} />
      {customer !== undefined && (
        <p className="mt-3 flex flex-wrap gap-x-4">
          {words.ofOne(String(customer))}
          <Link href={paths.customer(customer)}>{words.toRecord}</Link>
          <Link href={paths.proposals()}>{words.ofAll}</Link>
        </p>
      )}
      {show === 'decided' ? (
        <DecidedList />
      ) : (
        <Queue key={`${show} ${customer}`} show={show} customerId={customer} isMatched={lastRun !== null} />
      )}
      {isAccepting && <AcceptDialog onClose={() => setAccepting(false)} />}
    </Page>
  )
}

const kinds = ['customers.match', 'customers.accept-proposals']

/**
 * Counts and decisions as they are once the base is matched or many were joined. A pair is not changed under the eyes
 * of whoever decides about it by keys: the queue is read anew when it is opened next, or at once when it is empty.
 */
function useRefreshAfterJobs(isEmpty: boolean): void {
  const client = useQueryClient()
  const jobs = useCall(listJobs, { query: { limit: 20 } })
  const running = jobs.data?.items.filter((job) => isUnderWay(job) && kinds.includes(job.kind)).length ?? 0
  const before = useRef(running)
  const refresh = useEffectEvent(() => {
    for (const one of [matchingState, listDecisions]) void client.invalidateQueries({ queryKey: keyOf(one) })
    void client.invalidateQueries({ queryKey: keyOf(listProposals), refetchType: isEmpty ? 'active' : 'none' })
  })
  useEffect(() => {
    if (running < before.current) refresh()
    before.current = running
  }, [running])
}
