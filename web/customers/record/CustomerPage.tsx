import { useNavigate } from '@tanstack/react-router'
import { History as HistoryIcon, NotebookPen, Phone } from 'lucide-react'
import { useEffect, useState } from 'react'
import * as z from 'zod'
import {
  addNote,
  type CustomerReply,
  getCustomer,
  getTimeline,
  listProposals,
} from '../../../src/customers/contract.ts'
import { useAddress, useId } from '../../address.ts'
import { FanCard } from '../../analysis/fans/FanCard.tsx'
import { OutlookCard } from '../../analysis/forecasts/OutlookCard.tsx'
import { useAction, useCall } from '../../api.ts'
import { ConsentCard } from '../../consent/ConsentCard.tsx'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Notice, RankBadge } from '../../ui/Badge.tsx'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { isComposing, isTextPlace } from '../../ui/keys.ts'
import { Link } from '../../ui/Link.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { Contacts } from '../contacts/Contacts.tsx'
import { Attributes, Facts } from '../facts/Facts.tsx'
import { Preferences, Tags } from '../facts/Memory.tsx'
import { Subscriptions } from '../facts/Subscriptions.tsx'
import { GroupsCard } from '../matching/GroupsCard.tsx'
import { MergeCard } from '../merging/MergeCard.tsx'
import { kanaOf, nameOf } from '../name.ts'
import { useRankName } from '../ranks.ts'
import { NoteDialog } from '../timeline/NoteDialog.tsx'
import { Timeline } from '../timeline/Timeline.tsx'
import { placeOf } from '../walk.ts'
import { useListWords, useRecordWords } from '../words.ts'
import { Figures, useRhythm } from './Figures.tsx'
import { HistoryPanel } from './HistoryPanel.tsx'
import { OfferCard } from './OfferCard.tsx'
import type { Rhythm } from './rhythm.ts'
import { listAddress, useWalk } from './use-walk.ts'

const shown = z.object({ panel: z.enum(['history']).optional().catch(undefined) })

/** Everything the company knows about one customer, on one screen. */
export function CustomerPage() {
  const id = useId()
  const words = useRecordWords()
  const navigate = useNavigate()
  const customer = useCall(getCustomer, { params: { id } })
  // an old id of a merged record leads to the customer it is part of
  const moved = customer.data && customer.data.id !== id ? customer.data.id : null
  useEffect(() => {
    if (moved !== null) void navigate({ href: paths.customer(moved), replace: true })
  }, [moved, navigate])
  if (customer.isPending || moved !== null) {
    return (
      <Page title={words.back} crumb={<Crumb id={id} />} heading={<span />}>
        <Loading lines={8} />
      </Page>
    )
  }
  if (customer.isError) {
    return (
      <Page title={words.back} crumb={<Crumb id={id} />}>
        {customer.error.code === 'not-found' || customer.error.code === 'invalid-request' ? (
          <EmptyState title={words.notFound} action={<Link href={paths.customers()}>{words.toList}</Link>}>
            {words.notFoundWhy}
          </EmptyState>
        ) : (
          <ErrorState error={customer.error} onRetry={() => void customer.refetch()} />
        )}
      </Page>
    )
  }
  return <Record key={id} customer={customer.data} />
}

function Record({ customer }: { customer: CustomerReply }) {
  const words = useRecordWords()
  const listWords = useListWords()
  const format = useFormat()
  const rankName = useRankName()
  const [{ panel }, change] = useAddress(shown)
  const today = format.dayOf(new Date())
  const rhythm = useRhythm(customer.id, today)
  const name = nameOf(customer) || listWords.unnamed
  const rank = customer.metrics?.rank
  return (
    <Page
      title={name}
      crumb={<Crumb id={customer.id} />}
      heading={
        <h1 className="flex flex-wrap items-baseline gap-x-3">
          {name}
          <small className="text-dense font-normal text-ink-2">{kanaOf(customer)}</small>
        </h1>
      }
      aside={
        <span className="flex flex-wrap items-center gap-x-4">
          {rank && (
            <span className="text-ink">
              <RankBadge rank={rank} name={rankName(rank)} />
            </span>
          )}
          {customer.number && <span className="whitespace-nowrap">{words.number(customer.number)}</span>}
        </span>
      }
      actions={<Actions customer={customer} onHistory={() => change({ panel: 'history' })} />}
    >
      <Alerts customer={customer} rhythm={rhythm} />
      <Figures customer={customer} today={today} rhythm={rhythm} />
      <div className="mt-4 grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_348px]">
        <Timeline customerId={customer.id} today={today} />
        <div className="flex flex-col gap-5 max-wide:order-first">
          <Contacts customer={customer} />
          <ConsentCard customerId={customer.id} />
          <GroupsCard customerId={customer.id} />
          <OutlookCard customerId={customer.id} hasBought={customer.metrics !== null} />
          <OfferCard customerId={customer.id} today={today} />
          <Preferences customer={customer} />
          <Subscriptions customerId={customer.id} today={today} />
          <FanCard customerId={customer.id} />
          <Facts customer={customer} today={today} />
          <Attributes customer={customer} />
          <Tags customer={customer} />
          <MergeCard customer={customer} />
        </div>
      </div>
      {panel === 'history' && <HistoryPanel customerId={customer.id} onClose={() => change({ panel: undefined })} />}
    </Page>
  )
}

