import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import * as z from 'zod'
import { matchingState, startMatching } from '../../../src/customers/contract.ts'
import { useAddress } from '../../address.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { ViewTabs } from '../../ui/Tabs.tsx'
import { toast } from '../../ui/toast.ts'
import { AcceptDialog } from './AcceptDialog.tsx'
import { DecidedList } from './DecidedList.tsx'
import { Queue } from './Queue.tsx'
import { useMatchingWords } from './words.ts'

const search = z.object({ show: z.enum(['open', 'later', 'decided']).catch('open').default('open') })

/** Pairs of records that may be one person, to be decided one after the other. */
export function ProposalsPage() {
  const words = useMatchingWords()
  const format = useFormat()
  const navigate = useNavigate()
  const [{ show }] = useAddress(search)
  const [isAccepting, setAccepting] = useState(false)
  const state = useCall(matchingState, {})
  const run = useAction(startMatching, {
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
            {words.run}
          </Button>
          <Button onPress={() => setAccepting(true)}>{words.accept.open}</Button>
        </>
      }
    >
      <ViewTabs label={words.tabs} tabs={tabs} />
      {show === 'decided' ? <DecidedList /> : <Queue key={show} show={show} />}
      {isAccepting && <AcceptDialog onClose={() => setAccepting(false)} />}
    </Page>
  )
}
