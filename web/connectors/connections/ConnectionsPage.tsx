import type { ReactNode } from 'react'
import { type Flow, listFlows } from '../../../src/connectors/flow/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Notice } from '../../ui/Badge.tsx'
import { LinkButton } from '../../ui/Button.tsx'
import { Link } from '../../ui/Link.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState, Reading } from '../../ui/states.tsx'
import { Counted } from './Counted.tsx'
import { FlowBars } from './FlowBars.tsx'
import { FlowState } from './FlowState.tsx'
import { kindPanels } from './kinds.ts'
import { isOutgoing, useArrival, useKindName, useTrouble } from './sentences.ts'
import { useConnectionWords } from './words.ts'

const urgency: Flow['state'][] = ['failing', 'silent', 'flowing', 'never', 'off']

/** Whether data flows: every connection and every source of files, what wants a hand first. */
export function ConnectionsPage() {
  const words = useConnectionWords()
  const format = useFormat()
  const flows = useCall(listFlows, {}, { interval: () => 30_000 })
  const add = useAdd()
  const items =
    flows.data?.items.toSorted((one, other) => urgency.indexOf(one.state) - urgency.indexOf(other.state)) ?? []
  const incoming = items.filter(({ kind }) => !isOutgoing(kind))
  const outgoing = items.filter(({ kind }) => isOutgoing(kind))
  const asOf = flows.data && words.asOf(format.time(flows.data.asOf))
  return (
    <Page title={words.title} actions={items.length > 0 && add}>
      <div className="mt-5 flex flex-col gap-6">
        <Reading of={flows} lines={6}>
          {(data) =>
            items.length === 0 ? (
              <EmptyState title={words.empty} action={<First add={add} />}>
                {words.emptyWhy}
              </EmptyState>
            ) : (
              <>
                <Summary items={items} />
                <Flows title={words.arrivals} items={incoming} asOf={data.asOf} end={asOf} />
                {outgoing.length > 0 && <Flows title={words.outgoing} items={outgoing} asOf={data.asOf} end={asOf} />}
              </>
            )
          }
        </Reading>
      </div>
    </Page>
  )
}

function useAdd() {
  const words = useConnectionWords()
  const may = useMay()
  if (!may('connections.write') || kindPanels.length === 0) return null
  return (
    <LinkButton kind="primary" href={paths.newConnection()}>
      {words.add}
    </LinkButton>
  )
}

function First({ add }: { add: ReactNode }) {
  const words = useConnectionWords()
  const may = useMay()
  return (
    <div className="flex flex-wrap gap-2">
      {may('imports.write') && <LinkButton href={paths.imports()}>{words.goImport}</LinkButton>}
      {add}
    </div>
  )
}

function Summary({ items }: { items: Flow[] }) {
  const words = useConnectionWords()
  const of = (state: Flow['state']) =>
    items.filter((item) => item.state === state && (state !== 'silent' || !isOutgoing(item.kind))).length
  const [failing, silent] = [of('failing'), of('silent')]
  if (failing + silent > 0)
    return <Notice tone={failing > 0 ? 'danger' : 'warn'}>{words.attention(failing, silent)}</Notice>
  return of('flowing') > 0 && !items.some(isNothingTaken) ? (
    <Notice tone="ok" glyph="check">
      {words.allWell}
    </Notice>
  ) : null
}

function Flows({ title, items, asOf, end }: { title: string; items: Flow[]; asOf: string; end: string | undefined }) {
  return (
    <Section title={title} end={end}>
      <ul>
        {items.map((flow) => (
          <FlowRow key={flow.key} flow={flow} asOf={asOf} />
        ))}
      </ul>
    </Section>
  )
}

function FlowRow({ flow, asOf }: { flow: Flow; asOf: string }) {
  const words = useConnectionWords()
  const nameOf = useKindName()
  const arrival = useArrival()(flow, asOf)
  const href = hrefOf(flow)
  const isOut = isOutgoing(flow.kind)
  return (
    <li className="grid gap-x-8 gap-y-3 border-t border-rule py-3.5 first:border-t-0 wide:grid-cols-[minmax(0,1fr)_240px_300px]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <b className="min-w-0 text-body">{href ? <Link href={href}>{flow.name}</Link> : flow.name}</b>
          <FlowState flow={flow} />
        </p>
        <p className="mt-1 flex flex-wrap gap-x-3 text-small text-ink-2">
          <span>{nameOf(flow.kind)}</span>
          {!isOut && <span>{arrival.last}</span>}
          {(isOut ? [] : arrival.notes).map((note) => (
            <span key={note}>{note}</span>
          ))}
        </p>
        <Attention flow={flow} silence={isOut ? null : arrival.silence} />
      </div>
      {isEmpty(flow) ? (
        href &&
        flow.state === 'never' && (
          <p className="self-center text-small wide:col-span-2">
            <Link href={href}>{words.goOn}</Link>
          </p>
        )
      ) : (
        <>
          <div className="min-w-0">
            <p className="pb-1 text-note text-ink-2">{words.hours}</p>
            <FlowBars flow={flow} of="hours" />
            <Counted counts={flow.day} isOut={isOut} />
          </div>
          <div className="min-w-0">
            <p className="pb-1 text-note text-ink-2">{words.days}</p>
            <FlowBars flow={flow} of="days" />
            <Counted counts={flow.month} isOut={isOut} />
          </div>
        </>
      )}
    </li>
  )
}

/** Why it is quiet or does not work, and what helps. */
function Attention({ flow, silence }: { flow: Flow; silence: string | null }) {
  const words = useConnectionWords()
  const tell = useTrouble()
  if (flow.trouble) {
    const { reason, remedy } = tell(flow.kind, flow.trouble)
    return (
      <p className="mt-1.5 text-small">
        <span className="text-danger">{reason}</span> {remedy}
      </p>
    )
  }
  if (isNothingTaken(flow)) {
    const { reason, remedy } = words.nothingTaken
    return (
      <p className="mt-1.5 text-small">
        <span className="text-warn">{reason}</span> {remedy}
      </p>
    )
  }
  if (!silence) return null
  return (
    <p className="mt-1.5 text-small">
      <span className="text-warn">{silence}</span> {words.silenceRemedy}
    </p>
  )
}

/** Nothing ever came or went by it: empty charts would say no more. */
function isEmpty({ lastAt, month }: Flow): boolean {
  return lastAt === null && month.received + month.failed === 0
}

/** It is told how to take in what a system sends only after the first messages came. */
function isNothingTaken({ kind, state, month }: Flow): boolean {
  return kind === 'webhook' && state === 'flowing' && month.received > 0 && month.stored === 0
}

function hrefOf({ connectionId, lastImport }: Flow): string | null {
  if (connectionId !== null) return paths.connection(connectionId)
  return lastImport ? paths.import(lastImport.id) : null
}