/** The list this record was opened from and the place in it; K and J go to its neighbours. */
function Crumb({ id }: { id: number }) {
  const words = useRecordWords()
  const format = useFormat()
  const navigate = useNavigate()
  const walk = useWalk(id)
  const place = placeOf(walk, id)
  const { previous = null, next = null } = place ?? {}
  useEffect(() => {
    const go = (event: KeyboardEvent) => {
      if (isComposing(event) || isTextPlace(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return
      const to = event.code === 'KeyJ' ? next : event.code === 'KeyK' ? previous : null
      if (to === null) return
      event.preventDefault()
      void navigate({ href: paths.customer(to), replace: true })
    }
    document.addEventListener('keydown', go)
    return () => document.removeEventListener('keydown', go)
  }, [previous, next, navigate])
  return (
    <>
      <Link href={place && walk ? listAddress(walk, place.page) : paths.customers()}>{words.back}</Link>
      {place && walk && (
        <span>{words.place(place.number, `${walk.exact ? '' : words.about}${format.number(walk.total)}`)}</span>
      )}
      {place && (
        <span className="no-print ml-auto flex gap-3">
          <StepLink to={previous} keyName="K" text={words.previous} />
          <StepLink to={next} keyName="J" text={words.next} />
        </span>
      )}
    </>
  )
}

function StepLink({ to, keyName, text }: { to: number | null; keyName: string; text: string }) {
  const navigate = useNavigate()
  return (
    <Button
      kind="quiet"
      isDisabled={to === null}
      onPress={() => to !== null && void navigate({ href: paths.customer(to), replace: true })}
    >
      <kbd aria-hidden>{keyName}</kbd>
      {text}
    </Button>
  )
}

function Actions({ customer, onHistory }: { customer: CustomerReply; onHistory(): void }) {
  const words = useRecordWords()
  const may = useMay()
  const [writing, setWriting] = useState(false)
  const add = useAction(addNote, {
    refresh: [getTimeline],
    onDone: () => {
      setWriting(false)
      toast.done(words.notes.saved)
    },
  })
  const phone = customer.contactPoints.find(({ kind, status }) => kind === 'phone' && status !== 'wrong')
  return (
    <>
      <Button onPress={onHistory}>
        <HistoryIcon aria-hidden size={14} strokeWidth={1.6} />
        {words.history.title}
      </Button>
      {phone && !customer.masked && (
        <a className={buttonClass({})} href={`tel:${phone.value}`}>
          <Phone aria-hidden size={14} strokeWidth={1.6} />
          {words.call}
        </a>
      )}
      {may('customers.write') && (
        <Button kind="primary" onPress={() => setWriting(true)}>
          <NotebookPen aria-hidden size={14} strokeWidth={1.6} />
          {words.writeNote}
        </Button>
      )}
      {writing && (
        <NoteDialog
          title={words.writeNote}
          text=""
          pending={add.pending}
          error={add.error}
          onClose={() => setWriting(false)}
          onSave={(body) => add.run({ params: { customerId: customer.id }, body: { body } })}
        />
      )}
    </>
  )
}

/** What someone about to talk to this customer must not miss. */
function Alerts({ customer, rhythm }: { customer: CustomerReply; rhythm: Rhythm | null }) {
  const words = useRecordWords()
  const overdue = rhythm?.overdueDays ?? 0
  const unreachable = customer.contactPoints.some(({ status }) => status === 'unreachable' || status === 'wrong')
  const mayMerge = useMay()('customers.merge')
  const asked = { query: { customerId: customer.id, limit: 10 } }
  // decided pairs are gone for who comes back from the queue
  const alike = useCall(listProposals, asked, { enabled: mayMerge, staleTime: 0 })
  const likeness = alike.data?.items.length ?? 0
  if (customer.alerts.length === 0 && overdue === 0 && !unreachable && likeness === 0) return null
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {customer.alerts.map((alert) => (
        <Notice key={alert.kind + alert.text} tone={alert.kind === 'caution' ? 'danger' : 'warn'}>
          {words.alerts[alert.kind](alert.text)}
        </Notice>
      ))}
      {overdue > 0 && (
        <Notice tone="warn" glyph="clock">
          {words.alerts.overdue(overdue)}
        </Notice>
      )}
      {unreachable && <Notice tone="quiet">{words.alerts.unreachable}</Notice>}
      {likeness > 0 && (
        <Notice
          tone="warn"
          action={<Link href={paths.proposals({ customer: String(customer.id) })}>{words.alerts.compare}</Link>}
        >
          {words.alerts.alike(likeness)}
        </Notice>
      )}
    </div>
  )
}
